import type { ApplicationId, MembershipId } from '@gatehouse/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as w from '../testing/world.ts'
import {
  type AccessState,
  applyChanges,
  changesBetween,
  linesOf,
  type StateApplication,
  type StatePerson,
} from './state-changes.ts'

const applicationIds = [w.portal, w.payroll, w.wiki]
const membershipIds = [w.olga, w.cassie, w.ben, w.sue]

const application = (id: ApplicationId) =>
  fc.record<StateApplication>({
    id: fc.constant(id),
    name: fc.constantFrom('Portal', 'Payroll', 'Wiki'),
    level: fc.constantFrom('environment', 'account', 'manual'),
  })

const person = (membershipId: MembershipId) =>
  fc
    .record({
      name: fc.constantFrom('Ana', 'Ben'),
      role: fc.constantFrom('owner' as const, 'admin' as const, 'viewer' as const, 'custom' as const),
      status: fc.constantFrom('active' as const, 'suspended' as const),
      endsAt: fc.constantFrom(null, w.daysAgo(-3)),
      permissions: fc.subarray(['users.view', 'users.edit', 'account.view']),
      access: fc.tuple(...applicationIds.map(() => fc.integer({ min: 0, max: 7 }))),
    })
    .map(
      ({ access, ...rest }): StatePerson => ({
        ...rest,
        membershipId,
        email: 'somebody@acme.example',
        access: Object.fromEntries(
          applicationIds.flatMap((id, place) => (access[place] ? [[id, access[place]]] : [])),
        ) as StatePerson['access'],
      }),
    )

/** Some of these, by their ids. */
function someOf<T>(ids: readonly string[], of: (id: never) => fc.Arbitrary<T>) {
  return fc
    .tuple(fc.subarray([...ids]), ...ids.map((id) => of(id as never)))
    .map(([there, ...all]) =>
      Object.fromEntries(ids.flatMap((id, place) => (there.includes(id) ? [[id, all[place]]] : []))),
    )
}

const state = fc.record({
  applications: someOf(applicationIds, application),
  people: someOf(membershipIds, person),
}) as unknown as fc.Arbitrary<AccessState>

test('what lies between a state and itself is nothing', () => {
  fc.assert(
    fc.property(state, (one) => {
      expect(changesBetween(one, structuredClone(one))).toEqual([])
      expect(linesOf(one, structuredClone(one))).toEqual([])
    }),
  )
})

test('put onto the state before, the changes give the state after, and back', () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      expect(applyChanges(before, changesBetween(before, after))).toEqual(after)
      expect(applyChanges(after, changesBetween(after, before))).toEqual(before)
    }),
    { numRuns: 500 },
  )
})

test('an assignment for everybody is one line, with the number of users it reaches', () => {
  const one = (level: StateApplication['level'], access: number): AccessState =>
    ({
      applications: { [w.payroll]: { id: w.payroll, name: 'Payroll', level } },
      people: Object.fromEntries(
        membershipIds.map((membershipId, place) => [
          membershipId,
          {
            membershipId,
            name: `User ${place}`,
            email: '',
            role: 'viewer',
            status: 'active',
            endsAt: null,
            permissions: [],
            access: access ? { [w.payroll]: access } : {},
          },
        ]),
      ),
    }) as unknown as AccessState
  expect(linesOf(one('manual', 0), one('account', 2))).toMatchObject([
    { kind: 'for-all', applicationName: 'Payroll', people: 4, level: 'account' },
  ])
  expect(linesOf(one('account', 2), one('manual', 0))).toMatchObject([{ kind: 'not-for-all', people: 4 }])
  expect(linesOf(one('account', 2), one('manual', 4)).map(({ kind }) => kind)).toEqual([
    'not-for-all',
    'reason',
    'reason',
    'reason',
    'reason',
  ])
})
