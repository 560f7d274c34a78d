import { describe, expect, it } from 'vitest'
import type { MatrixRow } from '../../../ipc/views.ts'
import { adviceInWords, faceOf, sourcesOf } from './faces.ts'

const row = {
  place: 0,
  membershipId: 'm',
  userId: 'u',
  name: 'Ana Abara',
  email: 'ana@example.com',
  role: 'viewer',
  isOwner: false,
  isMe: false,
  status: 'active',
  lastActiveAt: null,
  access: '.145',
  locks: '.xe.e',
  decisions: 'k..r.',
  advice: 'k..r.',
  noted: [3],
} as unknown as MatrixRow

describe('cells of a review', () => {
  it('rule 25: each says by sign, word and name what it is: decided, locked with its reason, or without access', () => {
    expect(faceOf(row, 0, 'Account')).toMatchObject({ look: 'keep', mark: '✓', text: 'Keep' })
    expect(faceOf(row, 1, 'Ledger')).toMatchObject({ look: 'none', label: 'Ana Abara, Ledger: no access' })
    const locked = faceOf(row, 2, 'Payroll')
    expect(locked).toMatchObject({ look: 'locked', mark: 'E', source: 'environment' })
    expect(locked.label).toContain('locked: Every user has it by an auto-assignment of the environment.')
    const revoked = faceOf(row, 3, 'CRM')
    expect(revoked).toMatchObject({ look: 'revoke', mark: '✕', hasNote: true })
    expect(revoked.label).toContain('has a note')
    expect(faceOf(row, 4, 'Mail').mark, 'every source has its letter').toBe('E+M')
  })

  it('shows what is recommended only until it is decided', () => {
    const open = { ...row, decisions: '.....' }
    expect(faceOf(open, 3, 'CRM')).toMatchObject({ look: 'open', mark: 'M', text: 'revoke?' })
    expect(faceOf(open, 3, 'CRM').label).toContain('recommended: Revoke')
  })
})

describe('a matrix without a review', () => {
  it('shows where access comes from', () => {
    const plain = { ...row, locks: null, decisions: null, advice: null, noted: null }
    expect(faceOf(plain, 2, 'Payroll').look, 'nothing is decided here').toBe('open')
    expect(faceOf(plain, 3, 'CRM')).toMatchObject({ look: 'open', mark: 'M', text: '' })
    expect(faceOf(plain, 3, 'CRM').label).not.toContain('not decided')
    expect(sourcesOf('7')).toEqual(['environment', 'account', 'grant'])
    expect(sourcesOf('.')).toEqual([])
  })
})

describe('recommendations', () => {
  it('rule 25: each has its reason', () => {
    const say = (reason: 'unseen' | 'unusual' | 'used', days: number | null, share: number | null = null) =>
      adviceInWords({ decision: 'revoke', reason, days, percent: share })
    expect(say('unseen', 120)).toBe('Revoke: not seen for 120 days')
    expect(say('unseen', null)).toBe('Revoke: never seen since they were added')
    expect(say('unusual', null, 4)).toBe('Revoke: 4% of the users with this role have it')
    expect(say('used', 1)).toBe('Revoke: seen 1 day ago')
  })
})
