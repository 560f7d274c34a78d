import type { AccountId, ApplicationId, MembershipId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWorld, type Member, type World } from '../../testing/world.ts'

let world: World
let accountId: AccountId
let admin: Member
let user: Member
let applicationId: ApplicationId

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  admin = await world.member(accountId, 'admin')
  user = await world.member(accountId, 'viewer')
  applicationId = await world.application({ name: 'Ledger' })
})

const params = () => ({ accountId, applicationId, membershipId: user.membershipId })
const sources = async () => {
  const answer = await admin.client.get('memberships.access', {
    params: { accountId, membershipId: user.membershipId },
  })
  return answer.items.find((item) => item.applicationId === applicationId)?.sources ?? []
}
const activityCount = async () =>
  (await admin.client.get('activity.list', { params: { accountId }, query: {} })).items.length

test('a grant needs the application on the account', async () => {
  expect((await admin.client.refused('grants.add', { params: params() })).code).toBe('not_on_account')
})

test('a grant gives the application to one user, and granting again changes nothing', async () => {
  await world.assign(accountId, applicationId)
  const first = await admin.client.get('grants.add', { params: params() })
  world.clock.advance(1000)
  const again = await admin.client.get('grants.add', { params: params() })
  expect(again.value).toEqual(first.value)
  expect(await sources()).toEqual(['grant'])
  expect(await activityCount()).toBe(1)
})

test('a user of another account can not be granted anything here', async () => {
  await world.assign(accountId, applicationId)
  const stranger = await world.member(await world.account())
  const refused = await admin.client.refused('grants.add', {
    params: { ...params(), membershipId: stranger.membershipId },
  })
  expect(refused.code).toBe('not_found')
})

test('removing a grant takes it away, and removing it again changes nothing', async () => {
  await world.assign(accountId, applicationId)
  await world.grant(accountId, user.membershipId, applicationId)
  await admin.client.get('grants.remove', { params: params() })
  await admin.client.get('grants.remove', { params: params() })
  expect(await sources()).toEqual([])
  expect(await activityCount()).toBe(1)
})

test('an auto-assigned application can not be taken from one user, and the level that holds is named', async () => {
  await world.assign(accountId, applicationId, true)
  expect(await admin.client.refused('grants.remove', { params: params() })).toMatchObject({
    code: 'auto_assigned',
    level: 'account',
  })
  await world.db
    .updateTable('application')
    .set({ auto_assign: true })
    .where('id', '=', applicationId)
    .execute()
  expect(await admin.client.refused('grants.remove', { params: params() })).toMatchObject({
    code: 'auto_assigned',
    level: 'environment',
  })
})

test('a grant beside an auto-assignment can be taken away, and access stays by the auto-assignment', async () => {
  await world.assign(accountId, applicationId, true)
  await world.grant(accountId, user.membershipId, applicationId)
  expect(await sources()).toEqual(['account', 'grant'])
  await admin.client.get('grants.remove', { params: params() })
  expect(await sources()).toEqual(['account'])
})

test('the access of somebody who is not in the account is not found', async () => {
  const refused = await admin.client.refused('memberships.access', {
    params: { accountId, membershipId: world.id<MembershipId>() },
  })
  expect(refused.code).toBe('not_found')
})
