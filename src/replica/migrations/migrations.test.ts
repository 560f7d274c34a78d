import { join } from 'node:path'
import * as c from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { openDatabase, type Sql, type SqlValue } from '../database.ts'
import type { Engine } from '../engine.ts'
import * as i from '../testing/intents.ts'
import { newKey, openEngine, openWorld, read, temporaryFolder } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'
import { migrations } from './index.ts'

// Files as earlier releases made and filled them, and what the screens show of them now.

const template: c.Template = {
  id: w.uuid(10, 1),
  accountId: w.acme,
  name: 'Bookkeeping',
  permissions: ['services.view'],
  version: 1,
}
const stranger = w.uuid<c.MembershipId>(4, 77)
const rows: c.AccountRows[] = [
  ...w.rows,
  {
    entity: 'grant',
    rows: [
      { accountId: w.acme, membershipId: w.olga, applicationId: w.wiki, grantedAt: w.daysAgo(3) },
      // Its membership isn't here (yet).
      { accountId: w.acme, membershipId: stranger, applicationId: w.payroll, grantedAt: w.daysAgo(2) },
    ],
  },
  {
    entity: 'membership',
    rows: [w.membership(w.uuid(4, 200), w.borealis, 'Cassie Moreau', { userId: w.cassieUser })],
  },
]

type Old = Record<string, unknown>

/** What a release of before wrote: columns are the properties in snake case, permissions numbers of sets. */
function fill(sql: Sql, version: number): void {
  const later: Record<string, string[]> = {
    application: ['logoUrl'],
    membership: ['isLegacy'],
    service: ['permission'],
  }
  const sets = new Map<string, number>()
  function insert(table: string, row: Old) {
    const columns: string[] = []
    const values: SqlValue[] = []
    for (const [property, value] of Object.entries(row)) {
      if (version === 1 && later[table]?.includes(property)) continue
      if (table === 'invitation' && property === 'membershipEndsAt') continue
      columns.push(property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
      values.push(property === 'permissions' ? setOf(value) : plain(value))
    }
    sql.run(`insert into ${table} (${columns}) values (${columns.map(() => '?')})`, ...values)
  }
  function setOf(value: unknown): number {
    const spelled = JSON.stringify(value)
    const known = sets.get(spelled)
    if (known) return known
    sets.set(spelled, sets.size + 1)
    sql.run('insert into permission_set (permissions) values (?)', spelled)
    return sets.size
  }
  insert('principal', w.principal)
  for (const row of w.environments) insert('environment', row)
  for (const row of w.applications) insert('application', row)
  for (const { account, access } of w.entries) {
    const { accountId: _, ...rest } = access
    insert('account', { ...account, ...rest, users: 0, loadedAt: w.now.toISOString() })
  }
  const tables = { accountApplication: 'account_application', grant: 'grant_' } as Record<string, string>
  for (const { entity, rows: batch } of rows) {
    for (const row of batch as Old[]) {
      const normal = 'email' in row ? { emailNormal: c.normalizeAddress(String(row.email)) } : {}
      insert(tables[entity] ?? entity, { ...row, ...normal })
    }
  }
  if (version > 1) insert('template', template)
  const facts = { cursor: w.cursor(100), usable: 'yes', syncedAt: w.now.toISOString(), epoch: w.epoch }
  for (const [name, value] of Object.entries(facts)) insert('meta', { name, value })
  insert('my_invitation', { position: 0, preview: JSON.stringify(preview) })
  insert('snapshot_due', { accountId: w.borealis })
  fillOutbox(insert)
}

/** A grant that waits: its row stands in the table, and beside it that there was none. */
function fillOutbox(insert: (table: string, row: Old) => void): void {
  insert('outbox', {
    seq: 7,
    mutationId: w.mutationId(1),
    accountId: w.acme,
    intent: i.grant(w.olga, w.payroll),
    names: { [w.olga]: 'Olga Owner' },
    createdAt: w.now.toISOString(),
    state: 'waiting',
    predicted: true,
  })
  insert('grant_', {
    accountId: w.acme,
    applicationId: w.payroll,
    membershipId: w.olga,
    grantedAt: w.now.toISOString(),
  })
  insert('shadow', { entity: 'grant', accountId: w.acme, key: `${w.olga}/${w.payroll}`, confirmed: null })
}

function plain(value: unknown): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  return JSON.stringify(value)
}

const preview: c.InvitationPreview = {
  invitationId: w.pendingInvitation,
  accountId: w.unknownAccount,
  accountName: 'Echo',
  environmentId: w.production,
  environmentName: 'Production',
  email: w.principal.email,
  invitedByName: 'Eve',
  role: 'viewer',
  applicationNames: [],
  message: '',
  anyAddress: false,
  membershipEndsAt: null,
  status: 'pending',
  expiresAt: w.daysAgo(-1),
  hasLogin: true,
}

function fileOf(version: number) {
  const file = join(temporaryFolder(), 'replica.db')
  const key = newKey()
  const opened = openDatabase(file, key, migrations.slice(0, version))
  if (!opened.ok) throw new Error(opened.error.detail)
  fill(opened.value, version)
  opened.value.close()
  return { file, key }
}

/** What the screens show, all of it. */
function answers(engine: Pick<Engine, 'read'>) {
  const acme = { accountId: w.acme }
  return {
    accounts: read(engine, 'accounts.list', {}),
    acme: read(engine, 'accounts.get', acme),
    dashboards: w.entries.map(({ account }) =>
      account.id === w.cumulus ? null : read(engine, 'dashboard.get', { accountId: account.id }),
    ),
    applications: read(engine, 'applications.list', { ...acme, type: 'application' }),
    agents: read(engine, 'applications.list', { ...acme, type: 'agent' }),
    assignable: read(engine, 'applications.assignable', acme),
    payroll: read(engine, 'applications.users', { ...acme, applicationId: w.payroll }),
    impact: read(engine, 'applications.impact', {
      ...acme,
      applicationId: w.payroll,
      change: 'enable_auto_assign',
    }),
    users: read(engine, 'users.list', acme),
    others: read(engine, 'users.list', { accountId: w.borealis }),
    ben: read(engine, 'users.get', { ...acme, membershipId: w.ben }),
    olga: read(engine, 'users.get', { ...acme, membershipId: w.olga }),
    invitations: read(engine, 'invitations.list', acme),
    mine: read(engine, 'invitations.mine', {}),
    services: read(engine, 'services.list', acme),
    activity: read(engine, 'activity.list', acme),
  }
}

/** The same facts, as they arrive today. */
function reference() {
  const { engine } = openEngine()
  const lines = w.bootstrap().filter(({ type }) => type !== 'rows')
  const at = lines.findIndex(({ type }) => type === 'account')
  const ofAccounts = rows.map((batch): c.BootstrapLine => {
    return { type: 'rows', accountId: batch.rows[0]?.accountId ?? w.acme, batch } as c.BootstrapLine
  })
  engine.applyBootstrap([...lines.slice(0, at), ...ofAccounts, ...lines.slice(at)], w.now)
  engine.setMyInvitations([preview], w.now)
  engine.enqueue(w.mutationId(1), i.grant(w.olga, w.payroll), w.now)
  return engine
}

describe.each([1, 2])('a file of version %i', (version) => {
  test('answers every query as one that was fetched anew, with what waits in it', () => {
    const { engine, state } = openEngine(fileOf(version))
    expect(state).toMatchObject({
      // In no feed: the server sends everything anew, and with it what there was no room for.
      cursor: '00000000-0000-0000-0000-000000000000.0.0',
      usable: true,
      waiting: 1,
      snapshotsDue: [w.borealis],
    })
    const { services, ...others } = answers(engine)
    const { services: _, ...wanted } = answers(reference())
    expect(services).toHaveLength(3)
    expect(others).toEqual(wanted)
    expect(engine.outgoing()).toMatchObject([{ mutationId: w.mutationId(1) }])
  })

  test('gives the confirmed rows back when what waits is undone', () => {
    const { engine } = openEngine(fileOf(version))
    const other = reference()
    for (const one of [engine, other]) expect(one.undo(w.mutationId(1)).undone).toBe(true)
    expect(answers(engine)).toEqual(answers(other))
  })

  test('takes pages of the feed, and a grant whose membership comes late', () => {
    const { engine } = openEngine(fileOf(version))
    const nia = w.membership(stranger, w.acme, 'Nia New')
    engine.applyPage(w.page(101, [w.put({ entity: 'membership', rows: [nia] })]), w.now)
    const users = read(engine, 'applications.users', { accountId: w.acme, applicationId: w.payroll })
    expect(users.find(({ name }) => name === 'Nia New')?.hasGrant).toBe(true)
    expect(read(engine, 'accounts.get', { accountId: w.acme }).users).toBe(5)
  })

  test('stays as it was when its conversion is interrupted, and converts the next time', () => {
    const made = fileOf(version)
    const interrupted = migrations.map((migration) =>
      migration.version === 3
        ? { ...migration, sql: `${migration.sql}; select no_such_function()` }
        : migration,
    )
    expect(openDatabase(made.file, made.key, interrupted).ok).toBe(false)
    const before = openDatabase(made.file, made.key, migrations.slice(0, 2))
    if (!before.ok) throw new Error(before.error.detail)
    expect(before.value.get('select count(*) as count from membership')).toEqual({ count: 5 })
    expect(before.value.get('select name from membership where id = ?', w.ben)).toEqual({ name: 'Ben Adu' })
    before.value.close()
    expect(answers(openEngine(made).engine)).toEqual(answers(reference()))
  })
})

test('nobody of the old file is kept twice, and none of its tables is left', () => {
  const made = fileOf(2)
  const opened = openDatabase(made.file, made.key)
  if (!opened.ok) throw new Error(opened.error.detail)
  const sql = opened.value
  expect(sql.get('select count(*) as count from person')).toEqual({ count: 4 })
  expect(sql.get('select count(*) as count from membership')).toEqual({ count: 5 })
  expect(sql.all(`select name from sqlite_master where name like 'old%'`)).toEqual([])
  sql.close()
})

test('an empty file of any version becomes one that takes a first sync', () => {
  const { engine } = openWorld()
  for (const version of [0, 1, 2]) {
    const file = join(temporaryFolder(), 'replica.db')
    const key = newKey()
    const opened = openDatabase(file, key, migrations.slice(0, version))
    if (opened.ok) opened.value.close()
    const later = openEngine({ file, key }).engine
    later.applyBootstrap(w.bootstrap(), w.now)
    expect(read(later, 'users.list', { accountId: w.acme })).toEqual(
      read(engine, 'users.list', { accountId: w.acme }),
    )
  }
})
