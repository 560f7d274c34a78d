import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemRandomness } from '../clock.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { createTestClock } from '../testing/world.ts'
import { keyDays, loadSecrets } from './secrets.ts'

const dayMs = 86_400_000
let database: TestDatabase
let clock: ReturnType<typeof createTestClock>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.db.deleteFrom('server_secret').execute()
  clock = createTestClock(new Date('2026-03-02T09:00:00.000Z'))
})

const load = () => loadSecrets({ db: database.db, clock, random: systemRandomness })

test('nodes that start together have the same keys, and so has every later start', async () => {
  const nodes = await Promise.all([load(), load(), load(), load()])
  for (const node of [...nodes, await load()]) expect(node).toEqual(nodes[0])
  expect(nodes[0]?.signingKeys).toHaveLength(1)
})

test('a new key is accepted at once and signs after thirty days, when every node can know it', async () => {
  const first = await load()
  clock.advance(keyDays.between * dayMs - 1)
  expect(await load()).toEqual(first)
  clock.advance(1)
  const [second, other] = await Promise.all([load(), load()])
  expect(other).toEqual(second)
  expect(second.signingKeys).toHaveLength(2)
  expect(second.signingKeys[0]).toEqual(first.signingKeys[0])
  expect(second.cookieKeys[0]).toBe(first.cookieKeys[0])
  clock.advance(keyDays.ahead * dayMs)
  const third = await load()
  expect(third.signingKeys).toEqual([second.signingKeys[1], first.signingKeys[0]])
  expect(third.cookieKeys).toEqual([second.cookieKeys[1], first.cookieKeys[0]])
})

test('a key is let go once two newer ones have followed, and what data is sealed with stays', async () => {
  const first = await load()
  for (let rounds = 0; rounds < 3; rounds += 1) {
    clock.advance(keyDays.between * dayMs)
    await load()
  }
  const last = await load()
  expect(last.signingKeys).toHaveLength(3)
  expect(last.signingKeys.map(({ kid }) => kid)).not.toContain(first.signingKeys[0]?.kid)
  expect(last.dataKey).toEqual(first.dataKey)
  expect(last.referenceKey).toEqual(first.referenceKey)
})

test('keys that were kept before they had an age go on, with the age of their row', async () => {
  const first = await load()
  const kept = { keys: first.signingKeys }
  await database.db
    .updateTable('server_secret')
    .set({ value: JSON.stringify(kept), created_at: new Date(clock.now().getTime() - 91 * dayMs) })
    .where('name', '=', 'identity.signing-keys')
    .execute()
  const next = await load()
  expect(next.signingKeys[0]).toEqual(first.signingKeys[0])
  expect(next.signingKeys).toHaveLength(2)
})
