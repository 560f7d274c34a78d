import type { AccountId, InvitationId, MembershipId } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import type { JoinerLine, LeaverLine } from '../../../ipc/views.ts'
import { addressesIn, canBeDone, changesOf as joinerChanges } from './joiner-plan.ts'
import { changesOf, heirsOf, planOf, sumOf } from './leaver-plan.ts'

const vera = 'vera' as MembershipId
const heir = { membershipId: vera, name: 'Vera', email: '', role: 'viewer', version: 4 }
const line = (over: Partial<Record<keyof LeaverLine, unknown>>) =>
  ({
    accountId: 'a',
    membershipId: 'm',
    isOwner: false,
    isMe: false,
    lastWith: [],
    removeRefusal: null,
    transferRefusal: null,
    heirs: [],
    ...over,
  }) as unknown as LeaverLine

test('an account that is owned is not left before somebody takes over, then in this order', () => {
  const lines = [
    line({ accountId: 'a' }),
    line({ accountId: 'b', membershipId: 'o', isOwner: true, heirs: [heir] }),
  ]
  const open = planOf(lines, {})
  expect(sumOf(open)).toEqual({ remove: 2, transfer: 1, keep: 0, blocked: 0, open: 1 })
  const chosen = planOf(lines, { o: { heirId: vera } })
  expect(sumOf(chosen).open).toBe(0)
  expect(heirsOf({ o: { heirId: vera }, p: { heirId: vera }, q: { choice: 'keep' } })).toEqual(['vera'])
  expect(changesOf(chosen, []).map(({ intent }) => [intent.args.accountId, intent.name])).toEqual([
    ['a', 'memberships.remove'],
    ['b', 'memberships.transferOwnership'],
    ['b', 'memberships.remove'],
  ])
})

test('what is kept, is oneself or may not be done stays out of the changes', () => {
  const plan = planOf(
    [
      line({ membershipId: 'kept' }),
      line({ membershipId: 'me', isMe: true }),
      line({ membershipId: 'lacking', removeRefusal: { code: 'forbidden' } }),
      line({ membershipId: 'owner', isOwner: true, transferRefusal: { code: 'forbidden' } }),
    ],
    { kept: { choice: 'keep', reason: 'until May' }, lacking: { choice: 'remove' } },
  )
  expect(plan.map(({ choice, block }) => [choice, block])).toEqual([
    ['keep', null],
    [null, 'self'],
    [null, 'lacking'],
    [null, 'owner'],
  ])
  const revoked = [{ accountId: 'a' as AccountId, invitationId: 'i' as InvitationId }]
  expect(changesOf(plan, revoked).map(({ intent }) => intent.name)).toEqual(['invitations.revoke'])
})

test('addresses are read line by line, each once; what is none is told', () => {
  expect(addressesIn('ana@acme.example, <Ben@acme.example>\nANA@acme.example; nobody')).toEqual({
    valid: ['ana@acme.example', 'Ben@acme.example'],
    invalid: ['nobody'],
  })
})

test('somebody new is invited with everything, somebody there gets what is missing', () => {
  const joiner = (over: Partial<Record<keyof JoinerLine, unknown>>) =>
    ({
      accountId: 'a',
      email: 'new@acme.example',
      kind: 'invite',
      role: 'technician',
      permissions: null,
      grants: [{ id: 'payroll', name: 'Payroll' }],
      membershipId: null,
      version: null,
      refusal: null,
      ...over,
    }) as unknown as JoinerLine
  const made = { newId: () => 'id', endsAt: '2026-06-01T00:00:00.000Z' }
  expect(joinerChanges(joiner({}), made)[0]?.intent).toMatchObject({
    name: 'invitations.create',
    args: { role: 'technician', applicationIds: ['payroll'], membershipEndsAt: made.endsAt },
  })
  const there = joiner({ kind: 'change', membershipId: 'm', version: 3 })
  expect(joinerChanges(there, made).map(({ intent }) => intent.name)).toEqual([
    'memberships.setPermissions',
    'grants.add',
  ])
  expect(canBeDone(joiner({ kind: 'same' }))).toBe(false)
  expect(canBeDone(joiner({ refusal: { code: 'forbidden' } }))).toBe(false)
})
