import type { AccessSource, AccountId, ApplicationId, EnvironmentId, InvitationId } from '@gatehouse/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { holdRows, rowsFromStart } from '../../testing/held-rows.ts'
import { createWorld, inviteBody, type Member, type Person, type World } from '../../testing/world.ts'

// The rules of applications, one after the other, as an administrator and an account live with them. What each
// service refuses and writes is tested beside it.

let world: World
let environmentId: EnvironmentId
let administrator: Person
let accountId: AccountId
let owner: Member
let user: Member
let applicationId: ApplicationId

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  environmentId = await world.environment()
  administrator = await world.administrator(environmentId)
  accountId = await world.account({ environmentId })
  owner = await world.member(accountId, 'owner')
  user = await world.member(accountId, 'technician')
  applicationId = await world.application({ environmentId, name: 'Ledger' })
})

const onAccount = (id = applicationId) => ({ accountId, applicationId: id })
const inEnvironment = (id = applicationId) => ({ environmentId, applicationId: id })
const assign = (autoAssign = false) =>
  owner.client.get('applications.assign', {
    params: { accountId },
    body: { applicationIds: [applicationId], autoAssign },
  })
const grant = (member = user) =>
  owner.client.call('grants.add', { params: { ...onAccount(), membershipId: member.membershipId } })
const switchEnvironment = async (autoAssign: boolean, onDisable: 'drop' | 'keep' = 'drop') => {
  const { items } = await administrator.client.get('environmentApplications.list', {
    params: { environmentId },
  })
  const baseVersion = items.find(({ id }) => id === applicationId)?.version ?? 0
  await administrator.client.get('environmentApplications.setAutoAssign', {
    params: inEnvironment(),
    body: { autoAssign, onDisable, baseVersion },
  })
}
const switchAccount = (autoAssign: boolean, onDisable: 'drop' | 'keep' = 'drop') =>
  owner.client.get('applications.setAutoAssign', { params: onAccount(), body: { autoAssign, onDisable } })
const sources = async (member = user, at = accountId): Promise<AccessSource[]> => {
  const { items } = await administrator.client.get('memberships.access', {
    params: { accountId: at, membershipId: member.membershipId },
  })
  return items.find((item) => item.applicationId === applicationId)?.sources ?? []
}
const login = (member: Person = user, appId: ApplicationId | undefined = applicationId) =>
  member.client.get('login.resolve', { query: { appId, accountId } })
const createAccount = async () => {
  const { value } = await administrator.client.get('environments.accounts.create', {
    params: { environmentId },
    body: { accountId: world.id<AccountId>(), name: 'New', reference: world.id<string>(), plan: 'Standard' },
  })
  return value.id
}
const setDefault = () =>
  administrator.client.get('environmentApplications.setDefault', {
    params: { environmentId },
    body: { applicationId, baseVersion: 1 },
  })
const applicationsOf = async (id: AccountId) =>
  (await administrator.client.get('applications.list', { params: { accountId: id } })).items

test('1: an inactive application can be assigned and granted, is marked, and can not be opened', async () => {
  await world.db
    .updateTable('application')
    .set({ status: 'inactive' })
    .where('id', '=', applicationId)
    .execute()
  await assign()
  await grant()
  expect(await applicationsOf(accountId)).toMatchObject([{ application: { status: 'inactive' } }])
  expect(await login()).toMatchObject({ reason: 'application_inactive' })
})

describe('2: a new account', () => {
  test('has the default application, an inactive one too, and what the environment assigns', async () => {
    await world.db
      .updateTable('application')
      .set({ status: 'inactive' })
      .where('id', '=', applicationId)
      .execute()
    await setDefault()
    const everywhere = await world.application({ environmentId, autoAssign: true })
    await world.application({ environmentId, name: 'Nobody’s' })
    const made = await createAccount()
    const items = await applicationsOf(made)
    expect(
      items.map(({ application, accountApplication }) => [application.id, accountApplication !== null]),
    ).toEqual(
      expect.arrayContaining([
        [applicationId, true],
        [everywhere, false],
      ]),
    )
    expect(items).toHaveLength(2)
    const { items: done } = await administrator.client.get('activity.list', {
      params: { accountId: made },
      query: {},
    })
    expect(done.map(({ action }) => action)).toContain('application.assigned')
  })

  test('has nothing where there is neither, and a default chosen later reaches no account there is', async () => {
    const before = await createAccount()
    expect(await applicationsOf(before)).toEqual([])
    await setDefault()
    expect(await applicationsOf(before)).toEqual([])
  })

  test('keeps the default application when the environment no longer assigns it to all', async () => {
    await setDefault()
    await switchEnvironment(true)
    const made = await createAccount()
    await switchEnvironment(false)
    expect(await applicationsOf(made)).toMatchObject([
      { application: { id: applicationId }, accountApplication: { autoAssign: false } },
    ])
  })
})

test('3: access is derived from environment, account and grant, and every source that holds is told', async () => {
  expect(await sources()).toEqual([])
  await assign()
  await grant()
  expect(await sources()).toEqual(['grant'])
  await switchAccount(true)
  expect(await sources()).toEqual(['account', 'grant'])
  await switchEnvironment(true)
  expect(await sources()).toEqual(['environment', 'account', 'grant'])
  await switchAccount(false)
  expect(await sources()).toEqual(['environment', 'grant'])
})

test('4: what the environment assigns can not be unassigned from one account, and says where to change it', async () => {
  await assign()
  await switchEnvironment(true)
  const refused = await owner.client.refused('applications.unassign', { params: onAccount() })
  expect(refused).toMatchObject({ status: 409, code: 'auto_assigned', level: 'environment' })
  expect(refused.detail).toContain('administrator')
  await switchEnvironment(false)
  await owner.client.get('applications.unassign', { params: onAccount() })
})

test('5: account-level auto-assignment holds for users who come later', async () => {
  await assign(true)
  const later = await world.member(accountId, 'viewer')
  expect([await sources(), await sources(later)]).toEqual([['account'], ['account']])
})

test('6: what is auto-assigned can not be taken from one user; a grant beside it can, and stays when it ends', async () => {
  const params = () => ({ ...onAccount(), membershipId: user.membershipId })
  await assign(true)
  await grant()
  await switchAccount(false)
  expect(await sources()).toEqual(['grant'])
  await switchAccount(true)
  await owner.client.get('grants.remove', { params: params() })
  expect(await sources()).toEqual(['account'])
  expect(await owner.client.refused('grants.remove', { params: params() })).toMatchObject({
    code: 'auto_assigned',
    level: 'account',
  })
  await switchEnvironment(true)
  expect(await owner.client.refused('grants.remove', { params: params() })).toMatchObject({
    level: 'environment',
  })
})

test('7: ending an auto-assignment takes the derived part alone; keep turns it into grants of today’s users', async () => {
  await assign(true)
  await switchEnvironment(true)
  await switchEnvironment(false, 'drop')
  expect(await sources()).toEqual(['account'])
  await switchAccount(false, 'keep')
  const later = await world.member(accountId, 'viewer')
  expect([await sources(), await sources(later)]).toEqual([['grant'], []])
})

test('7: a switch decided on an older version is refused with the assignment as it is now', async () => {
  await assign()
  await switchAccount(true)
  const refused = await owner.client.refused('applications.setAutoAssign', {
    params: onAccount(),
    body: { autoAssign: false, baseVersion: 1 },
  })
  expect(refused).toMatchObject({ code: 'stale_version', current: { autoAssign: true, version: 2 } })
})

test('8: deactivating leaves assignments and grants, unassigning removes the grants of the account', async () => {
  await assign()
  await grant()
  await administrator.client.get('environmentApplications.setStatus', {
    params: inEnvironment(),
    body: { status: 'inactive', baseVersion: 1 },
  })
  expect(await sources()).toEqual(['grant'])
  await owner.client.get('applications.unassign', { params: onAccount() })
  await assign()
  expect(await sources()).toEqual([])
})

describe('9: no access, and nothing deleted, so that it returns', () => {
  test('while the membership is suspended, which may be granted something meanwhile', async () => {
    await assign()
    const setStatus = (status: 'active' | 'suspended') =>
      world.db.updateTable('membership').set({ status }).where('id', '=', user.membershipId).execute()
    await setStatus('suspended')
    expect((await grant()).status).toBe(200)
    expect(await sources()).toEqual([])
    expect(await login()).toMatchObject({ reason: 'membership_suspended' })
    await setStatus('active')
    expect(await sources()).toEqual(['grant'])
  })

  test.each(['suspended', 'closed'] as const)('while the account is %s', async (status) => {
    await assign(true)
    await grant()
    const setStatus = (to: 'active' | 'suspended' | 'closed') =>
      world.db.updateTable('account').set({ status: to }).where('id', '=', accountId).execute()
    await setStatus(status)
    expect(await sources()).toEqual([])
    expect(await login()).toMatchObject({ reason: `account_${status}` })
    expect((await grant(owner)).body).toMatchObject({ code: 'account_read_only' })
    await setStatus('active')
    expect(await sources()).toEqual(['account', 'grant'])
  })

  test('while an invitation is pending', async () => {
    await assign(true)
    const invited = await world.user({ email: 'invited@example.net' })
    const invitationId = world.id<InvitationId>()
    await owner.client.get('invitations.create', {
      params: { accountId },
      body: inviteBody(world, { invitationId, email: invited.email, applicationIds: [applicationId] }),
    })
    expect(await login(invited)).toMatchObject({ reason: 'account_unknown' })
    const impact = await owner.client.get('applications.impact', {
      params: onAccount(),
      query: { change: 'disable_auto_assign_drop' },
    })
    expect(impact.lose).toBe(2)
  })

  test('once the membership has ended, and then nothing can be granted', async () => {
    await assign()
    const ended = await world.member(accountId, 'viewer', { endsAt: world.clock.now() })
    expect(await grant(ended)).toMatchObject({ status: 404 })
  })
})

test('10: a login without an application’s id opens the default one, or says that none was named', async () => {
  await assign(true)
  expect(await user.client.get('login.resolve', { query: {} })).toMatchObject({
    reason: 'no_application_named',
  })
  await setDefault()
  expect(await user.client.get('login.resolve', { query: {} })).toMatchObject({ outcome: 'open' })
})

describe('11: a grant needs the application on the account', () => {
  test('for which the environment’s auto-assignment is enough', async () => {
    expect((await grant()).body).toMatchObject({ status: 409, code: 'not_on_account' })
    await switchEnvironment(true)
    expect((await grant()).status).toBe(200)
  })

  test('also when it is unassigned in the same moment: one waits for the other, and no grant is left over', async () => {
    for (let round = 0; round < 8; round += 1) {
      await assign()
      const [granted, unassigned] = await Promise.all([
        grant(),
        owner.client.call('applications.unassign', { params: onAccount() }),
      ])
      expect(unassigned.status).toBe(200)
      if (granted.status !== 200) expect(granted.body).toMatchObject({ code: 'not_on_account' })
      const left = await world.db
        .selectFrom('application_grant')
        .where('application_id', '=', applicationId)
        .select('membership_id')
        .execute()
      expect(left).toEqual([])
    }
  })

  test('also when it is deleted, or no longer assigned to all, in the same moment', async () => {
    await switchEnvironment(true)
    const [granted] = await Promise.all([grant(), switchEnvironment(false)])
    if (granted.status === 200) expect(await sources()).toEqual(['grant'])
    else expect(granted.body).toMatchObject({ code: 'not_on_account' })
    const remove = administrator.client.call('environmentApplications.delete', {
      params: inEnvironment(),
      body: { cascade: true, baseVersion: 3 },
    })
    const [late, removed] = await Promise.all([grant(owner), remove])
    expect(removed.status).toBe(200)
    expect([200, 409]).toContain(late.status)
    const left = await world.db
      .selectFrom('application_grant')
      .where('application_id', '=', applicationId)
      .select('membership_id')
      .execute()
    expect(left).toEqual([])
  })
})

test('12: an agent is an application of the type agent, and goes by the same rules', async () => {
  await administrator.client.get('environmentApplications.edit', {
    params: inEnvironment(),
    body: { type: 'agent', baseVersion: 1 },
  })
  await assign(true)
  expect(await applicationsOf(accountId)).toMatchObject([{ application: { type: 'agent' } }])
  expect(await sources()).toEqual(['account'])
  expect(await login()).toMatchObject({ outcome: 'open' })
})

test('a replica that follows all of this holds what a fresh one holds', async () => {
  const held = await holdRows(world, owner.client)
  await assign()
  await grant()
  await switchAccount(true)
  await switchEnvironment(true)
  await switchAccount(false, 'keep')
  await switchEnvironment(false, 'keep')
  await owner.client.get('applications.unassign', { params: onAccount() })
  await setDefault()
  await held.pull(3)
  expect(held.all()).toEqual(await rowsFromStart(owner.client))
})
