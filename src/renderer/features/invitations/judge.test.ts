import type { Permission } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { readAddresses } from './addresses.ts'
import { isOneSlip, meantDomain } from './domains.ts'
import { addressesToAsk, endOfDay, isSent, judge, type Known, linesOf, type Offers } from './judge.ts'
import { type FileRow, mostAtOnce } from './table-file.ts'

const nobody: Known = { members: new Set(), suspended: new Set(), pending: new Set(), domains: new Set() }
const viewing: Permission[] = ['account.view', 'applications.view']
const offers: Offers = {
  roles: [
    { name: 'Viewer', role: 'viewer', permissions: viewing },
    { name: 'Admin', role: 'admin', permissions: ['account.edit'] },
    { name: 'Front desk', role: 'custom', permissions: ['account.view'] },
  ],
  held: viewing,
  applications: [
    { id: 'a1', key: 'payroll', name: 'Payroll' },
    { id: 'a2', key: 'books', name: 'Book Keeping' },
  ],
  applicationsRefused: null,
  ownerName: 'Owner',
  now: new Date('2026-11-22T10:00:00'),
}
const rowOf = (change: Partial<FileRow>): FileRow => ({
  id: 0,
  line: 2,
  email: 'a@x.test',
  name: '',
  role: '',
  applications: '',
  endsOn: '',
  ...change,
})
const judged = (text: string, known: Known = nobody) => judge(linesOf(readAddresses(text), []), known, offers)
const ofRow = (change: Partial<FileRow>, change2: Partial<Offers> = {}) =>
  judge(linesOf([], [rowOf(change)]), nobody, { ...offers, ...change2 })[0]

describe('rule 22: each pasted line is judged', () => {
  test('each gets one verdict, compared without case', () => {
    const known = {
      ...nobody,
      members: new Set(['member@x.test', 'away@x.test']),
      suspended: new Set(['away@x.test']),
      pending: new Set(['invited@x.test']),
    }
    const text = 'new@x.test\nMEMBER@x.test\ninvited@X.test\nNew@x.test\nana@\naway@x.test\nbo@gmial.com'
    expect(judged(text, known).map(({ verdict }) => verdict)).toEqual([
      'ok',
      'member',
      'invited',
      'duplicate',
      'invalid',
      'suspended',
      'mistyped',
    ])
  })

  test('an invalid address twice is invalid twice, never a duplicate', () => {
    expect(judged('ana\nana').map(({ verdict }) => verdict)).toEqual(['invalid', 'invalid'])
  })

  test('of ten thousand lines so many go out at once, and the others come later', () => {
    const all = judged(Array.from({ length: 10_000 }, (_, n) => `p${n}@x.test`).join('\n'))
    expect(all.filter(isSent)).toHaveLength(mostAtOnce)
    expect(all[mostAtOnce]?.verdict).toBe('later')
    expect(addressesToAsk(all.map(({ line }) => line))).toHaveLength(mostAtOnce)
  })

  test('a file gives each its own role, applications and end', () => {
    expect(ofRow({ role: ' VIEWER ', applications: 'Payroll; books', endsOn: '31.12.2026' })).toMatchObject({
      verdict: 'ok',
      own: {
        role: { role: 'viewer' },
        applicationIds: ['a1', 'a2'],
        membershipEndsAt: new Date(2026, 11, 31, 23, 59, 59).toISOString(),
      },
    })
    expect(ofRow({ role: 'front desk' })?.own.role).toMatchObject({
      role: 'custom',
      permissions: ['account.view'],
    })
  })

  test.each([
    [{ role: 'Chief' }, { kind: 'role-unknown', what: 'Chief' }],
    [{ role: 'custom' }, { kind: 'role-unknown', what: 'custom' }],
    [{ role: 'Owner' }, { kind: 'role-owner' }],
    [{ role: 'Admin' }, { kind: 'role-lacking', lacking: ['account.edit'] }],
    [{ applications: 'payroll, crm' }, { kind: 'application-unknown', what: 'crm' }],
    [{ endsOn: '12/31/2026' }, { kind: 'date-unreadable', what: '12/31/2026' }],
    [{ endsOn: '2026-02-30' }, { kind: 'date-unreadable', what: '2026-02-30' }],
    [{ endsOn: '2026-11-21' }, { kind: 'date-past' }],
  ])('what can not be given is said: %j', (change, refusal) => {
    expect(ofRow(change)).toMatchObject({ verdict: 'refused', refusal })
  })

  test('applications that the inviter may not assign are refused where a file names some', () => {
    expect(ofRow({ applications: 'payroll' }, { applicationsRefused: 'no' })?.refusal).toEqual({
      kind: 'applications-denied',
      why: 'no',
    })
    expect(ofRow({}, { applicationsRefused: 'no' })?.verdict).toBe('ok')
  })
})

test('a day ends at its very end, and today has not passed', () => {
  expect(endOfDay('2026-11-22')?.getHours()).toBe(23)
  expect(ofRow({ endsOn: '2026-11-22' })?.verdict).toBe('ok')
})

describe('domains that look mistyped', () => {
  test.each([
    ['gmial.com', 'gmail.com'],
    ['gmai.com', 'gmail.com'],
    ['outloook.com', 'outlook.com'],
    ['fernstone.con', 'fernstone.com'],
    ['ferstone.example', 'fernstone.example'],
  ])('%s was probably %s', (typed, meant) => {
    expect(meantDomain(typed, new Set(['fernstone.example']))).toBe(meant)
  })

  test.each(['gmail.com', 'ymail.com', 'mail.com', 'fernstone.example', 'silverford.test', 'x.test'])(
    '%s is not doubted',
    (typed) => expect(meantDomain(typed, new Set(['fernstone.example']))).toBeNull(),
  )

  test('a swap and one letter more, less or other are one slip; two are not', () => {
    for (const [a, b] of [
      ['abc', 'acb'],
      ['abc', 'ab'],
      ['abc', 'abd'],
      ['abc', 'xabc'],
    ] as const)
      expect(isOneSlip(a, b)).toBe(true)
    for (const [a, b] of [
      ['abc', 'abc'],
      ['abc', 'a'],
      ['abcd', 'badc'],
      ['abc', 'cba'],
    ] as const)
      expect(isOneSlip(a, b)).toBe(false)
  })
})
