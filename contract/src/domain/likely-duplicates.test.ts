import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MembershipId } from '../ids.ts'
import { type DuplicateCandidate, likelyDuplicates } from './likely-duplicates.ts'

let count = 0
function person(name: string, email: string, others: Partial<DuplicateCandidate> = {}): DuplicateCandidate {
  count += 1
  return {
    id: `m${String(count).padStart(6, '0')}` as MembershipId,
    name,
    email,
    isOwner: false,
    isLegacy: false,
    status: 'active',
    permissions: ['account.view'],
    lastActiveAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    grants: 0,
    ...others,
  }
}

const legacy = { isLegacy: true }
/** Each group as the addresses in it, the kept one first, with the reasons of the others. */
const inWords = (members: DuplicateCandidate[]) =>
  likelyDuplicates(members).map(({ keep, others }) => [
    keep.email,
    ...others.map(({ member, reasons }) => `${member.email}: ${reasons.join(' ')}`),
  ])
const areAlike = (a: DuplicateCandidate, b: DuplicateCandidate) => likelyDuplicates([a, b]).length === 1

describe('a name is the same', () => {
  test.each([
    ['Ana Ruiz', 'RUIZ, Ana'],
    ['Zoë Müller', 'zoe muller'],
    ['Łukasz Żak', 'Lukasz Zak'],
    ['Søren Strauß', 'Soren Strauss'],
    ["Sean O'Brien", 'Sean OBrien'],
    ['Anne-Marie Roy', 'Anne Marie Roy'],
    ['İpek Işık', 'ipek isik'],
    ['Γιώργος Σεφέρης', 'ΓΙΩΡΓΟΣ ΣΕΦΕΡΗΣ'],
    ['Андрей Попов', 'Попов Андрей'],
    ['王小明', '王小明'],
    ['スズキ・イチロー', 'スズキ イチロー'],
    ['محمد علي', 'علي محمد'],
  ])('%s, %s', (modern, old) => {
    expect(areAlike(person(modern, 'new@one.example'), person(old, 'old@two.example', legacy))).toBe(true)
  })
})

describe('a name is another', () => {
  test.each([
    ['Ana Ruiz', 'Ana Ruis'],
    // Vowel signs are no accents.
    ['राम कुमार', 'रीम कुमार'],
    ['か き', 'が き'],
    ['Office', 'Office'],
    ['', ''],
    ['—', '...'],
  ])('%s, %s', (modern, old) => {
    expect(areAlike(person(modern, 'new@one.example'), person(old, 'old@two.example', legacy))).toBe(false)
  })

  test('and two of today whose names are the same may be two people', () => {
    const members = [person('Ana Ruiz', 'ana@one.example'), person('Ana Ruiz', 'a.ruiz@two.example')]
    expect(likelyDuplicates(members)).toEqual([])
  })
})

describe('a mailbox is the same', () => {
  test.each([
    ['Ana@Example.com', 'ana+fernstone@example.com'],
    ['ana.ruiz@example.com', 'anaruiz@example.com'],
    ['ana@gmail.com', 'a.n.a@googlemail.com'],
  ])('%s, %s', (one, other) => {
    expect(inWords([person('A', one), person('B', other)])).toHaveLength(1)
  })

  test.each([
    ['ana@example.com', 'ana@example.net'],
    ['+a@example.com', '+b@example.com'],
    ['nonsense', 'nonsense'],
    ['@example.com', '@example.com'],
  ])('but not here: %s, %s', (one, other) => {
    expect(inWords([person('A', one), person('B', other)])).toEqual([])
  })
})

test('every reason that holds is named', () => {
  expect(
    inWords([person('Ana Ruiz', 'ana@example.com'), person('Ruiz Ana', 'ana+old@example.com', legacy)]),
  ).toEqual([['ana@example.com', 'ana+old@example.com: mailbox name_and_local_part name']])
  expect(inWords([person('Office', 'office@a.example'), person('office', 'OFFICE@b.example')])).toEqual([
    ['office@a.example', 'OFFICE@b.example: name_and_local_part'],
  ])
})

describe('kept is', () => {
  const at = (day: number) => ({ createdAt: `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z` })
  const keptOf = (...members: DuplicateCandidate[]) =>
    likelyDuplicates(members.map((member) => ({ ...member, name: 'Ana Ruiz', email: 'ana@example.com' })))[0]
      ?.keep.id
  const any = (others: Partial<DuplicateCandidate>) => person('', '', others)

  test('the owner, who can not be removed', () => {
    const owner = any({ isOwner: true, isLegacy: true })
    expect(keptOf(any({ grants: 9 }), owner)).toBe(owner.id)
  })
  test('no legacy login, however much it has', () => {
    const modern = any({})
    expect(keptOf(any({ isLegacy: true, grants: 9 }), modern)).toBe(modern.id)
  })
  test('one that is not suspended', () => {
    const active = any({})
    expect(keptOf(any({ status: 'suspended', grants: 9 }), active)).toBe(active.id)
  })
  test('whoever has most access, and then the newest', () => {
    const most = any({ permissions: ['account.view', 'users.view'], grants: 1, ...at(1) })
    expect(keptOf(any({ grants: 1, ...at(5) }), most)).toBe(most.id)
    const newest = any(at(7))
    expect(keptOf(any(at(3)), newest)).toBe(newest.id)
  })
})

test('nobody is listed for what only the others share among themselves', () => {
  // The old login shares a name with the new one, and a mailbox with somebody else of today.
  const ana = person('Ana Ruiz', 'ana@example.com', { grants: 3 })
  const old = person('Ana Ruiz', 'desk@example.com', legacy)
  const bob = person('Bob Stone', 'desk+bob@example.com')
  expect(inWords([bob, old, ana])).toEqual([['ana@example.com', 'desk@example.com: name']])
})

describe('for any members', () => {
  const names = [
    'Ana Ruiz',
    'Ruiz, ANA',
    'Bob Stone',
    'bob stone',
    'Office',
    '王小明',
    'Zoë Ng',
    'Zoe Ng',
    '',
  ]
  const addresses = ['ana', 'a.na', 'ana+x', 'bob', 'desk', 'desk+2', '+'].flatMap((local) => [
    `${local}@example.com`,
    `${local}@example.net`,
  ])
  const members = fc.array(
    fc
      .record({
        name: fc.constantFrom(...names),
        email: fc.constantFrom(...addresses),
        isLegacy: fc.boolean(),
        isOwner: fc.constantFrom(false, false, false, true),
        status: fc.constantFrom('active', 'suspended'),
        grants: fc.nat(3),
        createdAt: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'),
      })
      .map(({ name, email, ...others }) => person(name, email, others)),
    { maxLength: 20 },
  )

  test('their order makes no difference', () => {
    fc.assert(
      fc.property(members, fc.infiniteStream(fc.nat()), (all, random) => {
        const shuffled = all
          .map((member) => ({ member, at: random.next().value }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ member }) => member)
        expect(likelyDuplicates(shuffled)).toEqual(likelyDuplicates(all))
      }),
    )
  })

  test('nobody is in two groups, and every one listed shares what is said with the kept one', () => {
    fc.assert(
      fc.property(members, (all) => {
        const groups = likelyDuplicates(all)
        const listed = groups.flatMap(({ keep, others }) => [keep, ...others.map(({ member }) => member)])
        expect(new Set(listed).size).toBe(listed.length)
        for (const { keep, others } of groups) {
          expect(others.length).toBeGreaterThan(0)
          for (const { member, reasons } of others) {
            expect(reasons).not.toEqual([])
            // Alone with the kept one they are told for the same reasons.
            const [pair] = likelyDuplicates([keep, member])
            expect(pair?.others).toEqual([{ member, reasons }])
            expect(pair?.keep).toBe(keep)
          }
        }
      }),
    )
  })

  test('no pair is overlooked: of two that are alike at least one is listed', () => {
    fc.assert(
      fc.property(members, (all) => {
        const listed = new Set(
          likelyDuplicates(all).flatMap(({ keep, others }) => [keep, ...others.map(({ member }) => member)]),
        )
        for (const a of all) {
          for (const b of all) {
            if (a !== b && areAlike(a, b)) expect(listed.has(a) || listed.has(b)).toBe(true)
          }
        }
      }),
    )
  })

  test('whatever their names and addresses are, each is listed at most once', () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 })
    const odd = fc.array(
      fc.tuple(text, text, fc.boolean()).map(([name, email, isLegacy]) => person(name, email, { isLegacy })),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(odd, (all) => {
        const listed = likelyDuplicates(all).flatMap(({ keep, others }) => [
          keep,
          ...others.map(({ member }) => member),
        ])
        expect(new Set(listed).size).toBe(listed.length)
      }),
    )
  })
})
