import type { Activity, Membership, Service } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { everyActivity } from '../../ipc/activity-filter.ts'
import { type FedEngine, openWorld, read, refusal } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const dayMs = 86_400_000
const account = { accountId: w.acme }

function entry(n: number, days: number, extras: Partial<Activity> = {}): Activity {
  return {
    id: w.uuid(9, 1000 + n),
    accountId: w.acme,
    actorId: w.cassieUser,
    actorName: 'Cassie Moreau',
    action: 'grant.added',
    targetKind: 'grant',
    targetId: `${w.payroll}/${w.ben}`,
    targetName: 'Payroll',
    before: null,
    after: { applicationId: w.payroll, membershipId: w.ben, userName: 'Ben Adu' },
    at: w.daysAgo(days),
    device: 'laptop',
    mutationId: null,
    ...extras,
  }
}

function put(engine: FedEngine, rows: Activity[], at = 200): void {
  engine.applyPage(w.page(at, [w.put({ entity: 'activity', rows })]), w.now)
}

describe('charts', () => {
  test('are what counting the rows gives', () => {
    const { engine } = openWorld()
    const rows = [
      entry(1, 1),
      entry(2, 8, { action: 'grant.removed' }),
      entry(3, 8, { action: 'membership.edited' }),
      entry(4, 40, { action: 'membership.suspended' }),
      entry(5, 200),
      entry(6, 2, { action: 'invitation.sent' }),
    ]
    put(engine, rows)
    const all = read(engine, 'activity.list', account)
    const charts = read(engine, 'dashboard.charts', account)

    expect(charts.activityByDay).toHaveLength(30)
    for (const { day, count } of charts.activityByDay ?? []) {
      expect(count, day).toBe(all.filter(({ at }) => at.startsWith(day)).length)
    }

    expect(charts.changesByWeek).toHaveLength(12)
    for (const { week, given, taken, changed } of charts.changesByWeek ?? []) {
      const from = Date.parse(week)
      expect(new Date(from).getUTCDay(), 'weeks begin on Monday').toBe(1)
      const within = all.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < from + 7 * dayMs)
      const count = (...actions: string[]) => within.filter(({ action }) => actions.includes(action)).length
      expect({ week, given, taken, changed }).toEqual({
        week,
        given: count('grant.added', 'application.assigned'),
        taken: count('grant.removed', 'membership.suspended'),
        changed: count('membership.edited'),
      })
    }
    expect(charts.activitySince).toBe(w.daysAgo(200))
  })

  test('say of each application how many can open it and how many of them were here lately', () => {
    const { engine } = openWorld()
    const charts = read(engine, 'dashboard.charts', account)
    const users = read(engine, 'users.list', account)
    const activeNow = ({ status, lastActiveAt }: (typeof users)[number]) =>
      status === 'active' && lastActiveAt !== null && lastActiveAt >= w.daysAgo(30)
    for (const { applicationId, assigned, active } of charts.seats ?? []) {
      const holders = read(engine, 'applications.users', { ...account, applicationId }).filter(
        ({ sources }) => sources.length > 0,
      )
      expect(assigned).toBe(holders.length)
      expect(active).toBe(
        users.filter(
          (user) => holders.some(({ membershipId }) => membershipId === user.membershipId) && activeNow(user),
        ).length,
      )
    }
    expect(charts.seats?.map(({ name }) => name)).toEqual(['Directory', 'Wiki', 'Payroll'])
    expect(charts.seatsOf).toBe(3)
  })

  test('tell when active users were last active, and what renews when', () => {
    const { engine } = openWorld()
    const charts = read(engine, 'dashboard.charts', account)
    expect(charts.lastActive).toEqual({ today: 2, week: 0, month: 0, quarter: 0, longer: 1, never: 0 })
    expect(charts.renewals?.map(({ name }) => name)).toEqual(['Product 1 product-1', 'Product 2 product-2'])
  })

  test('leave out what the principal may not see', () => {
    const { engine } = openWorld()
    expect(read(engine, 'dashboard.charts', { accountId: w.cumulus })).toMatchObject({
      activityByDay: null,
      changesByWeek: null,
      lastActive: null,
      seats: null,
      renewals: [],
    })
  })
})

test('memberships that end within 30 days are counted, those that end later or never are not', () => {
  const { engine } = openWorld()
  const ends = (id: Membership['id'], name: string, endsAt: string | null) =>
    w.membership(id, w.acme, name, { endsAt, version: 2 })
  engine.applyPage(
    w.page(201, [
      w.put({
        entity: 'membership',
        rows: [ends(w.ben, 'Ben Adu', w.daysAgo(-29)), ends(w.sue, 'Sue Park', w.daysAgo(-31))],
      }),
    ]),
    w.now,
  )
  expect(read(engine, 'dashboard.get', account).users).toMatchObject({ temporary: 2, endingSoon: 1 })
})

describe('services', () => {
  test('are all shown to who manages them, without the permission to view them', () => {
    const { engine } = openWorld()
    const line = w.entry(w.borealis, 'Borealis', 'custom', { environmentId: w.staging })
    const service: Service = {
      id: w.uuid(8, 50),
      accountId: w.borealis,
      productName: 'Domain',
      label: 'borealis.example',
      status: 'active',
      renewsAt: null,
      permission: 'domains.view',
      version: 4,
    }
    const as = (permissions: typeof line.access.permissions) =>
      engine.applySnapshot(
        w.borealis,
        w.snapshot({ ...line, access: { ...line.access, permissions } }, [
          { entity: 'service', rows: [service] },
        ]),
        w.now,
      )
    as(['account.view', 'services.manage'])
    const [shown] = read(engine, 'services.list', { accountId: w.borealis })
    expect(shown).toMatchObject({ label: 'borealis.example', permission: 'domains.view', version: 4 })
    expect(read(engine, 'dashboard.get', { accountId: w.borealis }).services?.active).toBe(1)
    as(['account.view'])
    expect(refusal(engine, 'services.list', { accountId: w.borealis })).toBe('forbidden')
  })

  test('that were changed here and not confirmed yet say so', () => {
    const { engine } = openWorld()
    const [first] = read(engine, 'services.list', account)
    if (!first) throw new Error('the test world has services')
    const { id, productName, label, renewsAt, permission, version } = first
    const fields = { productName, label, renewsAt, permission }
    engine.enqueue(
      w.mutationId(70),
      {
        name: 'services.edit',
        args: { ...account, serviceId: id, ...fields, status: 'suspended', baseVersion: version },
      },
      w.now,
    )
    const changed = read(engine, 'services.list', account).find((each) => each.id === id)
    expect(changed).toMatchObject({ status: 'suspended', waiting: true })
  })
})

describe('activity', () => {
  const page = (engine: FedEngine, filter: Partial<typeof everyActivity>, offset = 0, limit = 200) =>
    read(engine, 'activity.page', { ...account, filter: { ...everyActivity, ...filter }, offset, limit })

  test('comes in windows that put together are all of it, newest first', () => {
    const { engine } = openWorld()
    put(
      engine,
      Array.from({ length: 1203 }, (_, n) => entry(n, 1 + n / 24)),
    )
    const whole: string[] = []
    for (let offset = 0; ; offset += 500) {
      const { total, items } = page(engine, {}, offset, 500)
      expect(total).toBe(1207)
      if (items.length === 0) break
      whole.push(...items.map(({ at, id }) => `${at} ${id}`))
    }
    expect(whole).toHaveLength(1207)
    expect(whole).toEqual([...whole].sort().reverse())
    expect(read(engine, 'activity.facets', account)).toMatchObject({
      all: 1207,
      people: [{ userId: w.cassieUser, name: 'Cassie Moreau', count: 1207 }],
    })
  })

  test('is found by words, kind, person, application and day', () => {
    const { engine } = openWorld()
    put(engine, [
      entry(1, 3),
      entry(2, 4, { action: 'membership.suspended', targetKind: 'membership', targetId: w.ben, after: null }),
      entry(3, 5, { actorId: w.uuid(6, 1), actorName: 'Ólafur Ýr', device: 'Büro' }),
    ])
    const ids = (filter: Partial<typeof everyActivity>) => page(engine, filter).items.map(({ id }) => id)
    const n = (...numbers: number[]) => numbers.map((each) => w.uuid(9, 1000 + each))
    expect(ids({ text: 'óLAFUR' })).toEqual(n(3))
    expect(ids({ text: 'büro' })).toEqual(n(3))
    expect(ids({ text: 'ben adu' })).toEqual(n(1, 3))
    expect(ids({ kind: 'user' })).toEqual(n(2))
    expect(ids({ kind: 'grant' })).toEqual(n(1, 3))
    const ben = read(engine, 'users.list', account).find(({ membershipId }) => membershipId === w.ben)
    expect(ids({ userId: ben?.userId ?? '' }), 'what was done to Ben').toEqual(n(1, 2, 3))
    expect(ids({ userId: w.uuid(6, 1) })).toEqual(n(3))
    expect(ids({ applicationId: w.payroll, kind: 'grant' })).toEqual(n(1, 3))
    expect(ids({ applicationId: w.wiki })).toEqual([])
    const localDay = (days: number) => {
      const date = new Date(w.daysAgo(days))
      const two = (value: number) => String(value).padStart(2, '0')
      return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
    }
    expect(ids({ from: localDay(4), to: localDay(3) })).toEqual(n(1, 2))
    expect(page(engine, { from: localDay(4), kind: 'grant' }).total).toBe(1)
  })
})

describe('an entry of one’s own', () => {
  const inverse = (engine: FedEngine, n: number) =>
    read(engine, 'activity.inverse', { ...account, activityId: w.uuid(9, 1000 + n) })

  test('can be taken back while things are as it left them', () => {
    const { engine } = openWorld()
    put(engine, [
      entry(1, 1),
      entry(2, 2, { action: 'grant.removed', before: entry(2, 2).after, after: null }),
      entry(3, 3, {
        action: 'service.edited',
        targetKind: 'service',
        targetId: w.services[0]?.id ?? '',
        before: { label: 'old' },
        after: { label: 'product-1' },
      }),
      entry(4, 4, {
        action: 'service.edited',
        targetKind: 'service',
        targetId: w.services[1]?.id ?? '',
        before: { label: 'old' },
        after: { label: 'something that it is no longer' },
      }),
    ])
    expect(inverse(engine, 1).intent).toEqual({
      name: 'grants.remove',
      args: { ...account, applicationId: w.payroll, membershipId: w.ben },
    })
    expect(inverse(engine, 2), 'it was given again').toMatchObject({ intent: null, reason: 'changed-since' })
    expect(inverse(engine, 3).intent).toMatchObject({
      name: 'services.edit',
      args: { label: 'old', productName: 'Product 1', baseVersion: 1 },
    })
    expect(inverse(engine, 4)).toMatchObject({ intent: null, reason: 'changed-since' })
  })

  test('can not be taken back by others, nor where nothing would bring it back', () => {
    const { engine } = openWorld()
    put(engine, [
      entry(1, 1, { actorId: w.uuid(6, 1) }),
      entry(2, 2, { action: 'membership.removed', targetKind: 'membership', targetId: w.ben }),
      entry(3, 3, {
        action: 'application.unassigned',
        targetKind: 'application',
        targetId: w.portal,
        before: { autoAssign: false, grants: 3 },
        after: null,
      }),
      entry(4, 4, {
        action: 'application.unassigned',
        targetKind: 'application',
        targetId: w.portal,
        before: { autoAssign: false, grants: 0 },
        after: null,
      }),
    ])
    for (const n of [1, 2, 3])
      expect(inverse(engine, n)).toEqual({ intent: null, reason: null, problem: null })
    expect(inverse(engine, 4).intent).toMatchObject({
      name: 'applications.assign',
      args: { applicationIds: [w.portal], autoAssign: false },
    })
  })

  test('says why where the server would refuse it', () => {
    const { engine } = openWorld()
    put(engine, [entry(1, 1)])
    const suspended = w.entry(w.acme, 'Acme Logistics', 'admin', { status: 'suspended' })
    engine.applyPage(w.page(300, [{ type: 'directory', row: suspended }]), w.now)
    expect(inverse(engine, 1)).toMatchObject({
      intent: null,
      reason: 'refused',
      problem: { code: 'account_read_only' },
    })
  })
})

test('the settings of an account say whose it is, and are read without any permission', () => {
  const { engine } = openWorld()
  expect(read(engine, 'accounts.settings', account)).toEqual({
    version: 1,
    createdAt: w.daysAgo(400),
    isAdministrator: false,
    membershipId: w.cassie,
    owner: { membershipId: w.olga, name: 'Olga Owner' },
    rows: expect.any(Number),
    waiting: false,
  })
  expect(read(engine, 'accounts.settings', { accountId: w.cumulus }).owner).toBeNull()
})

test('every figure of the dashboard is what its narrowed list holds', () => {
  const { engine } = openWorld()
  const rows = [
    w.membership(w.ben, w.acme, 'Ben Adu', {
      lastActiveAt: w.daysAgo(120),
      endsAt: w.daysAgo(-9),
      version: 2,
    }),
    w.membership(w.uuid(4, 20), w.acme, 'New Here', { lastActiveAt: null, createdAt: w.daysAgo(2) }),
    w.membership(w.uuid(4, 21), w.acme, 'Never Came', { lastActiveAt: null, createdAt: w.daysAgo(200) }),
    w.membership(w.uuid(4, 22), w.acme, 'Lately Away', {
      lastActiveAt: w.daysAgo(40),
      endsAt: w.daysAgo(-60),
    }),
  ]
  engine.applyPage(w.page(400, [w.put({ entity: 'membership', rows })]), w.now)
  const figures = read(engine, 'dashboard.get', account)
  const users = (filter: object) => read(engine, 'users.page', { ...account, filter, sort: {} }).total
  expect(figures.users).toEqual({
    total: users({}),
    active30Days: users({ status: 'active', unseen: 'seen-30' }),
    suspended: users({ status: 'suspended' }),
    notSeen90Days: users({ status: 'active', unseen: '90' }),
    temporary: users({ temporary: true }),
    endingSoon: 1,
  })
  expect(figures.users?.notSeen90Days).toBe(2)
  const applications = read(engine, 'applications.list', { ...account, type: 'application' })
  expect(figures.applications).toMatchObject({
    total: applications.length,
    inactive: applications.filter(({ status }) => status === 'inactive').length,
    environmentAuto: applications.filter(({ level }) => level === 'environment').length,
    accountAuto: applications.filter(({ level }) => level === 'account').length,
  })
  const invitations = read(engine, 'invitations.list', account)
  expect(figures.invitations?.pending).toBe(invitations.filter(({ status }) => status === 'pending').length)
  const services = read(engine, 'services.list', account)
  const soon = ({ status, renewsAt }: (typeof services)[number]) =>
    status === 'active' && renewsAt !== null && renewsAt >= w.daysAgo(0) && renewsAt < w.daysAgo(-30)
  expect(figures.services).toMatchObject({
    active: services.filter(({ status }) => status === 'active').length,
    renewals30Days: services.filter(soon).length,
  })
})
