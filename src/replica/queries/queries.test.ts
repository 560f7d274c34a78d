import { describe, expect, test } from 'vitest'
import { openWorld, read, refusal } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

describe('accounts', () => {
  test('are listed by name whatever the case, with role and number of users', () => {
    const { engine } = openWorld()
    const accounts = read(engine, 'accounts.list', {})
    expect(accounts.map(({ name }) => name)).toEqual(['Acme Logistics', 'Borealis', 'cumulus', 'Delta'])
    expect(accounts[0]).toEqual({
      id: w.acme,
      name: 'Acme Logistics',
      reference: 'C-0001',
      plan: 'Business',
      status: 'active',
      environmentId: w.production,
      environmentName: 'Production',
      environmentKind: 'production',
      via: 'membership',
      role: 'admin',
      isOwner: false,
      membershipStatus: 'active',
      alias: '',
      colour: null,
      tags: [],
      users: 4,
      waiting: 0,
    })
  })

  test('do not tell how many users there are without the permission to see users', () => {
    const { engine } = openWorld()
    expect(read(engine, 'accounts.list', {}).find(({ id }) => id === w.cumulus)?.users).toBeNull()
  })

  test('say as of when their rows are right', () => {
    const { engine } = openWorld()
    const later = new Date('2026-03-10T13:00:00.000Z')
    expect(read(engine, 'accounts.get', { accountId: w.acme })).toMatchObject({
      loaded: true,
      syncedAt: w.now.toISOString(),
    })
    engine.applyPage(w.page(101, [{ type: 'snapshot', accountId: w.borealis }]), later)
    expect(read(engine, 'accounts.get', { accountId: w.acme }).syncedAt).toBe(later.toISOString())
    expect(read(engine, 'accounts.get', { accountId: w.borealis }).syncedAt).toBe(w.now.toISOString())
  })

  test('that are unknown answer not_found to every query about one account', () => {
    const { engine } = openWorld()
    const account = { accountId: w.unknownAccount }
    expect(refusal(engine, 'accounts.get', account)).toBe('not_found')
    expect(refusal(engine, 'dashboard.get', account)).toBe('not_found')
    expect(refusal(engine, 'applications.list', { ...account, type: 'application' })).toBe('not_found')
    expect(refusal(engine, 'applications.assignable', account)).toBe('not_found')
    expect(refusal(engine, 'users.list', account)).toBe('not_found')
    expect(refusal(engine, 'invitations.list', account)).toBe('not_found')
    expect(refusal(engine, 'services.list', account)).toBe('not_found')
    expect(refusal(engine, 'activity.list', account)).toBe('not_found')
  })
})

describe('permissions', () => {
  test('that are lacking refuse the areas they guard', () => {
    const { engine } = openWorld()
    const account = { accountId: w.cumulus }
    expect(refusal(engine, 'applications.list', { ...account, type: 'application' })).toBe('forbidden')
    expect(refusal(engine, 'applications.assignable', account)).toBe('forbidden')
    expect(refusal(engine, 'applications.users', { ...account, applicationId: w.portal })).toBe('forbidden')
    expect(
      refusal(engine, 'applications.impact', { ...account, applicationId: w.portal, change: 'unassign' }),
    ).toBe('forbidden')
    expect(refusal(engine, 'users.list', account)).toBe('forbidden')
    expect(refusal(engine, 'users.get', { ...account, membershipId: w.ben })).toBe('forbidden')
    expect(refusal(engine, 'invitations.list', account)).toBe('forbidden')
    expect(refusal(engine, 'activity.list', account)).toBe('forbidden')
    expect(refusal(engine, 'services.list', account)).toBe('answered')
  })

  test('that are lacking leave parts of the dashboard out', () => {
    const { engine } = openWorld()
    const dashboard = read(engine, 'dashboard.get', { accountId: w.cumulus })
    expect(dashboard).toMatchObject({
      users: null,
      invitations: null,
      ownerName: null,
      services: { active: 0, renewals30Days: 0, nextRenewalAt: null },
      noWayIn: false,
    })
  })
})

describe('the dashboard', () => {
  test('counts what the account has', () => {
    const { engine } = openWorld()
    const dashboard = read(engine, 'dashboard.get', { accountId: w.acme })
    expect(dashboard).toMatchObject({
      users: { total: 4, active30Days: 2, suspended: 1, notSeen90Days: 1, temporary: 0, endingSoon: 0 },
      applications: { total: 3, inactive: 1, environmentAuto: 1, accountAuto: 1, agents: 0 },
      invitations: { pending: 1, oldestPendingAt: w.daysAgo(2) },
      services: { active: 2, renewals30Days: 1, nextRenewalAt: w.daysAgo(-10) },
      hasDefaultApplication: true,
      noWayIn: false,
      ownerName: 'Olga Owner',
    })
  })

  test('warns where a login that names no application lands on the error page', () => {
    const { engine } = openWorld()
    expect(read(engine, 'dashboard.get', { accountId: w.borealis })).toMatchObject({
      hasDefaultApplication: false,
      noWayIn: true,
    })
  })
})

describe('applications', () => {
  test('are listed with their level and the users who can reach them', () => {
    const { engine } = openWorld()
    const list = read(engine, 'applications.list', { accountId: w.acme, type: 'application' })
    expect(list.map(({ name, level, users, version }) => ({ name, level, users, version }))).toEqual([
      { name: 'Directory', level: 'environment', users: 3, version: null },
      { name: 'Payroll', level: 'manual', users: 1, version: 1 },
      { name: 'Wiki', level: 'account', users: 3, version: 3 },
    ])
    expect(read(engine, 'applications.list', { accountId: w.acme, type: 'agent' })).toEqual([])
  })

  test('can be assigned from their own environment alone, and say what is assigned already', () => {
    const { engine } = openWorld()
    const list = read(engine, 'applications.assignable', { accountId: w.acme })
    expect(list.map(({ name, assigned }) => `${name} ${assigned}`)).toEqual([
      'Directory true',
      'Helper bot false',
      'Payroll true',
      'Portal false',
      'Wiki true',
    ])
  })

  test('name their users with every source of access', () => {
    const { engine } = openWorld()
    const users = read(engine, 'applications.users', { accountId: w.acme, applicationId: w.payroll })
    expect(users.map(({ name, sources, hasGrant }) => ({ name, sources, hasGrant }))).toEqual([
      { name: 'Ben Adu', sources: ['grant'], hasGrant: true },
      { name: 'Cassie Moreau', sources: [], hasGrant: false },
      { name: 'Olga Owner', sources: [], hasGrant: false },
      { name: 'Sue Park', sources: [], hasGrant: true },
    ])
    expect(refusal(engine, 'applications.users', { accountId: w.acme, applicationId: w.portal })).toBe(
      'not_on_account',
    )
  })

  test('preview who gains and loses by a change', () => {
    const { engine } = openWorld()
    const impact = (applicationId: string, change: 'enable_auto_assign' | 'unassign') =>
      read(engine, 'applications.impact', { accountId: w.acme, applicationId, change })
    expect(impact(w.payroll, 'enable_auto_assign')).toEqual({
      gain: 2,
      lose: 0,
      keepByGrant: 1,
      keepByEnvironment: 0,
      activeUsers: 3,
    })
    expect(impact(w.wiki, 'unassign')).toMatchObject({ lose: 3 })
    expect(impact(w.directory, 'unassign')).toMatchObject({ lose: 0, keepByEnvironment: 3 })
  })
})

describe('users', () => {
  test('are listed by name with the number of applications they can reach', () => {
    const { engine } = openWorld()
    const users = read(engine, 'users.list', { accountId: w.acme })
    expect(users.map(({ name, applications, isMe }) => `${name} ${applications} ${isMe}`)).toEqual([
      'Ben Adu 3 false',
      'Cassie Moreau 2 true',
      'Olga Owner 2 false',
      'Sue Park 0 false',
    ])
  })

  test('show what they can open and why', () => {
    const { engine } = openWorld()
    const user = read(engine, 'users.get', { accountId: w.acme, membershipId: w.ben })
    expect(user.applications).toBe(3)
    expect(user.permissions).toContain('users.view')
    expect(user.access.map(({ name, sources }) => ({ name, sources }))).toEqual([
      { name: 'Directory', sources: ['environment'] },
      { name: 'Payroll', sources: ['grant'] },
      { name: 'Wiki', sources: ['account'] },
    ])
    expect(refusal(engine, 'users.get', { accountId: w.borealis, membershipId: w.ben })).toBe('not_found')
  })
})

test('invitations show the state they are in now, newest first', () => {
  const { engine } = openWorld()
  const list = read(engine, 'invitations.list', { accountId: w.acme })
  expect(list.map(({ email, status, applicationNames }) => ({ email, status, applicationNames }))).toEqual([
    { email: 'Ina@Guest.example', status: 'pending', applicationNames: ['Payroll'] },
    { email: 'late@guest.example', status: 'expired', applicationNames: [] },
    { email: 'gone@guest.example', status: 'revoked', applicationNames: [] },
  ])
  const inAWeek = new Date(Date.parse(w.daysAgo(-7)))
  expect(read(engine, 'invitations.list', { accountId: w.acme }, inAWeek)[0]?.status).toBe('expired')
})

test('invitations to the signed-in user replace those known before', () => {
  const { engine } = openWorld()
  const preview = {
    invitationId: w.pendingInvitation,
    accountId: w.unknownAccount,
    accountName: 'Echo',
    environmentId: w.production,
    environmentName: 'Production',
    email: w.principal.email,
    invitedByName: 'Eve',
    role: 'viewer' as const,
    applicationNames: [],
    message: '',
    anyAddress: false,
    membershipEndsAt: null,
    status: 'pending' as const,
    expiresAt: w.daysAgo(-1),
    hasLogin: true,
  }
  engine.setMyInvitations([preview], w.now)
  expect(read(engine, 'invitations.mine', {})).toEqual([preview])
  expect(engine.setMyInvitations([], w.now)).toMatchObject({
    tables: ['notification', 'myInvitation'],
    accountIds: [],
  })
  expect(read(engine, 'invitations.mine', {})).toEqual([])
})

test('services stand in the order in which they renew, activity newest first', () => {
  const { engine } = openWorld()
  const services = read(engine, 'services.list', { accountId: w.acme })
  expect(services.map(({ label }) => label)).toEqual(['product-3', 'product-1', 'product-2'])
  const activity = read(engine, 'activity.list', { accountId: w.acme })
  expect(activity.map(({ at }) => at)).toEqual([w.daysAgo(0), w.daysAgo(0), w.daysAgo(5), w.daysAgo(45)])
  expect(activity[0]?.after).toEqual({ autoAssign: false })
})
