import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccessChange } from '../../ipc/views.ts'
import { type Doing, netChanges } from './net-changes.ts'

// A small account of which every change writes the row that the server would.

interface User {
  role: string
  status: string
  endsAt: string | null
  grants: readonly string[]
}
type Users = Readonly<Record<string, User>>

const people = ['ana', 'ben', 'cy']
const applications = ['payroll', 'wiki']

const move = fc.record({
  who: fc.constantFrom(...people),
  what: fc.constantFrom('come', 'go', 'role', 'suspend', 'resume', 'end', 'grant', 'ungrant'),
  role: fc.constantFrom('admin', 'viewer'),
  endsAt: fc.constantFrom(null, '2026-06-01T00:00:00.000Z'),
  application: fc.constantFrom(...applications),
})
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never

const start = fc.record(
  Object.fromEntries(
    people.map((name) => [
      name,
      fc.option(
        fc.record<User>({
          role: fc.constantFrom('admin', 'viewer'),
          status: fc.constantFrom('active', 'suspended'),
          endsAt: fc.constantFrom(null, '2026-05-01T00:00:00.000Z'),
          grants: fc.subarray(applications),
        }),
      ),
    ]),
  ),
)

let clock = 0

function doing(action: Doing['action'], who: string, rest: Partial<Doing>): Doing {
  clock += 1
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, clock)).toISOString()
  return { action, actorName: 'Olga', targetId: who, targetName: who, before: null, after: null, at, ...rest }
}

/** Makes a move where it is possible. */
function make(users: Users, { who, what, role, endsAt, application }: Move): [Users, Doing[]] {
  const user = users[who]
  const put = (changes: Partial<User>): Users => ({ ...users, [who]: { ...(user as User), ...changes } })
  const grant = { applicationId: application, membershipId: who, userName: who }
  const ofGrant = { targetId: `${application}/${who}`, targetName: application }
  if (!user) {
    if (what !== 'come') return [users, []]
    const after = { role, permissions: [], applicationIds: [application] }
    return [
      put({ role, status: 'active', endsAt: null, grants: [application] }),
      [doing('membership.added', who, { after })],
    ]
  }
  const { grants, ...fields } = user
  switch (what) {
    case 'go': {
      const { [who]: _, ...others } = users
      const before = { ...fields, permissions: [], applicationIds: [...grants] }
      return [others, [doing('membership.removed', who, { before })]]
    }
    case 'role':
      if (role === user.role) return [users, []]
      return [
        put({ role }),
        [
          doing('membership.edited', who, {
            before: { role: user.role, permissions: [] },
            after: { role, permissions: [] },
          }),
        ],
      ]
    case 'suspend':
    case 'resume': {
      const status = what === 'suspend' ? 'suspended' : 'active'
      if (status === user.status) return [users, []]
      const action = what === 'suspend' ? 'membership.suspended' : 'membership.resumed'
      return [put({ status }), [doing(action, who, { before: { status: user.status }, after: { status } })]]
    }
    case 'end':
      if (endsAt === user.endsAt) return [users, []]
      return [
        put({ endsAt }),
        [doing('membership.end_changed', who, { before: { endsAt: user.endsAt }, after: { endsAt } })],
      ]
    case 'grant':
      if (grants.includes(application)) return [users, []]
      return [
        put({ grants: [...grants, application] }),
        [doing('grant.added', who, { ...ofGrant, after: grant })],
      ]
    case 'ungrant':
      if (!grants.includes(application)) return [users, []]
      return [
        put({ grants: grants.filter((each) => each !== application) }),
        [doing('grant.removed', who, { ...ofGrant, before: grant })],
      ]
    default:
      return [users, []]
  }
}

/** Puts net effects onto what was before. */
function apply(users: Users, changes: readonly AccessChange[]): Users {
  const result: Record<string, User> = { ...users }
  for (const { kind, membershipId, applicationId, after, gained } of changes) {
    const who = membershipId ?? ''
    const user = result[who]
    if (kind === 'came') result[who] = { role: after ?? '', status: 'active', endsAt: null, grants: gained }
    else if (kind === 'went') delete result[who]
    else if (!user) throw new Error('a change of nobody')
    else if (kind === 'role') result[who] = { ...user, role: after ?? '' }
    else if (kind === 'suspended') result[who] = { ...user, status: 'suspended' }
    else if (kind === 'resumed') result[who] = { ...user, status: 'active' }
    else if (kind === 'end') result[who] = { ...user, endsAt: after }
    else if (kind === 'gained') result[who] = { ...user, grants: [...user.grants, applicationId ?? ''] }
    else if (kind === 'lost')
      result[who] = { ...user, grants: user.grants.filter((each) => each !== applicationId) }
  }
  return result
}

function told(users: Users): unknown {
  return Object.fromEntries(
    Object.entries(users).map(([name, user]) => [name, { ...user, grants: user.grants.toSorted() }]),
  )
}

test('whatever was done, the net effects lead from what was before to what is now', () => {
  fc.assert(
    fc.property(start, fc.array(move, { maxLength: 14 }), (there, moves) => {
      const before = Object.fromEntries(
        Object.entries(there).flatMap(([name, user]) => (user ? [[name, user]] : [])),
      ) as Users
      let now = before
      const done: Doing[] = []
      for (const each of moves) {
        const [next, doings] = make(now, each)
        now = next
        done.push(...doings)
      }
      expect(told(apply(before, netChanges(done)))).toEqual(told(now))
      const same = JSON.stringify(told(before)) === JSON.stringify(told(now))
      if (same) expect(netChanges(done), 'given and taken again is nothing').toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('who came suspended or with an end is told of so', () => {
  const came = doing('membership.added', 'ana', {
    after: { role: 'viewer', permissions: [], applicationIds: [], endsAt: '2026-06-01T00:00:00.000Z' },
  })
  const suspended = doing('membership.suspended', 'ana', {
    before: { status: 'active' },
    after: { status: 'suspended' },
  })
  expect(netChanges([came, suspended]).map(({ kind }) => kind)).toEqual(['came', 'suspended', 'end'])
})

test('an application for everybody that was switched on and off again is not told, left on it is one line', () => {
  const on = doing('application.auto_assign_enabled', 'payroll', { after: { autoAssign: true } })
  const off = doing('application.auto_assign_disabled', 'payroll', { after: { autoAssign: false } })
  expect(netChanges([on, off])).toEqual([])
  expect(netChanges([off, on, off])).toMatchObject([{ kind: 'not-for-all', applicationName: 'payroll' }])
  expect(netChanges([doing('application.assigned', 'wiki', { after: { autoAssign: true } })])).toMatchObject([
    { kind: 'for-all', applicationName: 'wiki', level: 'account' },
  ])
})

test('grants that went with their application are told by name where they were given since, else counted', () => {
  const given = doing('grant.added', 'ana', {
    targetId: 'payroll/ana',
    targetName: 'payroll',
    after: { applicationId: 'payroll', membershipId: 'ana', userName: 'ana' },
  })
  const gone = doing('application.unassigned', 'payroll', { before: { autoAssign: false, grants: 3 } })
  expect(netChanges([given, gone])).toMatchObject([{ kind: 'unassigned', people: 2 }])
})

test('the ownership that went round and came back is not told, else who had it and who has it', () => {
  const to = (before: string, after: string) =>
    doing('ownership.transferred', after, {
      before: { owner: before, role: 'admin' },
      after: { owner: after, role: 'owner', previousOwnerRole: 'admin' },
    })
  expect(netChanges([to('ana', 'ben')])).toMatchObject([{ kind: 'owner', before: 'ana', after: 'ben' }])
  expect(netChanges([to('ana', 'ben'), to('ben', 'ana')]).map(({ kind }) => kind)).not.toContain('owner')
})
