import type { Membership, MembershipId } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { openWorld, read, refusal } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const account = { accountId: w.acme }
const anybody = {}
const byName = {}

function names(rows: readonly { name: string }[]): string[] {
  return rows.map(({ name }) => name)
}

/** Acme with these people too; each has an address and an id of their own. */
function openWith(...members: Partial<Membership>[]) {
  const { engine } = openWorld()
  const rows = members.map((extras, index) => {
    const n = 20 + index
    return w.membership(w.uuid<MembershipId>(4, n), w.acme, `Person ${n}`, {
      email: `person-${n}@acme.example`,
      ...extras,
    })
  })
  engine.applyPage(w.page(101, [w.put({ entity: 'membership', rows })]), w.now)
  return engine
}

describe('a window of the users of an account', () => {
  test('holds the rows that are asked for, and says how many there are', () => {
    const { engine } = openWorld()
    const page = read(engine, 'users.page', {
      ...account,
      filter: anybody,
      sort: byName,
      offset: 1,
      limit: 2,
    })
    expect(names(page.rows)).toEqual(['Cassie Moreau', 'Olga Owner'])
    expect(page).toMatchObject({ total: 4, all: 4, offset: 1 })
    expect(page.rows[0]).toMatchObject({ version: 1, isMe: true, applications: 2 })
  })

  test.each([
    [{ find: 'PARK' }, ['Sue Park']],
    [{ find: 'olga@acme' }, ['Olga Owner']],
    [{ role: 'admin' }, ['Cassie Moreau']],
    [{ status: 'suspended' }, ['Sue Park']],
    [{ unseen: '90' }, ['Ben Adu', 'Person 20']],
    [{ unseen: '30' }, ['Ben Adu', 'Person 20', 'Person 21']],
    [{ unseen: 'never' }, ['Person 20']],
    [{ unseen: 'seen-30', status: 'active' }, ['Cassie Moreau', 'Olga Owner']],
    [{ temporary: true }, ['Person 21']],
    [{ applicationId: w.payroll }, ['Ben Adu']],
    [{ applicationId: w.payroll, status: 'suspended' }, []],
  ] as const)('is narrowed by %j', (filter, expected) => {
    const engine = openWith({ lastActiveAt: null }, { lastActiveAt: w.daysAgo(40), endsAt: w.daysAgo(-9) })
    const page = read(engine, 'users.page', { ...account, filter, sort: byName })
    expect(names(page.rows)).toEqual(expected)
    expect(page).toMatchObject({ total: expected.length, all: 6 })
  })

  test('an application of everybody is one that every active user can open', () => {
    const { engine } = openWorld()
    const filter = { applicationId: w.directory }
    const page = read(engine, 'users.page', { ...account, filter, sort: byName })
    expect(names(page.rows)).toEqual(['Ben Adu', 'Cassie Moreau', 'Olga Owner'])
  })

  test('is sorted by a column, equal ones by name, in both directions', () => {
    const { engine } = openWorld()
    const by = (column: 'name' | 'role' | 'applications' | 'lastActive', descending = false) =>
      names(
        read(engine, 'users.page', { ...account, filter: anybody, sort: { by: column, descending } }).rows,
      )
    expect(by('name', true)).toEqual(['Sue Park', 'Olga Owner', 'Cassie Moreau', 'Ben Adu'])
    expect(by('role')).toEqual(['Olga Owner', 'Cassie Moreau', 'Ben Adu', 'Sue Park'])
    expect(by('applications', true)).toEqual(['Ben Adu', 'Cassie Moreau', 'Olga Owner', 'Sue Park'])
    expect(by('lastActive')[0]).toBe('Ben Adu')
  })

  test('gives keys in the same order, and the rows of some keys', () => {
    const { engine } = openWorld()
    const keys = read(engine, 'users.keys', {
      ...account,
      filter: anybody,
      sort: { by: 'name', descending: true },
      offset: 1,
      limit: 10,
    })
    expect(keys).toEqual([w.olga, w.cassie, w.ben])
    const some = read(engine, 'users.some', { ...account, membershipIds: [w.sue, w.ben] })
    expect(names(some)).toEqual(['Ben Adu', 'Sue Park'])
  })

  test('is refused where the users may not be seen', () => {
    const { engine } = openWorld()
    const input = { accountId: w.cumulus, filter: anybody, sort: byName }
    expect(refusal(engine, 'users.page', input)).toBe('forbidden')
    expect(refusal(engine, 'users.duplicates', { accountId: w.cumulus })).toBe('forbidden')
  })
})

test('a user is told with the version that an edit names, and in how many accounts they are', () => {
  const { engine } = openWorld()
  expect(read(engine, 'users.get', { ...account, membershipId: w.ben })).toMatchObject({
    version: 1,
    grants: 1,
    accounts: 1,
    isLegacy: false,
  })
})

describe('likely duplicates', () => {
  test('stand beside the one to keep, with why and what each was granted', () => {
    const engine = openWith({ name: 'Ben Adu', email: 'ben.old@acme.example', isLegacy: true })
    const { count, groups } = read(engine, 'users.duplicates', account)
    expect(count).toBe(1)
    expect(groups[0]?.keep).toMatchObject({
      name: 'Ben Adu',
      isLegacy: false,
      grants: [{ applicationId: w.payroll, name: 'Payroll' }],
    })
    expect(groups[0]?.others).toMatchObject([
      { reasons: ['name'], user: { email: 'ben.old@acme.example', isLegacy: true, grants: [] } },
    ])
  })

  test('are nobody whose membership is over', () => {
    const engine = openWith({ name: 'Ben Adu', isLegacy: true, endsAt: w.daysAgo(1) })
    expect(read(engine, 'users.duplicates', account)).toEqual({ count: 0, groups: [] })
  })

  test('are found once among thousands, and many groups are counted instead of sent', () => {
    const many = Array.from({ length: 3500 }, (_, n) => ({
      name: `Person Number${n}`,
      email: `n${n}@acme.example`,
    }))
    const doubles = Array.from({ length: 60 }, (_, n) => ({
      name: `Person Number${n}`,
      email: `old${n}@acme.example`,
      isLegacy: true,
    }))
    const { count, groups } = read(openWith(...many, ...doubles), 'users.duplicates', account)
    expect(count).toBe(60)
    expect(groups).toHaveLength(50)
  })
})

test('what can be given: the catalogue, the roles without the owner, the templates, and whom to ask', () => {
  const { engine } = openWorld()
  const choices = read(engine, 'users.roles', account)
  expect(choices.presets.map(({ role }) => role)).toEqual(['admin', 'technician', 'billing', 'viewer'])
  expect(choices.catalogue).toHaveLength(27)
  expect(choices).toMatchObject({ templates: [], ownerName: 'Olga Owner' })
})
