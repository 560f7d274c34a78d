import type * as c from '@gatehouse/contract'
import { rolePermissions } from '@gatehouse/contract'
import { describe, expect, it, test } from 'vitest'
import { attentionReasons } from '../../ipc/attention.ts'
import { unpackDirectory } from '../../ipc/directory.ts'
import type { AttentionReason, Portfolio } from '../../ipc/views.ts'
import { type FedEngine, openEngine, openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

/** Numbers below 1 that a seed decides. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

interface Sample {
  entries: c.DirectoryEntry[]
  rows: Map<c.AccountId, c.AccountRows[]>
  applications: c.Application[]
}

type RowsOf<E extends c.AccountRows['entity']> = Extract<c.AccountRows, { entity: E }>['rows']

function sampleOf(seed: number): Sample {
  const random = randomOf(seed)
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T
  const roles: c.Role[] = ['owner', 'admin', 'technician', 'billing', 'viewer']
  const applications = w.applications.map((application) => ({
    ...application,
    isDefault: false,
    autoAssign: false,
    status: pick(['active', 'inactive'] as const),
  }))
  const entries = Array.from({ length: 12 }, (_, n) =>
    w.entry(w.uuid<c.AccountId>(2, 200 + n), `Account ${n}`, pick(roles), {
      status: pick(['active', 'active', 'active', 'suspended', 'closed'] as const),
      environmentId: pick([w.production, w.staging]),
    }),
  )
  const rows = new Map(entries.map(({ account }, n) => [account.id, rowsOf(account.id, n, random)]))
  return { entries, rows, applications }
}

function rowsOf(accountId: c.AccountId, n: number, random: (below: number) => number): c.AccountRows[] {
  const id = <T extends string>(kind: number, index: number) => w.uuid<T>(kind, 10_000 + n * 100 + index)
  const many = <T>(most: number, make: (index: number) => T): T[] =>
    Array.from({ length: random(most + 1) }, (_, index) => make(index))
  const days = () => random(200) - 60
  const memberships = many(5, (index) => {
    const role = (['owner', 'admin', 'viewer'] as const)[random(3)] ?? 'viewer'
    return w.membership(id(4, index), accountId, `User ${index}`, {
      userId: id(6, index),
      role,
      isOwner: index === 0 && role === 'owner',
      status: random(4) === 0 ? 'suspended' : 'active',
      permissions: [...rolePermissions[role]],
      lastActiveAt: random(3) === 0 ? null : w.daysAgo(random(200)),
      createdAt: w.daysAgo(random(300)),
      endsAt: random(2) === 0 ? w.daysAgo(-random(30) + 5) : null,
    })
  })
  const invitations = many(4, (index) =>
    w.invitation(id(5, index), `guest${index}@example.com`, {
      accountId,
      status: (['pending', 'pending', 'expired', 'revoked', 'accepted'] as const)[random(5)] ?? 'pending',
      createdAt: w.daysAgo(random(40)),
      expiresAt: w.daysAgo(days()),
    }),
  )
  const assigned = [w.payroll, w.wiki, w.bot].filter(() => random(2) === 0)
  const services = many(
    3,
    (index): c.Service => ({
      id: id(8, index),
      accountId,
      productName: 'Product',
      label: 'product',
      status: random(3) === 0 ? 'cancelled' : 'active',
      renewsAt: w.daysAgo(days()),
      permission: 'services.view',
      version: 1,
    }),
  )
  const reviews = many(2, (index): c.Review => {
    const state = (['open', 'second', 'planned', 'cancelled'] as const)[random(4)] ?? 'open'
    return {
      id: id(11, index),
      accountId,
      title: `Review ${index}`,
      campaign: null,
      state,
      scope: { applicationIds: null, roles: null, unusedDays: null },
      reviewerId: id(6, 0),
      reviewerName: 'User 0',
      secondReviewerId: null,
      secondReviewerName: null,
      allowsSelf: false,
      createdById: null,
      createdByName: 'User 0',
      createdAt: w.daysAgo(90),
      dueAt: random(4) === 0 ? null : w.daysAgo(random(40) - 20),
      repeatMonths: null,
      snapshot: null,
      progress: { decided: 0, total: 0 },
      signatures: [],
      outcome: null,
      seal: null,
      cancelReason: null,
      version: 1,
    }
  })
  return [
    { entity: 'review', rows: reviews },
    { entity: 'membership', rows: memberships },
    { entity: 'invitation', rows: invitations },
    {
      entity: 'accountApplication',
      rows: assigned.map((applicationId) =>
        w.accountApplication(applicationId, { accountId, autoAssign: random(3) === 0 }),
      ),
    },
    { entity: 'service', rows: services },
  ]
}

function lines({ entries, rows, applications }: Sample): c.BootstrapLine[] {
  const environments = w.environments.map((each) => ({ ...each, defaultApplicationId: null }))
  return [
    {
      type: 'start',
      protocol: 1,
      cursor: w.cursor(100),
      at: w.now.toISOString(),
      accounts: entries.length,
      rows: 1,
    },
    { type: 'principal', row: w.principal },
    { type: 'environments', rows: environments },
    { type: 'applications', rows: applications },
    { type: 'directory', rows: entries },
    { type: 'usable' },
    ...entries.flatMap(({ account }): c.BootstrapLine[] => [
      ...(rows.get(account.id) ?? []).map(
        (batch): c.BootstrapLine => ({ type: 'rows', accountId: account.id, batch }),
      ),
      { type: 'account', accountId: account.id },
    ]),
    { type: 'end' },
  ]
}

/** Counted one by one from the rows themselves, without any of what the replica keeps. */
function countPlainly({ entries, rows, applications }: Sample, at: Date): Map<string, Map<string, number>> {
  const moment = (days: number) => new Date(at.getTime() + days * 86_400_000).toISOString()
  const now = at.toISOString()
  return new Map(
    entries.map(({ account, access }) => {
      const of = <E extends c.AccountRows['entity']>(entity: E): RowsOf<E> =>
        (rows.get(account.id)?.find((batch) => batch.entity === entity)?.rows ?? []) as RowsOf<E>
      const may = (permission: c.Permission) => access.permissions.includes(permission)
      const found = new Map<string, number>()
      const add = (kind: string, count: number) => count > 0 && found.set(kind, count)
      if (account.status === 'suspended') add('suspended', 1)
      if (account.status !== 'active') return [account.id, found]
      if (may('users.view')) {
        const users = of('membership')
        const active = users.filter(({ status }) => status === 'active')
        const admins = active.filter(
          ({ permissions, endsAt }) =>
            permissions.includes('users.edit') && (endsAt === null || endsAt > now),
        )
        const hasOwner = users.some(({ isOwner }) => isOwner)
        if (!hasOwner) add('no-owner', 1)
        else if (admins.length === 1) add('one-admin', 1)
        add('not-seen', active.filter((user) => (user.lastActiveAt ?? user.createdAt) < moment(-90)).length)
        add('ending', users.filter(({ endsAt }) => endsAt && endsAt > now && endsAt <= moment(14)).length)
        const old = of('invitation').filter(({ status, createdAt, expiresAt }) =>
          status === 'pending' && expiresAt > now
            ? createdAt < moment(-7)
            : (status === 'pending' || status === 'expired') && expiresAt >= moment(-30),
        )
        add('invitations', old.length)
      }
      if (may('applications.view')) {
        const here = of('accountApplication')
        const known = new Map(applications.map((each) => [each.id, each]))
        add(
          'inactive-applications',
          here.filter(({ applicationId }) => known.get(applicationId)?.status === 'inactive').length,
        )
        if (here.every(({ autoAssign }) => !autoAssign)) add('no-way-in', 1)
      }
      if (may('reviews.view')) {
        const late = of('review').filter(
          ({ state, dueAt }) => (state === 'open' || state === 'second') && dueAt !== null && dueAt < now,
        )
        add('reviews', late.length)
      }
      if (may('services.view')) {
        const renewing = of('service').filter(
          ({ status, renewsAt }) =>
            status === 'active' && renewsAt && renewsAt >= now && renewsAt < moment(30),
        )
        add('renewals', renewing.length)
      }
      return [account.id, found]
    }),
  )
}

/** Asks until every account has been looked at, as the screen does. */
function portfolioOf(engine: FedEngine, at = w.now): Portfolio {
  for (;;) {
    const portfolio = read(engine, 'portfolio.get', {}, at)
    if (portfolio.looked.done === portfolio.looked.of) return portfolio
  }
}

function reasonsIn(engine: FedEngine, at = w.now): Map<string, Map<string, number>> {
  const { items } = read(engine, 'accounts.page', { limit: 500 }, at)
  return new Map(
    items.map(({ id, reasons }) => [id, new Map(reasons.map(({ kind, count }) => [kind, count]))]),
  )
}

describe('the portfolio of random accounts', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed + 1))(
    'is what counting row by row finds, %i',
    (seed) => {
      const { engine } = openEngine()
      const sample = sampleOf(seed * 7919)
      engine.applyBootstrap(lines(sample), w.now)
      for (const days of [0, 3, 20]) {
        const at = new Date(w.now.getTime() + days * 86_400_000)
        const expected = countPlainly(sample, at)
        const portfolio = portfolioOf(engine, at)
        expect(reasonsIn(engine, at)).toEqual(expected)
        const total = (kind: string) =>
          [...expected.values()].reduce((sum, each) => sum + (each.get(kind) ?? 0), 0)
        for (const kind of attentionReasons)
          expect(portfolio.reasons[kind], kind).toBe(
            [...expected.values()].filter((each) => each.has(kind)).length,
          )
        expect(portfolio.invitations?.count).toBe(total('invitations'))
        expect(portfolio.renewals?.count).toBe(total('renewals'))
        expect(portfolio.inactiveApplications?.count).toBe(total('inactive-applications'))
        expect(portfolio.attention.accounts).toBe(
          [...expected.values()].filter((each) => each.size > 0).length,
        )
      }
    },
  )

  it('follows every change of a row, though it remembers what it counted', () => {
    const { engine } = openEngine()
    const sample = sampleOf(4242)
    engine.applyBootstrap(lines(sample), w.now)
    portfolioOf(engine)
    const random = randomOf(99)
    for (let round = 0; round < 30; round += 1) {
      const entry = sample.entries[random(sample.entries.length)] as c.DirectoryEntry
      const accountId = entry.account.id
      const batches = rowsOf(accountId, sample.entries.indexOf(entry), random)
      const old = sample.rows.get(accountId) ?? []
      // Rows are put, never taken away here: what isn't sent again stays as it was.
      const merged = batches.map((batch) =>
        mergeRows(
          old.find(({ entity }) => entity === batch.entity),
          batch,
        ),
      )
      sample.rows.set(accountId, merged)
      engine.applyPage(
        w.page(
          200 + round,
          batches.filter(({ rows }) => rows.length > 0).map((batch) => w.put(batch, accountId)),
        ),
        w.now,
      )
      portfolioOf(engine)
      expect(reasonsIn(engine)).toEqual(countPlainly(sample, w.now))
    }
  })

  test('every figure opens its filtered list: the list holds as many as the figure says', () => {
    const { engine } = openEngine()
    engine.applyBootstrap(lines(sampleOf(31_337)), w.now)
    const portfolio = portfolioOf(engine)
    const accountsWith = (attention: 'any' | 'owners' | AttentionReason['kind']) =>
      read(engine, 'accounts.page', { filter: { attention } }).total
    expect(portfolio.attention.accounts).toBeGreaterThan(3)
    expect(accountsWith('any')).toBe(portfolio.attention.accounts)
    expect(accountsWith('owners')).toBe((portfolio.owners?.none ?? 0) + (portfolio.owners?.one ?? 0))
    for (const kind of attentionReasons) expect(accountsWith(kind), kind).toBe(portfolio.reasons[kind])
    const invitations = read(engine, 'portfolio.invitations', { filter: { state: 'look' } })
    expect(invitations.total).toBe(portfolio.invitations?.count)
  })
})

type Batch = c.AccountRows

function mergeRows(old: Batch | undefined, batch: Batch): Batch {
  const keyOf = (row: object) => ('id' in row ? row.id : 'applicationId' in row ? row.applicationId : '')
  const sent = new Set(batch.rows.map(keyOf))
  return {
    entity: batch.entity,
    rows: [...batch.rows, ...(old?.rows ?? []).filter((row) => !sent.has(keyOf(row)))],
  } as Batch
}

describe('the list of accounts', () => {
  it('finds by status, role, tag, plan and part of the name, all words together', () => {
    const { engine } = openWorld()
    engine.tag([w.acme], { add: ['monthly'], remove: [] })
    const found = (text: string, words = {}) =>
      read(engine, 'accounts.page', { filter: { text }, words }).items.map(({ name }) => name)
    expect(found('suspended')).toEqual(['Delta'])
    expect(found('gesperrt', { suspended: 'Gesperrt' })).toEqual(['Delta'])
    expect(found('logistics admin')).toEqual(['Acme Logistics'])
    expect(found('month')).toEqual(['Acme Logistics'])
    expect(found('staging')).toEqual(['Borealis'])
    expect(found('umul')).toEqual(['cumulus'])
    expect(found('acme suspended')).toEqual([])
  })

  it('travels in pieces, in the order that was asked for', () => {
    const { engine } = openWorld()
    const page = read(engine, 'accounts.page', { offset: 1, limit: 2 })
    expect(page).toMatchObject({ total: 4, all: 4 })
    expect(page.items.map(({ name }) => name)).toEqual(['Borealis', 'cumulus'])
    const byUsers = read(engine, 'accounts.page', { sort: { by: 'users', descending: true } })
    expect(byUsers.items[0]).toMatchObject({ name: 'Acme Logistics', users: 4 })
    const byActivity = read(engine, 'accounts.page', { sort: { by: 'activity', descending: true } })
    expect(byActivity.items[0]?.name).toBe('Acme Logistics')
  })

  it('tells accounts with an application from those without it, in its environment alone', () => {
    const { engine } = openWorld()
    const names = (has: 'with' | 'without') =>
      read(engine, 'accounts.page', {
        filter: { application: { applicationId: w.payroll, has } },
      }).items.map(({ name }) => name)
    expect(names('with')).toEqual(['Acme Logistics'])
    expect(names('without')).toEqual(['Delta'])
  })

  it('adds tags to many accounts and takes them away, once each', () => {
    const { engine } = openWorld()
    const tags = () => read(engine, 'accounts.facets', {}).tags
    engine.tag([w.acme, w.borealis], { add: ['retail', 'monthly'], remove: [] })
    expect(tags()).toEqual([
      { name: 'monthly', accounts: 2 },
      { name: 'retail', accounts: 2 },
    ])
    engine.tag([w.acme, w.unknownAccount], { add: [], remove: ['retail'] })
    expect(tags()).toEqual([
      { name: 'monthly', accounts: 2 },
      { name: 'retail', accounts: 1 },
    ])
    expect(read(engine, 'accounts.page', { filter: { tag: 'retail' } }).items.map(({ id }) => id)).toEqual([
      w.borealis,
    ])
  })

  it('goes to the window as one text and comes out as it was', () => {
    const { engine } = openWorld()
    engine.tag([w.acme], { add: ['retail', 'monthly'], remove: [] })
    const { text } = read(engine, 'accounts.directory', {})
    expect(unpackDirectory(text)).toEqual(read(engine, 'accounts.list', {}))
  })
})

describe('coverage', () => {
  it('goes by plan until there are tags', () => {
    const { engine } = openWorld()
    const byPlan = read(engine, 'portfolio.coverage', {})
    expect(byPlan).toMatchObject({ by: 'plan', environmentId: w.production })
    const payroll = byPlan.applications.findIndex(({ id }) => id === w.payroll)
    const directory = byPlan.applications.findIndex(({ id }) => id === w.directory)
    expect(byPlan.rows.map(({ name, accounts }) => [name, accounts])).toEqual([['Business', 2]])
    expect(byPlan.rows[0]?.counts[payroll]).toBe(1)
    expect(byPlan.rows[0]?.counts[directory]).toBe(2)
    engine.tag([w.acme], { add: ['retail'], remove: [] })
    const byTag = read(engine, 'portfolio.coverage', {})
    expect(byTag).toMatchObject({ by: 'tag', rows: [{ name: 'retail', accounts: 1 }] })
  })
})

describe('invitations and activity of all accounts', () => {
  it('are narrowed by state, age, account, inviter and words', () => {
    const { engine } = openWorld()
    const emails = (filter: object) =>
      read(engine, 'portfolio.invitations', { filter }).items.map(({ email }) => email)
    expect(emails({})).toEqual(['Ina@Guest.example', 'late@guest.example', 'gone@guest.example'])
    expect(emails({ state: 'expired' })).toEqual(['late@guest.example'])
    expect(emails({ state: 'look' })).toEqual(['late@guest.example'])
    expect(emails({ age: '7' })).toEqual(['late@guest.example', 'gone@guest.example'])
    expect(emails({ accountId: w.borealis })).toEqual([])
    expect(emails({ invitedBy: 'Olga Owner' })).toHaveLength(3)
    expect(emails({ text: 'ina acme' })).toEqual(['Ina@Guest.example'])
  })

  it('says what keeps one from answering for an invitation', () => {
    const { engine } = openWorld()
    engine.applyPage(
      w.page(150, [{ type: 'directory', row: w.entry(w.acme, 'Acme Logistics', 'viewer') }]),
      w.now,
    )
    const { items } = read(engine, 'portfolio.invitations', {})
    expect(items.map(({ refusal }) => refusal)).toEqual(items.map(() => 'permission'))
  })

  it('lists activity newest first, in pieces, by kind, person, day and words', () => {
    const { engine } = openWorld()
    const page = (filter: object, more = {}) => read(engine, 'portfolio.activity', { filter, ...more })
    expect(page({})).toMatchObject({ total: 4, all: 4, people: [{ name: 'Cassie Moreau', count: 4 }] })
    const days = page({}).items.map(({ at }) => at)
    expect(days).toEqual(days.toSorted().reverse())
    expect(page({}, { offset: 3, limit: 2 }).items).toHaveLength(1)
    expect(page({ kind: 'invitation' }).total).toBe(0)
    expect(page({ text: 'payroll acme' }).total).toBe(4)
    expect(page({ text: 'nobody' }).total).toBe(0)
    expect(page({ from: w.daysAgo(10).slice(0, 10) }).total).toBe(3)
    expect(page({ person: 'Somebody else' }).total).toBe(0)
  })

  it('leaves out accounts whose users or activity may not be seen', () => {
    const { engine } = openWorld()
    engine.applyPage(
      w.page(150, [{ type: 'directory', row: w.entry(w.acme, 'Acme Logistics', 'billing') }]),
      w.now,
    )
    expect(read(engine, 'portfolio.invitations', {})).toMatchObject({ all: 0, inviters: [] })
  })
})
