import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AccessSource } from '../entities/application.ts'
import type { ReviewDecisions, ReviewSnapshot, SnapshotPerson } from '../entities/review-documents.ts'
import type { ApplicationId, MembershipId, ReviewId, UserId } from '../ids.ts'
import { canonicalJson, type Json } from './canonical-json.ts'
import {
  accessAt,
  accessLetter,
  type Deciding,
  decisionAt,
  letterOf,
  lockOf,
  noDecisions,
  reviewTotals,
} from './review-cells.ts'
import { type AccessNow, reviewActions } from './review-changes.ts'
import { refuseDecisions, reviewOutcome } from './review-checks.ts'
import { recommend, whatIsUsual } from './review-recommendations.ts'
import { decisionsBeforeSecond } from './review-signed.ts'

const id = <T extends string>(n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as T
const asOf = '2026-03-02T09:00:00.000Z'
const daysAgo = (days: number) => new Date(Date.parse(asOf) - days * 86_400_000).toISOString()

function person(n: number, overrides: Partial<SnapshotPerson> = {}): SnapshotPerson {
  return {
    membershipId: id<MembershipId>(100 + n),
    userId: id<UserId>(200 + n),
    name: `Person ${n}`,
    email: `person${n}@example.com`,
    role: 'viewer',
    isOwner: false,
    isLegacy: false,
    status: 'active',
    permissions: [],
    lastActiveAt: daysAgo(1),
    endsAt: null,
    createdAt: daysAgo(400),
    access: '44',
    ...overrides,
  }
}

function snapshotOf(people: SnapshotPerson[]): ReviewSnapshot {
  const width = people[0]?.access.length ?? 0
  return {
    format: 'gatehouse.review.snapshot/1',
    reviewId: id<ReviewId>(1),
    account: { id: id(2), name: 'Silverford', reference: 'S-1', environmentName: 'Production' },
    scope: { applicationIds: null, roles: null, unusedDays: null },
    asOf,
    cursor: null,
    waiting: 0,
    applications: Array.from({ length: width }, (_, n) => ({
      id: id<ApplicationId>(300 + n),
      name: `Application ${n}`,
      type: 'application' as const,
      status: 'active' as const,
      level: 'manual' as const,
    })),
    people,
    administrators: null,
  }
}

const deciding = (overrides: Partial<Deciding> = {}): Deciding => ({
  reviewerId: id<UserId>(200),
  allowsSelf: false,
  by: 'reviewer',
  ...overrides,
})

const decided = (cells: string[], rest: Partial<ReviewDecisions> = {}): ReviewDecisions => ({
  format: 'gatehouse.review.decisions/1',
  cells,
  notes: [],
  changes: [],
  ...rest,
})

const anyJson = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value

function shuffled(value: Json): Json {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as Record<string, Json>).toReversed()
  return Object.fromEntries(entries.map(([key, each]) => [key, shuffled(each)]))
}

describe('the canonical form', () => {
  test('is one text whatever order the fields come in, and reads as the same value', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(shuffled(value))).toBe(text)
        expect(canonicalJson(JSON.parse(text) as Json)).toBe(text)
      }),
    )
  })

  test('has keys by their code units, no white space, and nothing of what is undefined', () => {
    expect(canonicalJson({ b: [1, 'é\n'], a: undefined, Z: null, '10': true, '9': {} })).toBe(
      '{"10":true,"9":{},"Z":null,"b":[1,"é\\n"]}',
    )
  })

  test('refuses numbers that languages write differently', () => {
    for (const number of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => canonicalJson([number])).toThrow(RangeError)
  })
})

describe('cells', () => {
  test('keep every set of sources in one character', () => {
    const all: AccessSource[] = ['environment', 'account', 'grant']
    fc.assert(
      fc.property(fc.subarray(all), (sources) => {
        expect(accessAt({ access: accessLetter(sources) }, 0)).toEqual(sources)
      }),
    )
    expect(accessLetter([])).toBe('.')
  })

  test('keep every decision in one letter', () => {
    for (const decision of ['keep', 'revoke', 'unsure', 'change', null] as const)
      expect(decisionAt(letterOf(decision), 0)).toBe(decision)
  })

  test('are locked with the reason', () => {
    const lock = (access: string, cell: number, rest: Partial<SnapshotPerson> = {}) =>
      lockOf(person(1, { access, ...rest }), cell, deciding())
    expect(lock('4', 1)).toBeNull()
    expect(lock('.', 1)).toBe('none')
    expect(lock('5', 1)).toBe('environment')
    expect(lock('6', 1)).toBe('account')
    expect(lock('4', 0, { isOwner: true })).toBe('owner')
    expect(lock('4', 1, { isOwner: true })).toBeNull()
  })

  test('of the reviewer’s own access are for the second one, and for nobody else', () => {
    const own = person(0)
    expect(lockOf(own, 1, deciding())).toBe('self')
    expect(lockOf(own, 1, deciding({ allowsSelf: true }))).toBeNull()
    expect(lockOf(own, 1, deciding({ by: 'second' }))).toBeNull()
    expect(lockOf(person(1), 1, deciding({ by: 'second' }))).toBe('self')
  })
})

const anyPeople = fc
  .integer({ min: 0, max: 4 })
  .chain((width) =>
    fc.array(
      fc.record({
        access: fc
          .array(fc.constantFrom(...'.1234567'), { minLength: width, maxLength: width })
          .map((letters) => letters.join('')),
        isOwner: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map((all) => all.map((overrides, n) => person(n, overrides)))

test('whoever decides, each cell is one person’s to decide, and what both decide is all that can be', () => {
  fc.assert(
    fc.property(anyPeople, fc.boolean(), (people, allowsSelf) => {
      const snapshot = snapshotOf(people)
      const by = (who: Deciding['by']) => deciding({ allowsSelf, by: who })
      const cells = people.map((each) =>
        Array.from({ length: each.access.length + 1 }, (_, cell) =>
          lockOf(each, cell, by('reviewer')) === null || lockOf(each, cell, by('second')) === null
            ? 'k'
            : '.',
        ).join(''),
      )
      const all = decided(cells)
      const first = reviewTotals(snapshot, all, by('reviewer'))
      const second = reviewTotals(snapshot, all, by('second'))
      const count = cells.join('').replaceAll('.', '').length
      expect(first.total + second.total).toBe(count)
      expect([first.decided, second.decided]).toEqual([first.total, second.total])
      const review = { reviewerId: id<UserId>(200), secondReviewerId: id<UserId>(201), allowsSelf }
      expect(reviewOutcome(snapshot, all, review)).toMatchObject({ keep: count, own: 0 })
      expect(refuseDecisions(snapshot, all, by('second'))).toBeNull()
      const before = allowsSelf ? all : decisionsBeforeSecond(snapshot, all, review.reviewerId)
      expect(refuseDecisions(snapshot, before, by('reviewer'))).toBeNull()
      expect(reviewTotals(snapshot, before, by('reviewer'))).toMatchObject({ decided: first.total })
      const none = reviewTotals(snapshot, noDecisions(snapshot), by('reviewer'))
      expect(none).toMatchObject({ decided: 0, own: second.total })
    }),
  )
})

test('decisions that do not fit are refused', () => {
  const snapshot = snapshotOf([person(0), person(1)])
  const refused = (decisions: ReviewDecisions) => refuseDecisions(snapshot, decisions, deciding())?.code
  expect(refused(decided(['...', 'krn']))).toBeUndefined()
  expect(refused(decided(['...']))).toBe('validation')
  expect(refused(decided(['...', 'kr']))).toBe('validation')
  expect(refused(decided(['k..', 'krn'])), 'own access').toBe('validation')
  expect(refused(decided(['...', 'ckk'])), 'a change to nothing').toBe('validation')
  const changes = [{ person: 1, change: { role: 'technician' as const } }]
  expect(refused(decided(['...', 'ckk'], { changes }))).toBeUndefined()
  expect(refused(decided(['...', 'kkk'], { changes }))).toBe('validation')
  const note = { person: 1, cell: 1, note: 'Why' }
  expect(refused(decided(['...', 'kkk'], { notes: [note] }))).toBeUndefined()
  expect(refused(decided(['...', 'kkk'], { notes: [note, note] }))).toBe('validation')
  expect(refused(decided(['...', 'kkk'], { notes: [{ ...note, person: 2 }] }))).toBe('validation')
})

describe('recommendations', () => {
  const say = (overrides: Partial<SnapshotPerson>, cell = 0, others: SnapshotPerson[] = []) => {
    const one = person(1, overrides)
    const snapshot = snapshotOf([one, ...others])
    return recommend(snapshot, whatIsUsual(snapshot), one, cell)
  }

  test('come with the strongest reason', () => {
    expect(say({ status: 'suspended' })).toMatchObject({ decision: 'revoke', reason: 'suspended' })
    expect(say({ lastActiveAt: daysAgo(90) })).toMatchObject({
      decision: 'revoke',
      reason: 'unseen',
      days: 90,
    })
    expect(say({ lastActiveAt: daysAgo(89) })).toMatchObject({ decision: 'keep', reason: 'used', days: 89 })
    expect(say({ lastActiveAt: null })).toMatchObject({ reason: 'unseen', days: null })
    expect(say({ lastActiveAt: null, createdAt: daysAgo(3) })).toMatchObject({ decision: 'keep' })
    expect(say({ isLegacy: true })).toMatchObject({ decision: 'unsure', reason: 'legacy' })
    const endsAt = new Date(Date.parse(asOf) + 86_400_000).toISOString()
    expect(say({ endsAt })).toMatchObject({ decision: 'keep', reason: 'ending', days: 1 })
  })

  test('say what few others of the role have', () => {
    const others = Array.from({ length: 19 }, (_, n) => person(2 + n, { access: '.4' }))
    expect(say({}, 1, others)).toMatchObject({ decision: 'unsure', reason: 'unusual', percent: 5 })
    expect(say({}, 2, others)).toMatchObject({ decision: 'keep' })
    expect(say({}, 1, others.slice(0, 5)), 'too few to tell').toMatchObject({ decision: 'keep' })
  })
})

describe('what follows from a review', () => {
  const people = [person(0, { isOwner: true }), person(1), person(2)]
  const snapshot = snapshotOf(people)
  const now = (overrides: Partial<AccessNow> = {}): AccessNow => ({
    membership: (wanted) => {
      const found = people.find(({ membershipId }) => membershipId === wanted)
      return found ? { role: found.role, isOwner: found.isOwner, version: 7 } : null
    },
    sources: () => ['grant'],
    ...overrides,
  })
  const kinds = (decisions: ReviewDecisions, as = now()) => {
    const { actions, conflicts } = reviewActions(snapshot, decisions, as)
    return [
      ...actions.map(({ kind, place }) => `${kind} ${place}`),
      ...conflicts.map(({ kind, person: place, cell }) => `${kind} ${place}.${cell}`),
    ]
  }

  test('is one change for each: whoever is removed needs no more than that', () => {
    expect(kinds(decided(['.kk', 'rrr', 'krk']))).toEqual(['remove 1', 'ungrant 2'])
    const changes = [{ person: 2, change: { role: 'technician' as const } }]
    const { actions } = reviewActions(snapshot, decided(['.kk', 'kkk', 'ckk'], { changes }), now())
    expect(actions).toMatchObject([{ kind: 'change', place: 2, baseVersion: 7 }])
  })

  test('is nothing for keep and not sure', () => {
    expect(kinds(decided(['.kk', 'nnn', 'kkk']))).toEqual([])
  })

  test('names whatever no longer holds, and never removes a new owner', () => {
    const gone = now({ membership: () => null })
    expect(kinds(decided(['.kk', 'rrr', 'kkk']), gone)).toEqual(['gone 0.0', 'gone 1.0', 'gone 2.0'])
    const owner = now({ membership: () => ({ role: 'owner', isOwner: true, version: 1 }) })
    expect(kinds(decided(['...', 'r..', 'k..']), owner)).toContain('became-owner 1.0')
    expect(kinds(decided(['...', 'r..', 'k..']), owner)).not.toContain('remove 1')
    const lost = now({ sources: () => [] })
    expect(kinds(decided(['.kk', 'kr.', 'kkk']), lost)).toContain('lost 1.1')
    const gained = now({ sources: () => ['account', 'grant'] })
    expect(kinds(decided(['.kk', 'krk', 'kkk']), gained)).toEqual(['ungrant 1', 'gained 1.1'])
  })
})
