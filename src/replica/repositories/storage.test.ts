import { join } from 'node:path'
import type * as c from '@gatehouse/contract'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase, type Sql } from '../database.ts'
import { applyBootstrapLines, replaceAccount } from '../sync/bootstrap.ts'
import { applyPage } from '../sync/page.ts'
import { keptAndCounted, nothingLeft } from '../testing/counting.ts'
import { newKey, temporaryFolder } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'
import { write } from '../write.ts'
import { accountApplications, activities, services, templates } from './account-rows.ts'
import { grants } from './grants.ts'
import { makeNextIndex } from './indexes.ts'
import { invitations } from './invitations.ts'
import { memberships } from './memberships.ts'

// Whatever comes in whatever order: what is kept beside the rows equals counting, and nothing is lost or left behind.

const accounts = [w.acme, w.borealis] as const
const applications = [w.portal, w.payroll, w.wiki]
const account = fc.constantFrom(...accounts)
const application = fc.constantFrom(...applications)
const seat = fc.integer({ min: 1, max: 5 })

/** The same five people in both accounts, each account with memberships of its own. */
function membershipId(accountId: c.AccountId, n: number): c.MembershipId {
  return w.uuid(4, (accountId === w.acme ? 100 : 200) + n)
}

function memberOf(accountId: c.AccountId, n: number, active: boolean, name = `Person ${n}`): c.Membership {
  return w.membership(membershipId(accountId, n), accountId, name, {
    userId: w.uuid(6, n),
    status: active ? 'active' : 'suspended',
  })
}

const change: fc.Arbitrary<c.Change> = fc.oneof(
  fc
    .tuple(account, seat, fc.boolean(), fc.constantFrom('Ana', 'Ben'))
    .map(([accountId, n, active, name]) =>
      w.put({ entity: 'membership', rows: [memberOf(accountId, n, active, name)] }, accountId),
    ),
  fc.tuple(account, seat, application).map(([accountId, n, applicationId]) => {
    const row = {
      accountId,
      applicationId,
      membershipId: membershipId(accountId, n),
      grantedAt: w.daysAgo(n),
    }
    return w.put({ entity: 'grant', rows: [row] }, accountId)
  }),
  fc.tuple(account, application, fc.boolean()).map(([accountId, applicationId, autoAssign]) =>
    w.put(
      {
        entity: 'accountApplication',
        rows: [{ ...w.accountApplication(applicationId, { autoAssign }), accountId }],
      },
      accountId,
    ),
  ),
  fc
    .tuple(account, seat)
    .map(([accountId, n]) =>
      w.put(
        { entity: 'invitation', rows: [{ ...w.invitation(w.uuid(5, n), 'a@b.example'), accountId }] },
        accountId,
      ),
    ),
  fc.tuple(account, fc.integer({ min: 1, max: 3 }), seat).map(
    ([accountId, kind, n]): c.Change => ({
      type: 'delete',
      accountId,
      target: {
        entity: (['membership', 'invitation', 'service'] as const)[kind - 1] ?? 'service',
        key: { id: kind === 1 ? membershipId(accountId, n) : w.uuid(kind === 2 ? 5 : 8, n) },
      },
    }),
  ),
  fc.tuple(account, seat, application).map(
    ([accountId, n, applicationId]): c.Change => ({
      type: 'delete',
      accountId,
      target: { entity: 'grant', key: { membershipId: membershipId(accountId, n), applicationId } },
    }),
  ),
  fc.tuple(account, application).map(
    ([accountId, applicationId]): c.Change => ({
      type: 'delete',
      accountId,
      target: { entity: 'accountApplication', key: { applicationId } },
    }),
  ),
  fc.tuple(account, fc.constantFrom('active' as const, 'suspended' as const)).map(
    ([accountId, status]): c.Change => ({
      type: 'directory',
      row: w.entry(accountId, 'Renamed', status === 'active' ? 'admin' : 'viewer', { status }),
    }),
  ),
  fc.constant<c.Change>({ type: 'applicationDeleted', environmentId: w.production, applicationId: w.wiki }),
  account.map((accountId): c.Change => ({ type: 'purge', accountId })),
)

type Step = { changes: c.Change[] } | { anew: c.AccountId; pieces: number } | { bootstrap: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ changes: fc.array(change, { maxLength: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ anew: account, pieces: seat }) },
  { weight: 1, arbitrary: fc.record({ bootstrap: fc.integer({ min: 1, max: 9 }) }) },
)

function rowsOf(accountId: c.AccountId): c.AccountRows[] {
  const seats = [1, 2, 3, 4]
  const members = seats.map((n) => memberOf(accountId, n, n !== 3))
  const granted = [1, 2, 3, 5].map((n) => ({
    accountId,
    applicationId: w.payroll,
    // The fifth isn't there.
    membershipId: membershipId(accountId, n),
    grantedAt: w.daysAgo(n),
  }))
  return [
    { entity: 'accountApplication', rows: [{ ...w.accountApplication(w.payroll), accountId }] },
    { entity: 'membership', rows: members.slice(0, 2) },
    { entity: 'membership', rows: members.slice(2) },
    { entity: 'grant', rows: granted },
    { entity: 'invitation', rows: [{ ...w.invitation(w.uuid(5, 1), 'a@b.example'), accountId }] },
  ]
}

function bootstrapOf(ids: readonly c.AccountId[], rows = rowsOf): c.BootstrapLine[] {
  const lines = w.bootstrap().filter(({ type }) => type !== 'rows' && type !== 'account')
  const ofAccounts = ids.flatMap((accountId): c.BootstrapLine[] => [
    ...rows(accountId).map((batch): c.BootstrapLine => ({ type: 'rows', accountId, batch })),
    { type: 'account', accountId },
  ])
  return [...lines.slice(0, -1), ...ofAccounts, { type: 'end' }]
}

function take(sql: Sql, step: Step): void {
  if ('changes' in step) {
    write(sql, (one) => applyPage(one, w.page(101, step.changes), w.now))
  } else if ('anew' in step) {
    const entry = w.entry(step.anew, 'Anew', 'admin')
    const batches = rowsOf(step.anew).slice(0, step.pieces)
    write(sql, (one) => replaceAccount(one, step.anew, w.snapshot(entry, batches), w.now))
  } else {
    const lines = bootstrapOf(accounts)
    for (let at = 0; at < lines.length; at += step.bootstrap)
      write(sql, (one) => applyBootstrapLines(one, lines.slice(at, at + step.bootstrap), w.now))
  }
}

function openAt(folder: string, name: string | number): Sql {
  const opened = openDatabase(join(folder, `${name}.db`), newKey())
  if (!opened.ok) throw new Error(opened.error.detail)
  return opened.value
}

function contents(sql: Sql) {
  const sorted = (rows: object[]) => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort()
  return accounts.map((accountId) =>
    [accountApplications, memberships, grants, invitations, services, templates, activities].map((table) =>
      sorted(table.all(sql, accountId)),
    ),
  )
}

test('what is kept beside the rows equals counting, and nothing is left behind', { timeout: 60_000 }, () => {
  const folder = temporaryFolder()
  let run = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      run += 1
      const sql = openAt(folder, run)
      take(sql, { bootstrap: 4 })
      for (const one of steps) {
        take(sql, one)
        const { kept, counted, leftBehind } = keptAndCounted(sql)
        expect(kept).toEqual(counted)
        expect(leftBehind).toEqual(nothingLeft)
      }
      sql.close()
    }),
    { numRuns: 60 },
  )
})

test('a first sync holds the same however it is cut into pieces, and as one by one', () => {
  const folder = temporaryFolder()
  const wanted = openAt(folder, 'wanted')
  onTestFinished(() => wanted.close())
  write(wanted, (one) => applyBootstrapLines(one, bootstrapOf([]), w.now))
  for (const accountId of accounts) {
    const changes = rowsOf(accountId).map((batch) => w.put(batch, accountId))
    write(wanted, (one) => applyPage(one, w.page(101, changes), w.now))
  }
  for (const pieces of [1, 2, 3, 5, 100]) {
    const sql = openAt(folder, pieces)
    take(sql, { bootstrap: pieces })
    expect(contents(sql)).toEqual(contents(wanted))
    sql.close()
  }
})

test('a first sync that brings grants before their memberships holds the same', () => {
  const folder = temporaryFolder()
  const wanted = openAt(folder, 'wanted')
  onTestFinished(() => wanted.close())
  take(wanted, { bootstrap: 100 })
  for (const pieces of [1, 2, 100]) {
    const sql = openAt(folder, pieces)
    const lines = bootstrapOf(accounts, (accountId) => rowsOf(accountId).reverse())
    for (let at = 0; at < lines.length; at += pieces)
      write(sql, (one) => applyBootstrapLines(one, lines.slice(at, at + pieces), w.now))
    expect(contents(sql)).toEqual(contents(wanted))
    const { kept, counted, leftBehind } = keptAndCounted(sql)
    expect(kept).toEqual(counted)
    expect(leftBehind).toEqual(nothingLeft)
    sql.close()
  }
})

test('a row that a first sync brings twice is here once, and counted once', () => {
  const sql = openAt(temporaryFolder(), 'twice')
  onTestFinished(() => sql.close())
  const lines = bootstrapOf(accounts)
  const at = lines.findLastIndex(({ type }) => type === 'account')
  const again = rowsOf(w.borealis).map(
    (batch): c.BootstrapLine => ({ type: 'rows', accountId: w.borealis, batch }),
  )
  write(sql, (one) => applyBootstrapLines(one, [...lines.slice(0, at), ...again, ...lines.slice(at)], w.now))
  const { kept, counted } = keptAndCounted(sql)
  expect(kept).toEqual(counted)
  expect(memberships.all(sql, w.borealis)).toHaveLength(4)
})

test('a first sync that failed in the middle of an account goes on with rows that are here already', () => {
  const folder = temporaryFolder()
  const sql = openAt(folder, 'failing')
  const other = openAt(folder, 'whole')
  onTestFinished(() => sql.close())
  onTestFinished(() => other.close())
  const lines = bootstrapOf(accounts)
  take(other, { bootstrap: 100 })
  const cut = lines.findIndex((line) => line.type === 'rows' && line.batch.entity === 'grant')
  write(sql, (one) => applyBootstrapLines(one, lines.slice(0, cut), w.now))
  expect(() =>
    write(sql, (one) => {
      applyBootstrapLines(one, lines.slice(cut, cut + 1), w.now)
      throw new Error('the disk is full')
    }),
  ).toThrow('the disk is full')
  const start = { ...lines[0], resumed: true } as c.BootstrapLine
  write(sql, (one) => applyBootstrapLines(one, [start, ...lines.slice(1)], w.now))
  expect(contents(sql)).toEqual(contents(other))
  const { kept, counted, leftBehind } = keptAndCounted(sql)
  expect(kept).toEqual(counted)
  expect(leftBehind).toEqual(nothingLeft)
})

test('a grant stays while its membership goes and comes again, and is nobody else’s meanwhile', () => {
  const sql = openAt(temporaryFolder(), 'grants')
  onTestFinished(() => sql.close())
  take(sql, { bootstrap: 100 })
  const granted = grants.all(sql, w.acme).length
  const gone = { type: 'delete', accountId: w.acme } as const
  const key = { id: membershipId(w.acme, 4) }
  const last = { id: membershipId(w.acme, 2) }
  write(sql, (one) =>
    applyPage(
      one,
      w.page(101, [
        { ...gone, target: { entity: 'membership', key } },
        { ...gone, target: { entity: 'membership', key: last } },
        w.put({ entity: 'membership', rows: [memberOf(w.acme, 5, true)] }),
        w.put({ entity: 'membership', rows: [w.membership(w.uuid(4, 900), w.acme, 'New')] }),
      ]),
      w.now,
    ),
  )
  expect(grants.all(sql, w.acme)).toHaveLength(granted)
  expect(grants.get(sql, w.acme, membershipId(w.acme, 5), w.payroll)?.grantedAt).toBe(w.daysAgo(5))
  expect(grants.get(sql, w.acme, w.uuid(4, 900), w.payroll)).toBeNull()
  write(sql, (one) =>
    applyPage(one, w.page(102, [w.put({ entity: 'membership', rows: [memberOf(w.acme, 2, true)] })]), w.now),
  )
  expect(grants.get(sql, w.acme, membershipId(w.acme, 2), w.payroll)?.grantedAt).toBe(w.daysAgo(2))
})

test('somebody in several accounts is one person, renamed at once, and gone with the last of them', () => {
  const sql = openAt(temporaryFolder(), 'people')
  onTestFinished(() => sql.close())
  take(sql, { bootstrap: 100 })
  const names = () =>
    sql.all<{ name: string }>('select name from person order by name').map(({ name }) => name)
  expect(names()).toEqual(['Person 1', 'Person 2', 'Person 3', 'Person 4'])
  const renamed = w.put({ entity: 'membership', rows: [memberOf(w.acme, 1, true, 'Ana')] })
  write(sql, (one) => applyPage(one, w.page(101, [renamed]), w.now))
  expect(memberships.get(sql, w.borealis, membershipId(w.borealis, 1))?.name).toBe('Ana')
  take(sql, { changes: [{ type: 'purge', accountId: w.acme }] })
  expect(names()).toHaveLength(4)
  take(sql, { changes: [{ type: 'purge', accountId: w.borealis }] })
  expect(names()).toEqual([])
})

test('nobody of an account that is purged during a first sync stays until its end', () => {
  const sql = openAt(temporaryFolder(), 'purged')
  onTestFinished(() => sql.close())
  const lines = bootstrapOf([w.acme])
  write(sql, (one) => applyBootstrapLines(one, lines.slice(0, -1), w.now))
  write(sql, (one) => replaceAccount(one, w.acme, null, w.now))
  expect(sql.all('select name from person')).toEqual([])
  write(sql, (one) => applyBootstrapLines(one, [{ type: 'end' }], w.now))
  expect(memberships.all(sql, w.acme)).toEqual([])
})

test('after a first sync its indexes are made one by one, and pages find everything before and after', () => {
  const sql = openAt(temporaryFolder(), 'indexes')
  onTestFinished(() => sql.close())
  const names = () =>
    sql.all<{ name: string }>(
      `select name from sqlite_master where type = 'index' and name like '%\\_by\\_%' escape '\\' order by name`,
    )
  const all = names()
  const lines = bootstrapOf(accounts)
  write(sql, (one) => applyBootstrapLines(one, lines.slice(0, -1), w.now))
  expect(makeNextIndex(sql)).toBe(false)
  write(sql, (one) => applyBootstrapLines(one, lines.slice(-1), w.now))
  const gone = { type: 'delete', accountId: w.acme } as const
  for (let n = 1; n <= 5; n += 1) {
    take(sql, {
      changes: [
        w.put({ entity: 'membership', rows: [memberOf(w.acme, n, true, `Name ${n}`)] }),
        { ...gone, target: { entity: 'membership', key: { id: membershipId(w.acme, n - 1) } } },
      ],
    })
    const { kept, counted, leftBehind } = keptAndCounted(sql)
    expect(kept).toEqual(counted)
    expect(leftBehind).toEqual(nothingLeft)
    expect(makeNextIndex(sql)).toBe(n < 5)
  }
  expect(names()).toEqual(all)
})
