import type { AccountId, ApplicationId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type Member, type World } from '../../testing/world.ts'

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
  applicationId = await world.application({ name: 'Ledger' })
})

const activityOf = async () =>
  (await admin.client.get('activity.list', { params: { accountId }, query: {} })).items.map(
    ({ action, targetName, after, before }) => ({ action, targetName, after, before }),
  )

const grantsOf = () =>
  world.db.selectFrom('application_grant').selectAll().where('account_id', '=', accountId).execute()

const assign = (applicationIds: ApplicationId[], autoAssign = false) =>
  admin.client.get('applications.assign', { params: { accountId }, body: { applicationIds, autoAssign } })

const params = () => ({ accountId, applicationId })

describe('assigning', () => {
  test('puts applications on the account, inactive ones too, and leaves those that are there', async () => {
    const inactive = await world.application({ status: 'inactive' })
    await assign([applicationId], true)
    const answer = await assign([applicationId, inactive, inactive])
    expect(answer.value.items.map((row) => [row.applicationId, row.autoAssign]).toSorted()).toEqual(
      [
        [applicationId, true],
        [inactive, false],
      ].toSorted(),
    )
    expect(await activityOf()).toHaveLength(2)
  })

  test('with auto-assignment needs the permission for it as well', async () => {
    const deputy = await world.member(accountId, 'viewer', {
      permissions: ['applications.view', 'applications.assign'],
    })
    const refused = await deputy.client.refused('applications.assign', {
      params: { accountId },
      body: { applicationIds: [applicationId], autoAssign: true },
    })
    expect(refused).toMatchObject({ code: 'forbidden', required: 'applications.autoassign' })
    await deputy.client.get('applications.assign', {
      params: { accountId },
      body: { applicationIds: [applicationId], autoAssign: false },
    })
  })

  test('refuses an application of another environment and then assigns nothing', async () => {
    const foreign = await world.application({ environmentId: await world.environment() })
    const refused = await admin.client.refused('applications.assign', {
      params: { accountId },
      body: { applicationIds: [applicationId, foreign], autoAssign: false },
    })
    expect(refused.code).toBe('not_found')
    const { items } = await admin.client.get('applications.list', { params: { accountId } })
    expect(items).toEqual([])
  })

  test('writes who did it, on which machine, and by which mutation', async () => {
    const key = world.id<string>()
    await admin.client.get(
      'applications.assign',
      { params: { accountId }, body: { applicationIds: [applicationId], autoAssign: false } },
      { key, headers: { 'gatehouse-device': 'Büro PC'.normalize() } },
    )
    const { items } = await admin.client.get('activity.list', { params: { accountId }, query: {} })
    expect(items).toMatchObject([
      {
        actorId: admin.id,
        actorName: admin.name,
        action: 'application.assigned',
        targetName: 'Ledger',
        mutationId: key,
        device: 'Büro PC',
      },
    ])
  })

  test('an application that the environment auto-assigns is listed without a row and may get one', async () => {
    const everywhere = await world.application({ autoAssign: true })
    const before = await admin.client.get('applications.list', { params: { accountId } })
    expect(before.items).toMatchObject([{ application: { id: everywhere }, accountApplication: null }])
    await assign([everywhere])
    const after = await admin.client.get('applications.list', { params: { accountId } })
    expect(after.items).toMatchObject([{ accountApplication: { applicationId: everywhere } }])
    await world.db.deleteFrom('account_application').where('application_id', '=', everywhere).execute()
    await world.db.deleteFrom('application').where('id', '=', everywhere).execute()
  })
})

describe('unassigning', () => {
  test('removes the grants of the application from this account alone', async () => {
    const other = await world.account()
    const there = await world.member(other)
    await world.assign(accountId, applicationId)
    await world.assign(other, applicationId)
    await world.grant(accountId, admin.membershipId, applicationId)
    await world.grant(other, there.membershipId, applicationId)
    await admin.client.get('applications.unassign', { params: params() })
    expect(await grantsOf()).toEqual([])
    const left = await there.client.get('memberships.access', {
      params: { accountId: other, membershipId: there.membershipId },
    })
    expect(left.items).toEqual([{ applicationId, sources: ['grant'] }])
    expect(await activityOf()).toMatchObject([{ action: 'application.unassigned', before: { grants: 1 } }])
  })

  test('is refused while the environment assigns the application, and says so', async () => {
    const everywhere = await world.application({ autoAssign: true })
    await assign([everywhere])
    const refused = await admin.client.refused('applications.unassign', {
      params: { accountId, applicationId: everywhere },
    })
    expect(refused).toMatchObject({ status: 409, code: 'auto_assigned', level: 'environment' })
    await world.db.deleteFrom('account_application').where('application_id', '=', everywhere).execute()
    await world.db.deleteFrom('application').where('id', '=', everywhere).execute()
  })

  test('is refused where there is nothing to unassign', async () => {
    expect((await admin.client.refused('applications.unassign', { params: params() })).code).toBe(
      'not_on_account',
    )
  })
})

describe('auto-assignment', () => {
  const switchTo = (autoAssign: boolean, more: { onDisable?: 'keep' | 'drop'; baseVersion?: number } = {}) =>
    admin.client.call('applications.setAutoAssign', { params: params(), body: { autoAssign, ...more } })
  const accessOf = async (member: Member) =>
    (
      await admin.client.get('memberships.access', {
        params: { accountId, membershipId: member.membershipId },
      })
    ).items

  test('gives the application to every user, present and coming, by one row', async () => {
    await assign([applicationId])
    expect(await accessOf(admin)).toEqual([])
    await switchTo(true)
    const later = await world.member(accountId, 'viewer')
    expect(await accessOf(later)).toEqual([{ applicationId, sources: ['account'] }])
    expect(await grantsOf()).toEqual([])
  })

  test('ended with drop takes away what it gave and leaves grants alone', async () => {
    await assign([applicationId], true)
    const granted = await world.member(accountId, 'viewer')
    await world.grant(accountId, granted.membershipId, applicationId)
    expect(await accessOf(granted)).toEqual([{ applicationId, sources: ['account', 'grant'] }])
    await switchTo(false)
    expect(await accessOf(admin)).toEqual([])
    expect(await accessOf(granted)).toEqual([{ applicationId, sources: ['grant'] }])
  })

  test('ended with keep turns the access of active members into grants', async () => {
    await assign([applicationId], true)
    const suspended = await world.member(accountId, 'viewer', { status: 'suspended' })
    const ended = await world.member(accountId, 'viewer', { endsAt: new Date('2026-01-01') })
    await switchTo(false, { onDisable: 'keep' })
    expect(await accessOf(admin)).toEqual([{ applicationId, sources: ['grant'] }])
    expect((await grantsOf()).map((row) => row.membership_id)).toEqual([admin.membershipId])
    expect([await accessOf(suspended), await accessOf(ended)]).toEqual([[], []])
    expect(await activityOf()).toMatchObject([
      { action: 'application.auto_assign_disabled', after: { onDisable: 'keep', grantsMade: 1 } },
      { action: 'application.assigned' },
    ])
  })

  test('is refused when somebody changed it meanwhile', async () => {
    await assign([applicationId])
    await switchTo(true, { baseVersion: 1 })
    const stale = await switchTo(false, { baseVersion: 1 })
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale_version' } })
    expect((await switchTo(false, { baseVersion: 2 })).status).toBe(200)
  })

  test('set to what it is changes nothing and writes nothing', async () => {
    await assign([applicationId])
    expect(await switchTo(false)).toMatchObject({ status: 200, body: { value: { version: 1 } } })
    expect(await activityOf()).toHaveLength(1)
  })

  test('needs the application on the account, for which the environment is enough', async () => {
    expect(await switchTo(true)).toMatchObject({ status: 409, body: { code: 'not_on_account' } })
    const everywhere = await world.application({ autoAssign: true })
    const answer = await admin.client.get('applications.setAutoAssign', {
      params: { accountId, applicationId: everywhere },
      body: { autoAssign: true },
    })
    expect(answer.value).toMatchObject({ applicationId: everywhere, autoAssign: true, version: 1 })
    await world.db.deleteFrom('account_application').where('application_id', '=', everywhere).execute()
    await world.db.deleteFrom('application').where('id', '=', everywhere).execute()
  })

  test('is previewed with the numbers that then come true', async () => {
    await assign([applicationId], true)
    const granted = await world.member(accountId, 'viewer')
    await world.member(accountId, 'viewer', { status: 'suspended' })
    await world.grant(accountId, granted.membershipId, applicationId)
    const impact = await admin.client.get('applications.impact', {
      params: params(),
      query: { change: 'disable_auto_assign_drop' },
    })
    expect(impact).toEqual({ gain: 0, lose: 1, keepByGrant: 1, keepByEnvironment: 0 })
  })
})

describe('suspended and closed accounts', () => {
  test('can be read and not written, and give nobody access', async () => {
    await assign([applicationId], true)
    await world.db.updateTable('account').set({ status: 'suspended' }).where('id', '=', accountId).execute()
    const refused = await admin.client.refused('applications.unassign', { params: params() })
    expect(refused.code).toBe('account_read_only')
    const access = await admin.client.get('memberships.access', {
      params: { accountId, membershipId: admin.membershipId },
    })
    expect(access.items).toEqual([])
    expect((await admin.client.get('applications.list', { params: { accountId } })).items).toHaveLength(1)
  })
})
