import type { AccountId, ApplicationId, EnvironmentId, InvitationId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { holdRows, rowsFromStart } from '../../testing/held-rows.ts'
import { createWorld, inviteBody, type Member, type Person, type World } from '../../testing/world.ts'

let world: World
let administrator: Person
let environmentId: EnvironmentId
let applicationId: ApplicationId
let accountId: AccountId
let owner: Member

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  environmentId = await world.environment()
  administrator = await world.administrator(environmentId)
  applicationId = await world.application({ environmentId, name: 'Ledger' })
  accountId = await world.account({ environmentId })
  owner = await world.member(accountId, 'owner')
})

const parts = (cascade = false) => ({
  params: { environmentId, applicationId },
  body: { cascade, baseVersion: 1 },
})
const remove = (cascade: boolean) =>
  administrator.client.get('environmentApplications.delete', parts(cascade))
const refused = () => administrator.client.refused('environmentApplications.delete', parts())
const list = async () =>
  (await administrator.client.get('environmentApplications.list', { params: { environmentId } })).items
const activityOf = async (id: AccountId) =>
  (await administrator.client.get('activity.list', { params: { accountId: id }, query: {} })).items

describe('deleting an application', () => {
  test('that no account has is done at once, and said in the environment', async () => {
    const { value } = await remove(false)
    expect(value).toEqual({ removed: { accountApplications: 0, grants: 0, invitations: 0 } })
    expect(await list()).toEqual([])
    const activities = await world.db
      .selectFrom('environment_activity')
      .select(['action', 'target_id', 'target_name', 'before', 'after'])
      .where('environment_id', '=', environmentId)
      .execute()
    expect(activities).toMatchObject([
      { action: 'application.deleted', target_id: applicationId, target_name: 'Ledger', after: null },
    ])
    expect(await activityOf(accountId)).toEqual([])
    const again = await administrator.client.refused('environmentApplications.delete', parts())
    expect(again.code).toBe('not_found')
  })

  test('is refused with counts while accounts have it, and then nothing has changed', async () => {
    const other = await world.account({ environmentId })
    for (const id of [accountId, other]) await world.assign(id, applicationId)
    await world.grant(accountId, owner.membershipId, applicationId)
    await owner.client.get('invitations.create', {
      params: { accountId },
      body: inviteBody(world, { applicationIds: [applicationId] }),
    })
    expect(await refused()).toMatchObject({
      status: 409,
      code: 'in_use',
      counts: { accounts: 2, accountApplications: 2, grants: 1, invitations: 1 },
    })
    expect(await list()).toMatchObject([{ id: applicationId, version: 1 }])
    const { items } = await owner.client.get('memberships.access', {
      params: { accountId, membershipId: owner.membershipId },
    })
    expect(items).toEqual([{ applicationId, sources: ['grant'] }])
  })

  test('is refused while the environment auto-assigns it, though no account has a row of it', async () => {
    await world.db
      .updateTable('application')
      .set({ auto_assign: true })
      .where('id', '=', applicationId)
      .execute()
    expect(await refused()).toMatchObject({
      code: 'in_use',
      counts: { accounts: 1, accountApplications: 0, grants: 0 },
    })
  })

  test('is refused when somebody changed it meanwhile', async () => {
    await administrator.client.get('environmentApplications.edit', {
      params: { environmentId, applicationId },
      body: { name: 'Books', baseVersion: 1 },
    })
    expect(await refused()).toMatchObject({ code: 'stale_version', current: { name: 'Books' } })
  })

  test('of another environment finds nothing', async () => {
    const elsewhere = await world.environment()
    const foreign = await world.application({ environmentId: elsewhere })
    const answer = await administrator.client.refused('environmentApplications.delete', {
      params: { environmentId, applicationId: foreign },
      body: { baseVersion: 1 },
    })
    expect(answer.code).toBe('not_found')
  })
})

describe('deleting with cascade', () => {
  test('takes account applications, grants and mentions in pending invitations with it, and no others', async () => {
    const kept = await world.application({ environmentId, name: 'Kept' })
    for (const id of [applicationId, kept]) {
      await world.assign(accountId, id, id === applicationId)
      await world.grant(accountId, owner.membershipId, id)
    }
    const invitationId = world.id<InvitationId>()
    await owner.client.get('invitations.create', {
      params: { accountId },
      body: inviteBody(world, { invitationId, applicationIds: [applicationId, kept] }),
    })
    const { value } = await remove(true)
    expect(value).toEqual({ removed: { accountApplications: 1, grants: 1, invitations: 1 } })
    const { items } = await owner.client.get('memberships.access', {
      params: { accountId, membershipId: owner.membershipId },
    })
    expect(items).toEqual([{ applicationId: kept, sources: ['grant'] }])
    const invitations = await owner.client.get('invitations.list', { params: { accountId }, query: {} })
    expect(invitations.items).toMatchObject([{ id: invitationId, applicationIds: [kept], version: 2 }])
  })

  test('tells every account that had it who took it', async () => {
    const without = await world.account({ environmentId })
    await world.assign(accountId, applicationId, true)
    await world.grant(accountId, owner.membershipId, applicationId)
    await remove(true)
    expect(await activityOf(accountId)).toMatchObject([
      {
        action: 'application.unassigned',
        actorId: administrator.id,
        targetName: 'Ledger',
        before: { autoAssign: true, grants: 1 },
      },
    ])
    expect(await activityOf(without)).toEqual([])
  })

  test('of an application that the environment auto-assigns tells all its accounts', async () => {
    const second = await world.account({ environmentId })
    await world.db
      .updateTable('application')
      .set({ auto_assign: true })
      .where('id', '=', applicationId)
      .execute()
    await remove(true)
    for (const id of [accountId, second]) {
      expect(await activityOf(id)).toMatchObject([{ action: 'application.unassigned' }])
    }
  })

  test('of the default application leaves the environment without one', async () => {
    await administrator.client.get('environmentApplications.setDefault', {
      params: { environmentId },
      body: { applicationId, baseVersion: 1 },
    })
    await administrator.client.get('environmentApplications.delete', {
      params: { environmentId, applicationId },
      body: { cascade: true, baseVersion: 2 },
    })
    const { environment } = await administrator.client.get('environmentApplications.list', {
      params: { environmentId },
    })
    expect(environment).toMatchObject({ defaultApplicationId: null, version: 3 })
  })

  test.each([1, 500])('leaves replicas that pull %i at a time with what a fresh one holds', async (limit) => {
    const other = await world.account({ environmentId })
    const user = await world.member(other, 'viewer')
    await administrator.client.get('environmentApplications.setDefault', {
      params: { environmentId },
      body: { applicationId, baseVersion: 1 },
    })
    for (const id of [accountId, other]) await world.assign(id, applicationId)
    await world.grant(accountId, owner.membershipId, applicationId)
    await world.grant(other, user.membershipId, applicationId)
    await owner.client.get('invitations.create', {
      params: { accountId },
      body: inviteBody(world, { applicationIds: [applicationId] }),
    })
    const people = [owner, user, administrator]
    const held = await Promise.all(people.map(({ client }) => holdRows(world, client)))
    expect(JSON.stringify(held[0]?.all())).toContain(applicationId)
    await administrator.client.get('environmentApplications.delete', {
      params: { environmentId, applicationId },
      body: { cascade: true, baseVersion: 2 },
    })
    for (const [index, { client }] of people.entries()) {
      await held[index]?.pull(limit)
      expect(held[index]?.all()).toEqual(await rowsFromStart(client))
      expect(JSON.stringify(held[index]?.all())).not.toContain(applicationId)
    }
  })
})
