import type * as c from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { openEngine, read, refusal } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const template = w.uuid<c.TemplateId>(8, 1)

/** Cassie administers production, and by that sees all of its accounts. */
function openAdministered() {
  const opened = openEngine()
  const lines = w.bootstrap().map((line): c.BootstrapLine => {
    if (line.type === 'principal') return { ...line, row: { ...line.row, administers: [w.production] } }
    if (line.type !== 'directory') return line
    const rows = line.rows.map(({ account, access }): c.DirectoryEntry => {
      const all = w.entry(account.id, account.name, 'owner').access.permissions
      return { account, access: { ...access, permissions: all } }
    })
    return { ...line, rows }
  })
  opened.engine.applyBootstrap(lines, w.now)
  return opened.engine
}

const noFilter = { find: '', status: null, withoutOwner: false }
const byName = { by: 'name' as const, descending: false }

test('an environment is there for its administrators and for nobody else', () => {
  const engine = openAdministered()
  expect(read(engine, 'environments.list', {})).toEqual([
    { id: w.production, name: 'Production', kind: 'production' },
  ])
  for (const name of ['environments.get', 'environments.applications', 'environments.templates'] as const) {
    expect(refusal(engine, name, { environmentId: w.staging })).toBe('not_found')
  }
  const staging = { environmentId: w.staging, filter: noFilter, sort: byName }
  expect(refusal(engine, 'environments.accounts', staging)).toBe('not_found')
})

test('an environment is counted, with its default and what it auto-assigns', () => {
  const engine = openAdministered()
  expect(read(engine, 'environments.get', { environmentId: w.production })).toMatchObject({
    accounts: { total: 3, active: 2, suspended: 1, closed: 0 },
    users: 3,
    applications: 5,
    defaultApplication: { id: w.portal, name: 'Portal', status: 'active' },
    autoAssigned: ['Directory'],
    isPartial: false,
  })
})

test('an environment without a default says so once the row of the environment came', () => {
  const engine = openAdministered()
  const [production] = w.environments
  const [portal] = w.applications
  if (!production || !portal) throw new Error('the world changed')
  engine.applyPage(
    w.page(101, [
      { type: 'environment', row: { ...production, defaultApplicationId: null, version: 2 } },
      { type: 'application', row: { ...portal, isDefault: false, version: 2 } },
    ]),
    w.now,
  )
  expect(read(engine, 'environments.get', { environmentId: w.production })).toMatchObject({
    version: 2,
    defaultApplication: null,
  })
})

test('accounts come filtered, sorted, in windows, and with whoever owns them', () => {
  const engine = openAdministered()
  const ask = (more: object) =>
    read(engine, 'environments.accounts', {
      environmentId: w.production,
      filter: noFilter,
      sort: byName,
      ...more,
    })
  const names = (page: ReturnType<typeof ask>) => page.rows.map(({ name }) => name)
  const all = ask({})
  expect(names(all)).toEqual(['Acme Logistics', 'cumulus', 'Delta'])
  expect(all.rows[0]).toMatchObject({ users: 4, owner: { name: 'Olga Owner' }, reference: 'C-0001' })
  expect(names(ask({ sort: { by: 'name', descending: true } }))).toEqual([
    'Delta',
    'cumulus',
    'Acme Logistics',
  ])
  expect(ask({ offset: 1, limit: 1 })).toMatchObject({
    total: 3,
    all: 3,
    offset: 1,
    rows: [{ name: 'cumulus' }],
  })
  expect(names(ask({ filter: { ...noFilter, find: 'ACMÉ' } }))).toEqual(['Acme Logistics'])
  expect(names(ask({ filter: { ...noFilter, status: 'suspended' } }))).toEqual(['Delta'])
  expect(names(ask({ filter: { ...noFilter, withoutOwner: true } }))).toEqual(['cumulus', 'Delta'])
  expect(names(ask({ sort: { by: 'users', descending: true } }))[0]).toBe('Acme Logistics')
})

test('applications say in how many accounts they are and how many users reach them', () => {
  const engine = openAdministered()
  const applications = read(engine, 'environments.applications', { environmentId: w.production })
  expect(applications.map(({ name, accounts, users }) => `${name} ${accounts} ${users}`)).toEqual([
    'Directory 3 3',
    'Helper bot 0 0',
    'Payroll 1 1',
    'Portal 0 0',
    'Wiki 1 3',
  ])
})

test('templates are listed for one account and over all accounts of the environment', () => {
  const engine = openAdministered()
  const permissions: c.Permission[] = ['account.view', 'users.view']
  const row = { id: template, accountId: w.acme, name: 'Front desk', permissions, version: 1 }
  engine.applyPage(w.page(101, [w.put({ entity: 'template', rows: [row] })]), w.now)
  expect(read(engine, 'templates.list', { accountId: w.acme })).toEqual([
    { id: template, name: 'Front desk', permissions, version: 1, waiting: false },
  ])
  const ask = (find: string) => read(engine, 'environments.templates', { environmentId: w.production, find })
  expect(ask('')).toMatchObject({
    total: 1,
    all: 1,
    rows: [{ accountName: 'Acme Logistics', name: 'Front desk', permissions: 2 }],
  })
  expect(ask('acme').total).toBe(1)
  expect(ask('elsewhere')).toMatchObject({ total: 0, all: 1 })
})
