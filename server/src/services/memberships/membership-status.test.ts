import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cursorNow, kindsOf, pull } from '../../testing/feed.ts'
import { createWorld, type Member, type World } from '../../testing/world.ts'

let world: World
let accountId: AccountId
let owner: Member
let admin: Member
let user: Member
let applicationId: ApplicationId

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  accountId = await world.account()
  owner = await world.member(accountId, 'owner')
  admin = await world.member(accountId, 'admin')
  user = await world.member(accountId, 'technician')
  applicationId = await world.application()
  await world.assign(accountId, applicationId)
  await world.grant(accountId, user.membershipId, applicationId)
})

const move = (
  who: Pick<Member, 'client'>,
  to: 'suspend' | 'resume',
  whom = user,
  body: { baseVersion?: number } = {},
) => who.client.call(`memberships.${to}`, { params: { accountId, membershipId: whom.membershipId }, body })
const access = async () => {
  const params = { accountId, membershipId: user.membershipId }
  return (await owner.client.get('memberships.access', { params })).items
}
const actions = async () => {
  const { items } = await owner.client.get('activity.list', { params: { accountId }, query: {} })
  return items.map(({ action }) => action)
}
const look = () => user.client.call('applications.list', { params: { accountId } })

test('a suspended user may nothing at once, and everything again when resumed', async () => {
  expect(await access()).toEqual([{ applicationId, sources: ['grant'] }])
  expect((await move(admin, 'suspend')).body).toMatchObject({ value: { status: 'suspended', version: 2 } })
  expect((await look()).body).toMatchObject({ code: 'forbidden', held: [] })
  const { access: seen } = await user.client.get('accounts.get', { params: { accountId } })
  expect(seen).toMatchObject({ membershipStatus: 'suspended', permissions: [] })
  expect(await access()).toEqual([])

  await move(owner, 'resume')
  expect((await look()).status).toBe(200)
  expect(await access()).toEqual([{ applicationId, sources: ['grant'] }])
  expect(await actions()).toEqual(['membership.resumed', 'membership.suspended'])
})

test.each([
  ['suspend', 'resume'],
  ['close', 'reopen'],
] as const)(
  'to %s an account takes every access away, and to %s it gives all of it back',
  async (end, begin) => {
    const administrator = await world.administrator()
    const auto = await world.application()
    await world.assign(accountId, auto, true)
    const params = { accountId }
    const before = await access()
    expect(before).toHaveLength(2)
    await administrator.client.get(`accounts.${end}`, { params, body: {} })
    expect(await access()).toEqual([])
    await administrator.client.get(`accounts.${begin}`, { params, body: {} })
    expect(await access()).toEqual(before)
  },
)

test('moving somebody to where they are changes nothing', async () => {
  await move(admin, 'suspend')
  expect((await move(admin, 'suspend')).body).toMatchObject({ value: { version: 2 } })
  await move(owner, 'resume')
  expect((await move(owner, 'resume')).body).toMatchObject({ value: { version: 3 } })
  expect(await actions()).toHaveLength(2)
})

test('resuming gives permissions back, so whoever lacks one of them can not', async () => {
  const strong = await world.member(accountId, 'custom', { permissions: ['account.view', 'reviews.sign'] })
  await move(admin, 'suspend', strong)
  expect((await move(admin, 'resume', strong)).body).toMatchObject({
    code: 'forbidden',
    required: 'reviews.sign',
  })
  expect((await move(owner, 'resume', strong)).status).toBe(200)
})

test('the owner is never suspended, by an administrator of the environment neither', async () => {
  for (const who of [admin, owner, await world.administrator()]) {
    expect((await move(who, 'suspend', owner)).body).toMatchObject({ code: 'owner_fixed' })
  }
})

test('a version that was named has to be the one there is', async () => {
  const { body } = await move(admin, 'suspend', user, { baseVersion: 7 })
  expect(body).toMatchObject({ code: 'stale_version', current: { id: user.membershipId, version: 1 } })
  expect((await move(admin, 'suspend', user, { baseVersion: 1 })).status).toBe(200)
})

test('accounts that can only be read refuse', async () => {
  await world.db.updateTable('account').set({ status: 'suspended' }).where('id', '=', accountId).execute()
  for (const to of ['suspend', 'resume'] as const) {
    expect((await move(owner, to)).body).toMatchObject({ code: 'account_read_only' })
  }
})

test('the replica of a suspended user is emptied by a snapshot, and filled again by another', async () => {
  const cursor = await cursorNow(world)
  await move(admin, 'suspend')
  const suspended = await pull(world, user.client, cursor)
  expect(kindsOf(suspended.changes)).toContain('snapshot')
  const kinds = async () => (await user.client.snapshot(accountId)).map(({ type }) => type)
  expect(await kinds()).toEqual(['start', 'directory', 'account', 'end'])
  await move(owner, 'resume')
  const resumed = await pull(world, user.client, suspended.cursor)
  expect(kindsOf(resumed.changes)).toContain('snapshot')
  expect(await kinds()).toContain('rows')
})
