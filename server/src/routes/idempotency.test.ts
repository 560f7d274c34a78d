import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWorld, type Member, type World } from '../testing/world.ts'

let world: World
let accountId: AccountId
let admin: Member
let applicationId: ApplicationId

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  admin = await world.member(accountId, 'admin')
  applicationId = await world.application()
})

const assign = (key: string, autoAssign = false) =>
  admin.client.call(
    'applications.assign',
    { params: { accountId }, body: { applicationIds: [applicationId], autoAssign } },
    { key },
  )
const activity = async () =>
  (await admin.client.get('activity.list', { params: { accountId }, query: {} })).items

test('the same key and request is done once and answered alike', async () => {
  const key = world.id<string>()
  const first = await assign(key)
  world.clock.advance(60_000)
  expect(await assign(key)).toEqual(first)
  expect(await activity()).toHaveLength(1)
})

test('eight at once are done once, and all get the same answer', async () => {
  const key = world.id<string>()
  const answers = await Promise.all(Array.from({ length: 8 }, () => assign(key)))
  expect(answers[0]?.status).toBe(200)
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(await activity()).toHaveLength(1)
})

test('another request under a used key is refused', async () => {
  const key = world.id<string>()
  await assign(key)
  expect(await assign(key, true)).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } })
})

test('a refusal is not kept: what was in the way can be cleared and the same key sent again', async () => {
  const membership = { accountId, applicationId, membershipId: admin.membershipId }
  const key = world.id<string>()
  const refused = await admin.client.call('grants.add', { params: membership }, { key })
  expect(refused.status).toBe(409)
  await assign(world.id<string>())
  const done = await admin.client.call('grants.add', { params: membership }, { key })
  expect(done.status).toBe(200)
})

test('the same key of two users is two keys', async () => {
  const other = await world.member(accountId, 'admin')
  const key = world.id<string>()
  const body = { applicationIds: [applicationId], autoAssign: false }
  await admin.client.get('applications.assign', { params: { accountId }, body }, { key })
  await other.client.get('applications.assign', { params: { accountId }, body }, { key })
})

test('a write without a key is refused and says which header it needs', async () => {
  for (const key of ['', 'not a uuid']) {
    const refused = await admin.client.refused(
      'applications.unassign',
      { params: { accountId, applicationId } },
      { headers: { 'idempotency-key': key } },
    )
    expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'headers.idempotency-key' }] })
    expect(refused.detail).toContain('Idempotency-Key')
  }
})

test('every write answers its transaction, which the feed then covers', async () => {
  const first = await assign(world.id<string>())
  const { transaction } = first.body as { transaction: string }
  const start = (await admin.client.bootstrap())[0]
  if (start?.type !== 'start') throw new Error('a bootstrap begins with start')
  await expect
    .poll(async () => {
      const page = await admin.client.get('sync.changes', { query: { cursor: start.cursor } })
      return BigInt(page.coversBelow) > BigInt(transaction)
    })
    .toBe(true)
})
