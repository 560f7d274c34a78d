import { hash } from '@node-rs/argon2'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import {
  codeOf,
  createDesktop,
  createIdentityWorld,
  dropIdentityDatabase,
  type IdentityWorld,
  loginBase,
  openSecurity,
  password,
} from '../test-kit.ts'
import { slowAnswerMs } from './login-guard.ts'
import { isWeakHash } from './passwords.ts'
import { createAttempts } from './shared-attempts.ts'

const email = 'ana@example.com'
let world: IdentityWorld
beforeEach(async () => {
  world = await createIdentityWorld()
})
afterEach(() => world.close())
afterAll(dropIdentityDatabase)

async function begin(browser = world.browser()) {
  const base = loginBase(await browser.get(createDesktop(world.app).authorizePath()))
  return { browser, base, submit: (secret: string) => browser.submit(base, { email, password: secret }) }
}

test('a thousand wrong passwords from elsewhere keep the owner out of neither a known nor a new browser', async () => {
  await world.addUser(email)
  const known = world.browser({}, '198.51.100.7')
  codeOf(await (await begin(known)).submit(password))
  const attacker = await begin(world.browser({}, '203.0.113.9'))
  const statuses = new Map<number, number>()
  for (let tries = 0; tries < 1000; tries += 1) {
    const { status } = await attacker.submit(`wrong password ${tries}`)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  expect(statuses.get(422)).toBeLessThanOrEqual(12)
  expect((statuses.get(422) ?? 0) + (statuses.get(429) ?? 0)).toBe(1000)

  const again = await begin(known)
  codeOf(await (await begin(world.browser({}, '198.51.100.8'))).submit(password))
  const answer = await again.browser.submit(`${again.base}/continue`)
  codeOf(answer)
})

test('whoever has a whole network of addresses has the tries of one', async () => {
  await world.addUser(email)
  const statuses = new Set<number>()
  for (let tries = 0; tries < 12; tries += 1) {
    const { submit } = await begin(world.browser({}, `2001:db8:1:2::${tries + 1}`))
    statuses.add((await submit('a wrong password')).status)
  }
  expect(statuses).toEqual(new Set([422, 429]))
  codeOf(await (await begin(world.browser({}, '2001:db8:1:3::1'))).submit(password))
})

test('a browser that the login was used in has tries of its own, even beside the attacker', async () => {
  await world.addUser(email)
  const owner = world.browser({}, '203.0.113.9')
  codeOf(await (await begin(owner)).submit(password))
  const attacker = await begin(world.browser({}, '203.0.113.9'))
  for (let tries = 0; tries < 12; tries += 1) await attacker.submit('a wrong password')
  expect((await attacker.submit(password)).status).toBe(429)

  const page = await owner.get(createDesktop(world.app).authorizePath({ prompt: 'login' }))
  codeOf(await owner.submit(loginBase(page), { email, password }))
})

test('the tries of a known browser end too', async () => {
  await world.addUser(email)
  const owner = world.browser()
  codeOf(await (await begin(owner)).submit(password))
  const page = await owner.get(createDesktop(world.app).authorizePath({ prompt: 'login' }))
  const statuses = []
  for (let tries = 0; tries < 12; tries += 1) {
    statuses.push((await owner.submit(loginBase(page), { email, password: 'a wrong password' })).status)
  }
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(422))
  expect(statuses.at(-1)).toBe(429)
})

test('a cookie that somebody made up, or that is of another user, makes no browser known', async () => {
  await world.addUser(email)
  await world.addUser('ben@example.com')
  const other = world.browser({}, '203.0.113.9')
  const base = loginBase(await other.get(createDesktop(world.app).authorizePath()))
  codeOf(await other.submit(base, { email: 'ben@example.com', password }))
  const made = world.browser(
    { cookie: `gatehouse_device=${'a'.repeat(22)}.${'b'.repeat(22)}` },
    '203.0.113.9',
  )
  for (const browser of [other, made]) {
    const path = createDesktop(world.app).authorizePath({ prompt: 'login' })
    const page = loginBase(await browser.get(path))
    for (let tries = 0; tries < 11; tries += 1) {
      await browser.submit(page, { email, password: 'a wrong password' })
    }
    expect((await browser.submit(page, { email, password })).status).toBe(429)
  }
})

test('a login that is guessed at from everywhere answers slowly, and answers', async () => {
  await world.close()
  world = await createIdentityWorld({ failuresEverywhere: { max: 3, windowMs: 3_600_000 } })
  await world.addUser(email)
  for (let tries = 0; tries < 5; tries += 1) {
    const from = await begin(world.browser({}, `203.0.113.${tries}`))
    expect((await from.submit('a wrong password')).status).toBe(422)
  }
  expect(world.pauses).toEqual([slowAnswerMs, slowAnswerMs])
  codeOf(await (await begin(world.browser({}, '198.51.100.7'))).submit(password))
  expect(world.pauses).toHaveLength(3)
})

test('limits are those of all nodes together, also for tries at one moment', async () => {
  const deps = { db: world.db, clock: world.clock, key: Buffer.alloc(32) }
  const limit = { max: 5, windowMs: 50 * 60_000 }
  const [node, other] = [createAttempts(deps, 'test', limit), createAttempts(deps, 'test', limit)]
  const waits = await Promise.all(
    Array.from({ length: 12 }, (_, n) => (n % 2 ? node : other).take('somebody')),
  )
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5)
  expect(Math.max(...waits)).toBeLessThanOrEqual(10 * 60_000)
  expect(await node.take('somebody else')).toBe(0)

  world.clock.advance(10 * 60_000)
  expect(await node.take('somebody')).toBe(0)
  expect(await other.take('somebody')).toBeGreaterThan(0)
  await node.giveBack('somebody')
  expect(await other.take('somebody')).toBe(0)
  await node.forget('somebody')
  expect(await other.take('somebody')).toBe(0)
  const stored = JSON.stringify(await world.db.selectFrom('attempt').selectAll().execute())
  expect(stored).not.toContain('somebody')
})

test('a hash made with less work is made anew at the next sign-in', async () => {
  const userId = await world.addUser(email)
  const weak = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 })
  expect(isWeakHash(weak)).toBe(true)
  await world.db.updateTable('app_user').set({ password_hash: weak }).where('id', '=', userId).execute()
  codeOf(await (await begin()).submit(password))
  const { password_hash: now } = await world.db
    .selectFrom('app_user')
    .where('id', '=', userId)
    .select('password_hash')
    .executeTakeFirstOrThrow()
  expect(isWeakHash(now ?? '')).toBe(false)
  codeOf(await (await begin()).submit(password))
})

test('a sign-in in a browser that was never used before is told to the owner, the first one is not', async () => {
  await world.addUser(email)
  const browser = world.browser()
  codeOf(await (await begin(browser)).submit(password))
  const again = await browser.get(createDesktop(world.app).authorizePath({ prompt: 'login' }))
  codeOf(await browser.submit(loginBase(again), { email, password }))
  expect(await world.mailsTo(email)).toEqual([])
  codeOf(await (await begin(world.browser({ 'user-agent': 'Firefox/150.0 (X11; Linux)' }))).submit(password))
  expect(await world.mailsTo(email)).toEqual(['new_device'])
  expect((await world.lastMail()).data).toMatchObject({ detail: 'Firefox on Linux' })
  await openSecurity(world.browser(), email)
  expect(await world.mailsTo(email)).toEqual(['new_device', 'new_device'])
})
