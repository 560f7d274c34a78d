import { describe, expect, test } from 'vitest'
import type { AccountDetail } from '../../../ipc/views.ts'
import type { Rights } from '../../data/use-session.ts'
import { type Acted, refusalsFor } from './use-user-actions.ts'

const lacks = 'You lack it.'

function rightsOf(account: Partial<AccountDetail>, refused: string | null = null): Rights {
  return {
    account: { isOwner: false, via: 'membership', ...account } as AccountDetail,
    refusal: () => refused,
    can: () => refused === null,
  }
}

const ben: Acted = {
  membershipId: 'ben',
  name: 'Ben',
  isOwner: false,
  isMe: false,
  status: 'active',
  endsAt: null,
  version: 1,
}

describe('rule 9: what is forbidden about a user says why', () => {
  test('nothing is done to the owner, whoever asks', () => {
    const refusals = refusalsFor({ ...ben, isOwner: true }, rightsOf({ isOwner: true }), null)
    for (const what of ['edit', 'suspend', 'remove'] as const)
      expect(refusals[what]).toContain('Transfer the ownership first')
    expect(refusals.transfer).toBe('This user is the owner.')
  })

  test('a lacking permission names whom to ask, but not oneself', () => {
    expect(refusalsFor(ben, rightsOf({}, lacks), 'Olga').remove).toBe('You lack it. The owner is Olga.')
    expect(refusalsFor(ben, rightsOf({ isOwner: true }, lacks), 'Olga').remove).toBe(lacks)
  })

  test('nobody suspends or removes themselves here', () => {
    const refusals = refusalsFor({ ...ben, isMe: true }, rightsOf({}), null)
    expect(refusals.remove).toContain('Settings')
    expect(refusals.suspend).toBe(refusals.remove)
    expect(refusals.edit).toBeNull()
  })
})

describe('rule 15: the ownership is handed over', () => {
  test('by the owner, or by an administrator of the environment, to somebody active', () => {
    expect(refusalsFor(ben, rightsOf({ isOwner: true }), null).transfer).toBeNull()
    expect(refusalsFor(ben, rightsOf({ via: 'environment' }), 'Olga').transfer).toBeNull()
    expect(refusalsFor(ben, rightsOf({}), 'Olga').transfer).toBe(
      'Only the owner hands the account over. Ask Olga.',
    )
    expect(
      refusalsFor({ ...ben, status: 'suspended' }, rightsOf({ isOwner: true }), null).transfer,
    ).toContain('suspended')
  })
})
