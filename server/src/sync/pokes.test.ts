import type { AccountId } from '@gatehouse/contract'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createLog } from '../log.ts'
import { recordChanges } from '../services/record.ts'
import { createWorld, type Member, tellAccess, type World } from '../testing/world.ts'
import { createPokes, type Pokes } from './pokes.ts'

let world: World
let accountId: AccountId
let admin: Member
let pokes: Pokes
let end: AbortController

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  admin = await world.member(accountId, 'admin')
  end = new AbortController()
  pokes = newPokes(60_000)
  await pokes.start()
})
afterEach(async () => {
  end.abort()
  await pokes.stop()
})

const newPokes = (pollMs: number, db = world.db) =>
  createPokes({
    db,
    connectionString: world.config.connectionString,
    clock: world.clock,
    log: createLog('silent'),
    pollMs,
  })

const listen = async (member: { id: Member['id'] }, source = pokes) => {
  const principal = { userId: member.id, name: '', email: '', emailVerified: true, administers: [] }
  const events = source.events(principal, end.signal)
  // The first comes at once: whatever changed before somebody listened is to be pulled, too.
  await events.next()
  return events
}
const touch = (id: AccountId) =>
  world.db
    .transaction()
    .execute((tx) => recordChanges(tx, world.clock.now(), [{ entity: 'account', accountId: id }]))

test('a commit pokes whoever may see the account', async () => {
  const events = await listen(admin)
  const next = events.next()
  await touch(accountId)
  expect(await next).toMatchObject({ done: false, value: { at: expect.any(String) } })
})

test('a commit elsewhere pokes nobody here', async () => {
  const events = await listen(admin)
  let isPoked = false
  const next = events.next().then(() => {
    isPoked = true
  })
  const other = await world.account()
  const neighbour = await world.member(other, 'admin')
  const there = await listen(neighbour)
  const told = there.next()
  await touch(other)
  await told
  expect(isPoked).toBe(false)
  await touch(accountId)
  await next
})

test('waits for an older transaction, before which a pull would find nothing', async () => {
  const events = await listen(admin)
  const slow = await world.db.startTransaction().execute()
  await recordChanges(slow, world.clock.now(), [{ entity: 'account', accountId: await world.account() }])
  let isPoked = false
  const next = events.next().then(() => {
    isPoked = true
  })
  await touch(accountId)
  // Its notification has been heard once another one that was sent after it has.
  const other = createPokes({
    db: world.db,
    connectionString: world.config.connectionString,
    clock: world.clock,
    log: createLog('silent'),
  })
  await other.start()
  await other.stop()
  expect(isPoked).toBe(false)
  await slow.commit().execute()
  await next
  expect(isPoked).toBe(true)
})

test('who is given an account hears of it from then on', async () => {
  const newcomer = await world.user()
  const events = await listen(newcomer)
  const given = events.next()
  await world.member(accountId, 'viewer', { person: newcomer })
  await tellAccess(world, accountId, newcomer.id)
  await given
  const next = events.next()
  await touch(accountId)
  expect((await next).done).toBe(false)
})

test('who becomes administrator of an environment hears of its accounts from then on', async () => {
  const newcomer = await world.user()
  const events = await listen(newcomer)
  const given = events.next()
  const { environmentId } = world
  await world.db.transaction().execute(async (tx) => {
    await tx
      .insertInto('environment_administrator')
      .values({ environment_id: environmentId, user_id: newcomer.id })
      .execute()
    await recordChanges(tx, world.clock.now(), [{ entity: 'access', environmentId, userId: newcomer.id }])
  })
  await given
  const next = events.next()
  await touch(accountId)
  expect((await next).done).toBe(false)
})

test('a missed notification is found by the poll', async () => {
  const polling = newPokes(20)
  await polling.start()
  const events = await listen(admin, polling)
  const next = events.next()
  await world.db
    .insertInto('change')
    .values({
      environment_id: null,
      account_id: accountId,
      user_id: null,
      entity: 'account',
      key: '{}',
      op: 'put',
    })
    .execute()
  expect((await next).done).toBe(false)
  await polling.stop()
})

test('listens again after its connection was cut', async () => {
  const events = await listen(admin)
  const next = events.next()
  const { rows } = await import('kysely').then(({ sql }) =>
    sql<{ ended: boolean }>`select pg_terminate_backend(pid) as ended from pg_stat_activity
      where application_name = 'gatehouse-pokes' and datname = current_database()`.execute(world.db),
  )
  expect(rows.some(({ ended }) => ended)).toBe(true)
  await touch(accountId)
  expect((await next).done).toBe(false)
})

test('what is heard while the database does not answer is kept, and told when it does', async () => {
  let isAway = false
  let failed = 0
  const db = world.db.withPlugin({
    transformQuery({ node }) {
      if (!isAway) return node
      failed += 1
      throw new Error('the database is away')
    },
    transformResult: async ({ result }) => result,
  })
  const troubled = newPokes(60_000, db)
  await troubled.start()
  onTestFinished(() => troubled.stop())
  const events = await listen(admin, troubled)
  const next = events.next()
  isAway = true
  await touch(accountId)
  // Not once only: it goes on trying.
  await expect.poll(() => failed).toBeGreaterThan(2)
  isAway = false
  expect((await next).done).toBe(false)
})

test('what was told is not told once more by the poll', async () => {
  const polling = newPokes(20)
  await polling.start()
  onTestFinished(() => polling.stop())
  const events = await listen(admin, polling)
  const told = events.next()
  await touch(accountId)
  await told
  let isPoked = false
  const next = events.next().then(() => {
    isPoked = true
  })
  // Another listener of the same node hears of something that only the poll finds: so it has passed the first.
  const other = await world.account()
  const neighbour = await world.member(other, 'admin')
  const there = await listen(neighbour, polling)
  const found = there.next()
  await world.db
    .insertInto('change')
    .values({
      environment_id: null,
      account_id: other,
      user_id: null,
      entity: 'account',
      key: '{}',
      op: 'put',
    })
    .execute()
  await found
  expect(isPoked).toBe(false)
  await touch(accountId)
  await next
})

test('a change of more than a notification can list pokes everybody', async () => {
  const stranger = await world.user()
  const events = await listen(stranger)
  const next = events.next()
  const users = Array.from(
    { length: 200 },
    () => ({ entity: 'principal', userId: world.id<never>() }) as const,
  )
  await world.db.transaction().execute((tx) => recordChanges(tx, world.clock.now(), users))
  expect((await next).done).toBe(false)
})

test('an environment concerns its administrators and whoever has an account in it, and nobody else', async () => {
  const environmentId = await world.environment()
  const administrator = await world.administrator(environmentId)
  const member = await world.member(await world.account({ environmentId }), 'viewer')
  const former = await world.member(await world.account({ environmentId }), 'viewer', {
    endsAt: world.clock.now(),
  })
  let isPoked = false
  for (const outsider of [former, admin]) {
    const events = await listen(outsider)
    void events.next().then(({ done }) => {
      isPoked ||= !done
    })
  }
  const inside = [await listen(administrator), await listen(member)]
  const told = inside.map((events) => events.next())
  await world.db
    .transaction()
    .execute((tx) => recordChanges(tx, world.clock.now(), [{ entity: 'environment', environmentId }]))
  for (const next of told) expect((await next).done).toBe(false)
  expect(isPoked).toBe(false)
})

test('a write through one node wakes who listens at another', async () => {
  const node = await world.node()
  const url = await node.app.listen({ host: '127.0.0.1', port: 0 })
  const abort = new AbortController()
  const response = await fetch(`${url}/v1/sync/events`, {
    headers: { authorization: `Bearer ${admin.id}` },
    signal: abort.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const until = async (count: number) => {
    while (text.split('data: ').length <= count) text += (await reader?.read())?.value ?? ''
  }
  await until(1)
  const body = { applicationIds: [await world.application()], autoAssign: false }
  await admin.client.get('applications.assign', { params: { accountId }, body })
  await until(2)
  abort.abort()
  await node.close()
})

test('ends when it is aborted', async () => {
  const events = await listen(admin)
  const next = events.next()
  end.abort()
  expect(await next).toEqual({ done: true, value: undefined })
})

test('over HTTP: one event now, one for a commit, and the end when the server closes', async () => {
  const own = await createWorld()
  const account = await own.account()
  const member = await own.member(account, 'admin')
  const url = await own.app.listen({ host: '127.0.0.1', port: 0 })
  const response = await fetch(`${url}/v1/sync/events`, { headers: { authorization: `Bearer ${member.id}` } })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  let text = ''
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const until = async (count: number) => {
    while (text.split('data: ').length <= count) {
      const { value, done } = (await reader?.read()) ?? { done: true }
      if (done) throw new Error('the stream ended')
      text += value
    }
  }
  await until(1)
  await own.db
    .transaction()
    .execute((tx) => recordChanges(tx, own.clock.now(), [{ entity: 'account', accountId: account }]))
  await until(2)
  expect(text).toMatch(/data: \{"at":"2026-[^"]+Z"\}\n\n/)
  const closing = own.close()
  for (let isDone = false; !isDone; ) isDone = (await reader?.read())?.done ?? true
  await closing
})
