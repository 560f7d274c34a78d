import type { BootstrapLine, Result, UserId } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { createSyncHandlers } from '../routes/handlers/sync.ts'
import { startOf } from '../testing/feed.ts'
import { createWorld } from '../testing/world.ts'
import { createPlaces } from './places.ts'

const ada = 'ada' as UserId
const ben = 'ben' as UserId
const never = new AbortController().signal

async function* numbers(): AsyncGenerator<number> {
  for (let n = 1; ; n += 1) yield n
}

function taken<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

test('a user has two places, and has one again when lines have ended or were left', async () => {
  const places = createPlaces()
  const first = taken(places.take(ada, never, numbers))
  const second = taken(
    places.take(ada, never, async function* () {
      yield 1
    }),
  )
  const refused = places.take(ada, never, numbers)
  expect(refused).toMatchObject({ ok: false, error: { code: 'rate_limited', retryAfterMs: 5000 } })
  expect(places.take(ben, never, numbers).ok).toBe(true)
  for await (const _ of second);
  const third = taken(places.take(ada, never, numbers))
  expect(places.take(ada, never, numbers).ok).toBe(false)
  for (const lines of [first, third]) {
    await lines.next()
    await lines.return(undefined)
  }
  expect(places.taken()).toBe(1)
})

test('a node has so many for everybody', () => {
  const places = createPlaces({ perNode: 2 })
  for (const user of [ada, ben]) taken(places.take(user, never, numbers))
  expect(places.take('cleo' as UserId, never, numbers)).toMatchObject({
    ok: false,
    error: { code: 'unavailable', status: 503, retryAfterMs: 2000 },
  })
})

test('who goes away gives it back, once, even before reading a line', async () => {
  const places = createPlaces()
  const gone = new AbortController()
  const lines = taken(places.take(ada, gone.signal, numbers))
  taken(places.take(ada, AbortSignal.abort(), numbers))
  expect(places.taken()).toBe(1)
  gone.abort()
  expect(places.taken()).toBe(0)
  await lines.next()
  await lines.return(undefined)
  expect(places.taken()).toBe(0)
})

test('who reads no further gives it back, and gets no more lines', async () => {
  const places = createPlaces({ stalledMs: 5 })
  const lines = taken(places.take(ada, never, numbers))
  expect(await lines.next()).toEqual({ done: false, value: 1 })
  await expect.poll(() => places.taken(), { interval: 2 }).toBe(0)
  expect((await lines.next()).done).toBe(true)
})

test('lines that fail give it back as well', async () => {
  const places = createPlaces()
  const lines = taken(
    places.take(ada, never, async function* () {
      yield 1
      throw new Error('the database is away')
    }),
  )
  await lines.next()
  await expect(lines.next()).rejects.toThrow('away')
  expect(places.taken()).toBe(0)
})

test('bootstraps and snapshots share the places, and pulls need none', async () => {
  const world = await createWorld()
  const { db, clock } = world
  const accountId = await world.account()
  const member = await world.member(accountId, 'admin')
  const places = createPlaces({ perUser: 1 })
  const handlers = createSyncHandlers({ pokes: nobodyListens, clock, places })
  const principal = await member.client.get('me.get', {})
  const now = clock.now()
  const base = { db, principal, now, signal: never, sessionId: null, protocol: 2 }
  const first = taken(await handlers['sync.bootstrap']({ ...base, query: {} }))
  const refusal = { ok: false, error: { code: 'rate_limited' } }
  expect(await handlers['sync.bootstrap']({ ...base, query: {} })).toMatchObject(refusal)
  expect(await handlers['sync.snapshot']({ ...base, params: { accountId } })).toMatchObject(refusal)
  const lines: BootstrapLine[] = []
  for await (const line of first) lines.push(line)
  const { cursor } = startOf(lines)
  expect((await handlers['sync.changes']({ ...base, query: { cursor, limit: 5 } })).ok).toBe(true)
  const snapshot = taken(await handlers['sync.snapshot']({ ...base, params: { accountId } }))
  const types: string[] = []
  for await (const line of snapshot) types.push(line.type)
  expect(types.at(-1)).toBe('end')
  expect(places.taken()).toBe(0)
  await world.close()
})

const nobodyListens = {
  start: async () => {},
  stop: async () => {},
  async *events() {},
}
