import type { AccessSource, AccountId, ApplicationId, EnvironmentId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { holdRows, rowsFromStart } from '../../testing/held-rows.ts'
import { createWorld, type Member, type Person, type World } from '../../testing/world.ts'

let world: World
let administrator: Person
let environmentId: EnvironmentId
let applicationId: ApplicationId
/** Each with an owner. */
let first: AccountId
let second: AccountId
let firstOwner: Member
let secondOwner: Member

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  environmentId = await world.environment()
  administrator = await world.administrator(environmentId)
  applicationId = await world.application({ environmentId, name: 'Ledger' })
  first = await world.account({ environmentId })
  second = await world.account({ environmentId })
  firstOwner = await world.member(first, 'owner')
  secondOwner = await world.member(second, 'owner')
})

const params = () => ({ environmentId, applicationId })
const version = async () =>
  (
    await world.db
      .selectFrom('application')
      .select('version')
      .where('id', '=', applicationId)
      .executeTakeFirstOrThrow()
  ).version
const switchTo = async (autoAssign: boolean, onDisable: 'drop' | 'keep' = 'drop') =>
  (
    await administrator.client.get('environmentApplications.setAutoAssign', {
      params: params(),
      body: { autoAssign, onDisable, baseVersion: await version() },
    })
  ).value
const impactOf = (
  change: 'enable_auto_assign' | 'disable_auto_assign_drop' | 'disable_auto_assign_keep' | 'delete',
) => administrator.client.get('environmentApplications.impact', { params: params(), query: { change } })
const sources = async (accountId: AccountId, member: Member): Promise<AccessSource[]> => {
  const answer = await administrator.client.get('memberships.access', {
    params: { accountId, membershipId: member.membershipId },
  })
  return answer.items.find((item) => item.applicationId === applicationId)?.sources ?? []
}
const grants = () =>
  world.db
    .selectFrom('application_grant')
    .select('membership_id')
    .where('application_id', '=', applicationId)
    .execute()
const rows = async () =>
  (
    await world.db
      .selectFrom('account_application')
      .select(['account_id', 'auto_assign'])
      .where('application_id', '=', applicationId)
      .execute()
  ).map((row) => [row.account_id, row.auto_assign])
const changeCount = async () =>
  (
    await world.db
      .selectFrom('change')
      .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('n'))
      .executeTakeFirstOrThrow()
  ).n

describe('environment-level auto-assignment, switched on', () => {
  test('gives every account and user the application, those to come too, by one row and one change', async () => {
    const before = await changeCount()
    expect(await switchTo(true)).toMatchObject({
      application: { autoAssign: true, version: 2 },
      accountApplicationsMade: 0,
      grantsMade: 0,
    })
    expect((await changeCount()) - before).toBe(1)
    const coming = await world.account({ environmentId })
    const user = await world.member(coming, 'viewer')
    expect(await sources(first, firstOwner)).toEqual(['environment'])
    expect(await sources(coming, user)).toEqual(['environment'])
    expect([await grants(), await rows()]).toEqual([[], []])
    const { items } = await user.client.get('applications.list', { params: { accountId: coming } })
    expect(items).toMatchObject([{ application: { id: applicationId }, accountApplication: null }])
  })

  test('reaches no account of another environment', async () => {
    const elsewhere = await world.account({ environmentId: await world.environment() })
    const stranger = await world.member(elsewhere, 'owner')
    await switchTo(true)
    const { items } = await stranger.client.get('applications.list', { params: { accountId: elsewhere } })
    expect(items).toEqual([])
  })

  test('set to what it is changes nothing, and a stale switch is refused with how it is now', async () => {
    await switchTo(true)
    expect((await switchTo(true)).application.version).toBe(2)
    const refused = await administrator.client.refused('environmentApplications.setAutoAssign', {
      params: params(),
      body: { autoAssign: false, baseVersion: 1 },
    })
    expect(refused).toMatchObject({ code: 'stale_version', current: { version: 2, autoAssign: true } })
  })
})

describe('environment-level auto-assignment, switched off with drop', () => {
  test('takes away what it gave and leaves the accounts’ own assignments and grants', async () => {
    await world.assign(second, applicationId, true)
    await world.assign(first, applicationId)
    const granted = await world.member(first, 'viewer')
    await world.grant(first, granted.membershipId, applicationId)
    await switchTo(true)
    expect(await sources(second, secondOwner)).toEqual(['environment', 'account'])
    expect(await switchTo(false)).toMatchObject({ accountApplicationsMade: 0, grantsMade: 0 })
    expect(await sources(first, firstOwner)).toEqual([])
    expect(await sources(first, granted)).toEqual(['grant'])
    expect(await sources(second, secondOwner)).toEqual(['account'])
    expect((await rows()).toSorted()).toEqual(
      [
        [first, false],
        [second, true],
      ].toSorted(),
    )
  })

  test('leaves a grant its effect where the account had the application from the environment alone', async () => {
    await switchTo(true)
    await firstOwner.client.get('grants.add', {
      params: { accountId: first, applicationId, membershipId: firstOwner.membershipId },
    })
    expect(await sources(first, firstOwner)).toEqual(['environment', 'grant'])
    expect(await switchTo(false)).toMatchObject({ accountApplicationsMade: 1, grantsMade: 0 })
    expect(await sources(first, firstOwner)).toEqual(['grant'])
    expect(await sources(second, secondOwner)).toEqual([])
    expect(await rows()).toEqual([[first, false]])
  })
})

describe('environment-level auto-assignment, switched off with keep', () => {
  test('makes grants of today’s access of active members of active accounts, and of nobody else’s', async () => {
    const suspended = await world.member(first, 'viewer', { status: 'suspended' })
    const ended = await world.member(first, 'viewer', { endsAt: new Date('2026-01-01') })
    const ending = await world.member(first, 'viewer', { endsAt: new Date('2026-12-31') })
    const closed = await world.account({ environmentId, status: 'closed' })
    const stopped = await world.account({ environmentId, status: 'suspended' })
    for (const accountId of [closed, stopped]) await world.member(accountId, 'owner')
    const empty = await world.account({ environmentId })
    const elsewhere = await world.account({ environmentId: await world.environment() })
    await world.member(elsewhere, 'owner')
    await switchTo(true)

    expect(await switchTo(false, 'keep')).toMatchObject({ accountApplicationsMade: 2, grantsMade: 3 })
    const kept = [firstOwner, ending, secondOwner].map(({ membershipId }) => membershipId)
    expect((await grants()).map((row) => row.membership_id).toSorted()).toEqual(kept.toSorted())
    expect((await rows()).toSorted()).toEqual(
      [
        [first, false],
        [second, false],
      ].toSorted(),
    )
    expect(await sources(first, ending)).toEqual(['grant'])
    for (const member of [suspended, ended]) expect(await sources(first, member)).toEqual([])
    expect((await rows()).map(([id]) => id)).not.toContain(empty)
  })

  test('leaves grants and account-level auto-assignment that are there as they are', async () => {
    await world.assign(first, applicationId, true)
    await world.grant(first, firstOwner.membershipId, applicationId)
    await switchTo(true)
    world.clock.advance(1000)
    expect(await switchTo(false, 'keep')).toMatchObject({ accountApplicationsMade: 1, grantsMade: 1 })
    expect(await sources(first, firstOwner)).toEqual(['account', 'grant'])
    expect(await sources(second, secondOwner)).toEqual(['grant'])
  })

  test('is told in the environment, and in each account where something was made of it', async () => {
    await switchTo(true)
    await switchTo(false, 'keep')
    const done = await world.db
      .selectFrom('environment_activity')
      .select(['action', 'before', 'after'])
      .where('environment_id', '=', environmentId)
      .orderBy('id')
      .execute()
    expect(done).toMatchObject([
      {
        action: 'application.auto_assign_enabled',
        before: { autoAssign: false },
        after: { autoAssign: true },
      },
      {
        action: 'application.auto_assign_disabled',
        after: { autoAssign: false, onDisable: 'keep', grantsMade: 2, accountApplicationsMade: 2 },
      },
    ])
    const { items } = await firstOwner.client.get('activity.list', {
      params: { accountId: first },
      query: {},
    })
    expect(items).toMatchObject([
      {
        action: 'application.auto_assign_disabled',
        actorId: administrator.id,
        targetName: 'Ledger',
        after: { level: 'environment', grantsMade: 1 },
      },
    ])
  })
})

describe('a replica', () => {
  test.each([1, 2, 500])('that pulls %i at a time ends with what a fresh one holds', async (limit) => {
    const [ofOwner, ofAdministrator] = await Promise.all(
      [firstOwner, administrator].map(({ client }) => holdRows(world, client)),
    )
    await switchTo(true)
    await switchTo(false, 'keep')
    for (const [held, client] of [
      [ofOwner, firstOwner.client],
      [ofAdministrator, administrator.client],
    ] as const) {
      await held?.pull(limit)
      expect(held?.all()).toEqual(await rowsFromStart(client))
    }
    expect(ofOwner?.all()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ membershipId: firstOwner.membershipId, applicationId }),
      ]),
    )
  })

  test('is told of the end of an auto-assignment after the grants that take its place', async () => {
    await switchTo(true)
    const held = await holdRows(world, firstOwner.client)
    await switchTo(false, 'keep')
    const kinds = await held.pull(1)
    expect(kinds.indexOf('application')).toBeGreaterThan(kinds.indexOf('put grant'))
    expect(kinds.indexOf('application')).toBeGreaterThan(kinds.indexOf('put accountApplication'))
  })
})

describe('the preview', () => {
  test('says the numbers that then come true', async () => {
    const granted = await world.member(first, 'viewer')
    await world.assign(first, applicationId)
    await world.grant(first, granted.membershipId, applicationId)
    const third = await world.account({ environmentId })
    await world.member(third, 'owner')
    await world.assign(third, applicationId, true)
    await world.member(await world.account({ environmentId, status: 'suspended' }), 'owner')

    const nothing = { gain: 0, lose: 0, keepByGrant: 0, keepByEnvironment: 0, keepByAccount: 0 }
    const own = { ...nothing, keepByGrant: 1, keepByAccount: 1 }
    const counts = { accounts: 2, accountApplications: 2, grants: 1, invitations: 0 }
    expect(await impactOf('enable_auto_assign')).toEqual({ ...own, gain: 2, isDefault: false, counts })
    expect(await impactOf('disable_auto_assign_drop')).toMatchObject(own)
    expect(await impactOf('delete')).toMatchObject({ ...nothing, lose: 2 })

    await switchTo(true)
    expect(await impactOf('disable_auto_assign_drop')).toMatchObject({
      ...own,
      lose: 2,
      counts: { ...counts, accounts: 4 },
    })
    expect(await impactOf('disable_auto_assign_keep')).toMatchObject({ ...own, keepByGrant: 3 })
    expect(await impactOf('enable_auto_assign')).toMatchObject({ ...nothing, keepByEnvironment: 4 })
    expect(await impactOf('delete')).toMatchObject({ ...nothing, lose: 4 })
    await switchTo(false, 'keep')
    expect(await impactOf('delete')).toMatchObject({ ...nothing, lose: 4 })
  })

  test('of an application that the environment doesn’t have finds nothing', async () => {
    const foreign = await world.application({ environmentId: await world.environment() })
    const refused = await administrator.client.refused('environmentApplications.impact', {
      params: { environmentId, applicationId: foreign },
      query: { change: 'delete' },
    })
    expect(refused.code).toBe('not_found')
  })
})
