import { z } from 'zod'
import { type Membership, membershipSchema } from '../entities/membership.ts'

export const duplicateReasonSchema = z.enum(['mailbox', 'name_and_local_part', 'name'])
/**
 * Why two logins may be one person's: mail to both arrives in one mailbox; the name and what stands before the @ are
 * the same; the name is the same and one of the two is a legacy login.
 */
export type DuplicateReason = z.infer<typeof duplicateReasonSchema>

export const duplicateGroupSchema = z
  .object({
    keep: membershipSchema,
    others: z.array(z.object({ membership: membershipSchema, reasons: z.array(duplicateReasonSchema) })),
  })
  .meta({ id: 'DuplicateGroup' })

/** What is looked at. `grants`: how many applications were given to this membership alone. */
export type DuplicateCandidate = Pick<
  Membership,
  'id' | 'name' | 'email' | 'isOwner' | 'isLegacy' | 'status' | 'permissions' | 'lastActiveAt' | 'createdAt'
> & { grants: number }

export interface DuplicateGroup<T> {
  keep: T
  others: { member: T; reasons: DuplicateReason[] }[]
}

/**
 * Memberships of one account that are likely the same person's, each group with the one to keep and why the others
 * are taken for it. Every other one shares something with the one to keep, so that nobody is listed because of a
 * chain of others; nobody is in two groups; the order of the members doesn't matter. Grows with their number alone.
 *
 * Two people can have one name: a shared name alone counts only beside a legacy login, which were made anew for each
 * account, and a single word such as "Office" is no name in scripts that put spaces between them.
 */
export function likelyDuplicates<T extends DuplicateCandidate>(members: readonly T[]): DuplicateGroup<T>[] {
  const traits = members.map(traitsOf).toSorted((a, b) => preferred(a.member, b.member))
  const shelves = shelvesOf(traits)
  const taken = new Set<Traits<T>>()
  const groups: DuplicateGroup<T>[] = []
  for (const keep of traits) {
    if (taken.has(keep)) continue
    taken.add(keep)
    const others = [...alike(keep, shelves)].filter((other) => !taken.has(other))
    if (others.length === 0) continue
    for (const other of others) taken.add(other)
    groups.push({
      keep: keep.member,
      others: others
        .toSorted((a, b) => preferred(a.member, b.member))
        .map((other) => ({ member: other.member, reasons: reasonsOf(keep, other) })),
    })
  }
  return groups.toSorted((a, b) => compare(a.keep.name, b.keep.name) || compare(a.keep.id, b.keep.id))
}

/** What two logins are compared by. `isLegacy`: one of the time when each account had logins of its own. */
export interface LoginTraits {
  name: string
  email: string
  isLegacy: boolean
}

/** Why two logins may be one person's, by the rules of `likelyDuplicates`; none where nothing says so. */
export function sameLoginReasons(a: LoginTraits, b: LoginTraits): DuplicateReason[] {
  return reasonsOf(traitsOf(a), traitsOf(b))
}

/**
 * The one to keep comes first: the owner, who can't be removed; no legacy login; one that isn't suspended; whoever
 * has most access; whoever came last.
 */
function preferred(a: DuplicateCandidate, b: DuplicateCandidate): number {
  const access = ({ permissions, grants }: DuplicateCandidate) => permissions.length + grants
  return (
    Number(b.isOwner) - Number(a.isOwner) ||
    Number(a.isLegacy) - Number(b.isLegacy) ||
    Number(a.status === 'suspended') - Number(b.status === 'suspended') ||
    access(b) - access(a) ||
    compare(b.createdAt, a.createdAt) ||
    compare(b.lastActiveAt ?? '', a.lastActiveAt ?? '') ||
    compare(a.id, b.id)
  )
}

// By code unit: the same on every machine, whatever its language.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

interface Traits<T> {
  member: T
  mailbox: string | null
  /** Null for what isn't a name that tells people apart. */
  name: string | null
  nameAndLocalPart: string | null
}

function traitsOf<T extends LoginTraits>(member: T): Traits<T> {
  const words = wordsOf(member.name)
  const mailbox = mailboxOf(member.email)
  const name = words.toSorted().join(' ')
  return {
    member,
    mailbox: mailbox && `${mailbox.localPart}@${mailbox.domain}`,
    name: words.length > 1 || writtenWithoutSpaces.test(name) ? name : null,
    nameAndLocalPart: mailbox && name ? `${name}/${mailbox.localPart}` : null,
  }
}

/** Memberships by what they share. Whoever looks into a shelf takes all of it, so each is emptied once. */
interface Shelves<T> {
  mailbox: Map<string, Traits<T>[]>
  nameAndLocalPart: Map<string, Traits<T>[]>
  name: Map<string, Traits<T>[]>
  legacyName: Map<string, Traits<T>[]>
}

function shelvesOf<T extends DuplicateCandidate>(all: Traits<T>[]): Shelves<T> {
  const by = (from: Traits<T>[], key: (traits: Traits<T>) => string | null) => {
    const shelf = new Map<string, Traits<T>[]>()
    for (const traits of from) {
      const text = key(traits)
      if (text === null) continue
      const there = shelf.get(text)
      if (there) there.push(traits)
      else shelf.set(text, [traits])
    }
    return shelf
  }
  const legacy = all.filter(({ member }) => member.isLegacy)
  return {
    mailbox: by(all, ({ mailbox }) => mailbox),
    nameAndLocalPart: by(all, ({ nameAndLocalPart }) => nameAndLocalPart),
    name: by(all, ({ name }) => name),
    legacyName: by(legacy, ({ name }) => name),
  }
}

function alike<T extends DuplicateCandidate>(keep: Traits<T>, shelves: Shelves<T>): Set<Traits<T>> {
  const take = (shelf: Map<string, Traits<T>[]>, key: string | null) => {
    const found = key === null ? undefined : shelf.get(key)
    if (key !== null) shelf.delete(key)
    return found ?? []
  }
  return new Set([
    ...take(shelves.mailbox, keep.mailbox),
    ...take(shelves.nameAndLocalPart, keep.nameAndLocalPart),
    ...take(keep.member.isLegacy ? shelves.name : shelves.legacyName, keep.name),
  ])
}

function reasonsOf(a: Traits<LoginTraits>, b: Traits<LoginTraits>): DuplicateReason[] {
  const same = (x: string | null, y: string | null) => x !== null && x === y
  const reasons: DuplicateReason[] = []
  if (same(a.mailbox, b.mailbox)) reasons.push('mailbox')
  if (same(a.nameAndLocalPart, b.nameAndLocalPart)) reasons.push('name_and_local_part')
  if (same(a.name, b.name) && (a.member.isLegacy || b.member.isLegacy)) reasons.push('name')
  return reasons
}

/** Where a whole name is written as one word. */
const writtenWithoutSpaces = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}]{2,}$/u

// Letters with a stroke or tied together, which no decomposition takes apart.
const plainLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
}

/** The words of a name without case, accents and punctuation. Vowel signs of other scripts are no accents and stay. */
function wordsOf(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f'’ʼ`]/g, '')
    .replaceAll(/[ßæœøđðłþıς]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFC')
  return plain.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '')
}

/** Where mail to an address arrives: dots in the part before the @, and what follows a +, make no difference. */
function mailboxOf(email: string): { localPart: string; domain: string } | null {
  const address = email.trim().normalize('NFKC').toLowerCase()
  const at = address.lastIndexOf('@')
  if (at < 1 || at === address.length - 1) return null
  const whole = address.slice(0, at)
  const localPart = whole.replace(/\+.*$/s, '').replaceAll('.', '') || whole
  const domain = address.slice(at + 1).replace(/^googlemail\.com$/, 'gmail.com')
  return { localPart, domain }
}
