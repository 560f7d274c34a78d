import type { AccountId, InvitationId, Permission } from '@gatehouse/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type Member, type World } from '../../testing/world.ts'

let world: World
let accountId: AccountId
let owner: Member

const day = 86_400_000

beforeAll(async () => {
  world = await createWorld()
  accountId = await world.account()
  owner = await world.member(accountId, 'owner')
  await world.member(accountId, 'viewer', { status: 'suspended' })
  await world.member(accountId, 'viewer', { endsAt: new Date(world.clock.now().getTime() - 1) })
  await world.member(accountId, 'viewer', { endsAt: new Date(world.clock.now().getTime() + day) })
  await world.assign(accountId, await world.application())
  await world.assign(accountId, await world.application({ status: 'inactive' }))
  await world.application({ autoAssign: true })
  await world.application()
  for (const [index, status] of (['pending', 'pending', 'revoked'] as const).entries()) {
    await world.db
      .insertInto('invitation')
      .values({
        id: world.id<InvitationId>(),
        account_id: accountId,
        email: `invited${index}@example.com`,
        role: 'viewer',
        permissions: [],
        status,
        invited_by: owner.id,
        created_at: world.clock.now(),
        // The second one's time is up, though its row doesn't say so yet.
        expires_at: new Date(world.clock.now().getTime() + (index === 1 ? -1 : day)),
      })
      .execute()
  }
  const service = (status: 'active' | 'cancelled', inDays: number | null, permission: Permission) =>
    owner.client.get('services.add', {
      params: { accountId },
      body: {
        serviceId: world.id(),
        productName: 'Hosting',
        status,
        renewsAt: inDays === null ? null : new Date(world.clock.now().getTime() + inDays * day).toISOString(),
        permission,
      },
    })
  await service('active', 29, 'services.view')
  await service('active', 30, 'services.view')
  await service('active', -1, 'services.view')
  await service('active', null, 'services.view')
  await service('cancelled', 10, 'services.view')
  await service('active', 3, 'domains.view')
})
afterAll(() => world.close())

const summaryFor = (member: Member) => member.client.get('accounts.summary', { params: { accountId } })

test('counts what the account holds: those who may act now, what is open, and what renews within 30 days', async () => {
  expect(await summaryFor(owner)).toEqual({
    accountId,
    users: { active: 2, suspended: 1 },
    invitations: { pending: 1 },
    applications: { total: 3, inactive: 1 },
    services: { total: 6, active: 5, renewing: 2 },
    activity: { lastAt: '2026-03-02T09:00:00.000Z' },
  })
})

test('counts no service that the caller may not see', async () => {
  const viewer = await world.member(accountId, 'viewer')
  const { services } = await summaryFor(viewer)
  expect(services).toEqual({ total: 5, active: 4, renewing: 1 })
  await world.db.deleteFrom('membership').where('id', '=', viewer.membershipId).execute()
})

test('says nothing of what the caller may not see', async () => {
  const nothing = { users: null, invitations: null, applications: null, services: null, activity: null }
  const alone = (...permissions: Permission[]) =>
    world.member(accountId, 'custom', { permissions: ['account.view', ...permissions] })
  expect(await summaryFor(await alone())).toEqual({ accountId, ...nothing })
  // All that happened here was done to services.
  expect(await summaryFor(await alone('activity.view'))).toEqual({
    accountId,
    ...nothing,
    activity: { lastAt: null },
  })
  expect(await summaryFor(await alone('activity.view', 'services.view'))).toMatchObject({
    activity: { lastAt: expect.any(String) },
  })
  expect(await summaryFor(await alone('applications.view'))).toMatchObject({
    ...nothing,
    applications: { total: 3 },
  })
  const lacking = await world.member(accountId, 'custom', { permissions: ['users.view'] })
  expect(await lacking.client.refused('accounts.summary', { params: { accountId } })).toMatchObject({
    required: 'account.view',
  })
})

test('of an account where nothing happened yet says so', async () => {
  const empty = await world.account({ environmentId: await world.environment() })
  const first = await world.member(empty, 'owner')
  const summary = await first.client.get('accounts.summary', { params: { accountId: empty } })
  expect(summary).toMatchObject({ applications: { total: 0 }, activity: { lastAt: null } })
})
