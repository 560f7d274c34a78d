import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { lastActiveEveryMs } from '../services/memberships/last-active.ts'
import { createWorld, type Member, type World } from '../testing/world.ts'

// Whoever changes something in an account was at work there.

let world: World
let accountId: AccountId
let applicationId: ApplicationId
let admin: Member

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  applicationId = await world.application()
  admin = await world.member(accountId, 'admin')
})

const assign = (who: Pick<Member, 'client'> = admin, key?: string) =>
  who.client.call(
    'applications.assign',
    { params: { accountId }, body: { applicationIds: [applicationId], autoAssign: false } },
    key ? { key } : {},
  )
const membership = async () => {
  const params = { accountId, membershipId: admin.membershipId }
  const { lastActiveAt, version } = await admin.client.get('memberships.get', { params })
  return { lastActiveAt, version }
}
const told = async () => {
  const rows = await world.db
    .selectFrom('change')
    .where('account_id', '=', accountId)
    .where('entity', '=', 'membership')
    .select('at')
    .execute()
  return rows.length
}

test('a write is noted once an hour, and is no new version of the membership', async () => {
  const first = world.clock.now().toISOString()
  await assign()
  expect(await membership()).toEqual({ lastActiveAt: first, version: 1 })
  world.clock.advance(lastActiveEveryMs - 1)
  await assign()
  expect(await membership()).toEqual({ lastActiveAt: first, version: 1 })
  expect(await told()).toBe(1)
  world.clock.advance(1)
  await assign()
  expect(await membership()).toEqual({ lastActiveAt: world.clock.now().toISOString(), version: 1 })
  expect(await told()).toBe(2)
})

test('reading, a refused write and one sent again are not', async () => {
  await admin.client.get('applications.list', { params: { accountId } })
  const unknown = { applicationIds: [world.id<ApplicationId>()], autoAssign: false }
  await admin.client.refused('applications.assign', { params: { accountId }, body: unknown })
  expect((await membership()).lastActiveAt).toBeNull()
  const key = world.id<string>()
  await assign(admin, key)
  const { lastActiveAt } = await membership()
  world.clock.advance(2 * lastActiveEveryMs)
  await assign(admin, key)
  expect((await membership()).lastActiveAt).toBe(lastActiveAt)
})

test('an administrator who is no user of the account leaves no trace in it', async () => {
  expect((await assign(await world.administrator())).status).toBe(200)
  expect(await told()).toBe(0)
})
