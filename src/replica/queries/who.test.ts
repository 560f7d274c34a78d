import * as c from '@gatehouse/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openEngine, openWorld, read, refusal } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

test('who has an application is counted and named with every reason, suspended users left out', () => {
  const { engine } = openWorld()
  const payroll = read(engine, 'access.who', { applicationId: w.payroll })
  expect(payroll).toEqual({
    count: 1,
    environmentAuto: false,
    first: [
      {
        accountId: w.acme,
        accountName: 'Acme Logistics',
        membershipId: w.ben,
        name: 'Ben Adu',
        email: 'Ben@Acme.example',
        sources: ['grant'],
      },
    ],
  })
  const wiki = read(engine, 'access.who', { applicationId: w.wiki })
  expect(wiki.first.map(({ name, sources }) => `${name} ${sources}`)).toEqual([
    'Olga Owner account',
    'Cassie Moreau account',
    'Ben Adu account',
  ])
  const directory = read(engine, 'access.who', { applicationId: w.directory, limit: 2 })
  expect(directory).toMatchObject({ count: 3, environmentAuto: true })
  expect(directory.first).toHaveLength(2)
})

test('who has an application that is not here is not answered', () => {
  const { engine } = openWorld()
  expect(refusal(engine, 'access.who', { applicationId: w.uuid(3, 99) })).toBe('not_found')
  expect(() => engine.read('access.who', { applicationId: w.payroll, limit: 101 }, w.now)).toThrow()
})

const ids = [w.uuid<c.AccountId>(2, 11), w.uuid<c.AccountId>(2, 12), w.uuid<c.AccountId>(2, 13)]

const user = fc.record({ active: fc.boolean(), grants: fc.subarray([w.portal, w.payroll, w.wiki]) })
const account = fc.record({
  status: fc.constantFrom('active' as const, 'suspended' as const, 'closed' as const),
  // Of these, billing may see neither users nor applications.
  role: fc.constantFrom('admin' as const, 'admin' as const, 'billing' as const),
  assigned: fc.subarray([w.portal, w.payroll, w.wiki, w.directory]),
  auto: fc.subarray([w.payroll, w.wiki]),
  users: fc.array(user, { maxLength: 6 }),
})
const world = fc.record({
  environmentAuto: fc.subarray([w.portal, w.directory]),
  accounts: fc.tuple(account, account, account),
  limit: fc.integer({ min: 0, max: 12 }),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

function bootstrapOf({ environmentAuto, accounts }: World): c.BootstrapLine[] {
  const lines = w.bootstrap().slice(0, -1)
  const entries = accounts.map(({ status, role }, n) =>
    w.entry(ids[n] ?? w.acme, `Account ${n}`, role, { status }),
  )
  const rows = accounts.flatMap(({ assigned, auto, users }, n): c.BootstrapLine[] => {
    const accountId = ids[n] ?? w.acme
    const memberId = (u: number) => w.uuid<c.MembershipId>(4, 1000 + n * 100 + u)
    const batches: c.AccountRows[] = [
      {
        entity: 'accountApplication',
        rows: assigned.map((applicationId) => ({
          ...w.accountApplication(applicationId, { autoAssign: auto.includes(applicationId) }),
          accountId,
        })),
      },
      {
        entity: 'membership',
        rows: users.map(({ active }, u) =>
          w.membership(memberId(u), accountId, `User ${n} ${u}`, { status: active ? 'active' : 'suspended' }),
        ),
      },
      {
        entity: 'grant',
        rows: users.flatMap(({ grants }, u) =>
          grants.map((applicationId) => ({
            accountId,
            applicationId,
            membershipId: memberId(u),
            grantedAt: w.daysAgo(1),
          })),
        ),
      },
    ]
    return batches.map((batch): c.BootstrapLine => ({ type: 'rows', accountId, batch }))
  })
  const applications = w.applications.map((row) => ({ ...row, autoAssign: environmentAuto.includes(row.id) }))
  return lines
    .filter((line) => line.type !== 'rows' && line.type !== 'account')
    .map((line): c.BootstrapLine => {
      if (line.type === 'directory') return { type: 'directory', rows: entries }
      return line.type === 'applications' ? { type: 'applications', rows: applications } : line
    })
    .concat(rows, [{ type: 'end' }])
}

/** By the rules alone, user by user. */
function expected({ environmentAuto, accounts }: World, applicationId: c.ApplicationId) {
  return accounts.flatMap(({ status, role, assigned, auto, users }, n) => {
    if (role !== 'admin') return []
    return users.flatMap(({ active, grants }, u) => {
      const isOn = assigned.includes(applicationId)
      const sources = c.effectiveSources({
        accountStatus: status,
        membershipStatus: active ? 'active' : 'suspended',
        environmentAuto: environmentAuto.includes(applicationId),
        accountAuto: isOn ? auto.includes(applicationId) : null,
        hasGrant: grants.includes(applicationId),
      })
      return sources.length > 0 ? [`${n} ${u} ${sources}`] : []
    })
  })
}

test('the count equals counting user by user, and those named are among them', { timeout: 60_000 }, () => {
  const { engine } = openEngine()
  fc.assert(
    fc.property(world, (one) => {
      engine.applyBootstrap(bootstrapOf(one), w.now)
      for (const applicationId of [w.portal, w.payroll, w.wiki, w.directory]) {
        const wanted = expected(one, applicationId)
        const { count, first } = read(engine, 'access.who', { applicationId, limit: one.limit })
        expect(count).toBe(wanted.length)
        const named = first.map(({ name, sources }) => `${name.replace('User ', '')} ${sources}`)
        expect(named).toEqual(wanted.slice(0, one.limit))
      }
    }),
    { numRuns: 60 },
  )
})

test('those named come from as many accounts as it takes', () => {
  const { engine } = openEngine()
  const places = Array.from({ length: 70 }, (_, n) => w.uuid<c.AccountId>(2, 100 + n))
  const lines = w.bootstrap().filter((line) => line.type !== 'rows' && line.type !== 'account')
  const rows = places.flatMap((accountId, n): c.BootstrapLine[] => {
    const membershipId = w.uuid<c.MembershipId>(4, 1000 + n)
    const batches: c.AccountRows[] = [
      { entity: 'accountApplication', rows: [{ ...w.accountApplication(w.payroll), accountId }] },
      { entity: 'membership', rows: [w.membership(membershipId, accountId, `User ${n}`)] },
      {
        entity: 'grant',
        rows: [{ accountId, applicationId: w.payroll, membershipId, grantedAt: w.daysAgo(1) }],
      },
    ]
    return batches.map((batch): c.BootstrapLine => ({ type: 'rows', accountId, batch }))
  })
  const entries = places.map((accountId, n) => w.entry(accountId, `Account ${n}`, 'admin'))
  const told = lines.map((line): c.BootstrapLine => {
    return line.type === 'directory' ? { type: 'directory', rows: entries } : line
  })
  engine.applyBootstrap([...told.slice(0, -1), ...rows, { type: 'end' }], w.now)
  for (const limit of [1, 24, 25, 60, 100]) {
    const { count, first } = read(engine, 'access.who', { applicationId: w.payroll, limit })
    expect(count).toBe(70)
    const wanted = places.slice(0, limit).map((_, n) => `User ${n} of Account ${n}`)
    expect(first.map(({ name, accountName }) => `${name} of ${accountName}`)).toEqual(wanted)
  }
})
