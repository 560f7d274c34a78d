import type { InvitableRole, Permission } from '@gatehouse/contract'
import { type AddressFault, cleanAddress, faultOf, sameKey, type TypedAddress } from './addresses.ts'
import { meantDomain } from './domains.ts'
import { type FileRow, mostAtOnce } from './table-file.ts'

/** One person to be invited, from the field or from a file. */
export type InviteLine = { email: string; line: number; text: string; name: string; key: string } & (
  | { from: 'field'; start: number; end: number }
  | { from: 'file'; row: FileRow }
)

export type Verdict =
  | 'ok'
  /** Goes out, but the domain looks mistyped. */
  | 'mistyped'
  | 'member'
  | 'suspended'
  | 'invited'
  | 'duplicate'
  | 'invalid'
  /** What the file says beside the address can't be given. */
  | 'refused'
  /** More than can be sent at once: it comes after those before it. */
  | 'later'

/** Why what a file says beside an address can't be given. */
export type LineRefusal =
  | { kind: 'role-unknown'; what: string }
  | { kind: 'role-owner' }
  | { kind: 'role-lacking'; lacking: readonly Permission[] }
  | { kind: 'application-unknown'; what: string }
  | { kind: 'applications-denied'; why: string }
  | { kind: 'date-unreadable'; what: string }
  | { kind: 'date-past' }

/** What this person gets in place of what the form says. */
export interface OwnOffer {
  role?: { role: InvitableRole; permissions: readonly Permission[]; name: string }
  applicationIds?: readonly string[]
  membershipEndsAt?: string
}

export interface JudgedLine {
  line: InviteLine
  verdict: Verdict
  fault: AddressFault | null
  refusal: LineRefusal | null
  /** The address with the domain that was probably meant. */
  meant: string | null
  own: OwnOffer
}

/** What an account is known to hold; addresses as `normalizeAddress` spells them. */
export interface Known {
  members: ReadonlySet<string>
  suspended: ReadonlySet<string>
  pending: ReadonlySet<string>
  /** Where its users have their mail. */
  domains: ReadonlySet<string>
}

/** What may be given, for what a file says of each person. */
export interface Offers {
  roles: readonly { name: string; role: InvitableRole; permissions: readonly Permission[] }[]
  held: readonly Permission[]
  applications: readonly { id: string; key: string; name: string }[]
  /** Why applications can't be given at all; null: they can. */
  applicationsRefused: string | null
  ownerName: string
  now: Date
}

export function linesOf(typed: readonly TypedAddress[], rows: readonly FileRow[]): InviteLine[] {
  return [
    ...typed.map((address): InviteLine => ({ ...address, from: 'field', key: `field-${address.start}` })),
    ...rows.map(
      (row): InviteLine => ({
        from: 'file',
        key: `file-${row.id}`,
        row,
        line: row.line,
        text: row.email,
        email: cleanAddress(row.email),
        name: row.name,
      }),
    ),
  ]
}

/** The addresses that the account is asked about: those that could go out at once. */
export function addressesToAsk(lines: readonly InviteLine[]): string[] {
  const found = new Set<string>()
  for (const { email } of lines) {
    if (found.size === mostAtOnce) break
    if (faultOf(email) === null) found.add(sameKey(email))
  }
  return [...found]
}

/** One verdict a line, in order; of several alike the first one counts, and the others are duplicates. */
export function judge(lines: readonly InviteLine[], known: Known, offers: Offers): JudgedLine[] {
  const seen = new Set<string>()
  const domains = usualDomains(lines, known.domains)
  const meantOf = remembering((domain: string) => meantDomain(domain, domains))
  return lines.map((line): JudgedLine => {
    const { own, refusal } = line.from === 'file' ? ownOffer(line.row, offers) : nothingOwn
    const fault = faultOf(line.email)
    const said = { line, fault, refusal, own, meant: null }
    if (fault) return { ...said, verdict: 'invalid' }
    const key = sameKey(line.email)
    if (seen.has(key)) return { ...said, verdict: 'duplicate' }
    if (seen.size === mostAtOnce) return { ...said, verdict: 'later' }
    seen.add(key)
    if (known.suspended.has(key)) return { ...said, verdict: 'suspended' }
    if (known.members.has(key)) return { ...said, verdict: 'member' }
    if (known.pending.has(key)) return { ...said, verdict: 'invited' }
    if (refusal) return { ...said, verdict: 'refused' }
    const at = line.email.lastIndexOf('@')
    const domain = meantOf(line.email.slice(at + 1))
    if (domain === null) return { ...said, verdict: 'ok' }
    return { ...said, verdict: 'mistyped', meant: `${line.email.slice(0, at + 1)}${domain}` }
  })
}

/** Whether an invitation goes out for it. */
export function isSent({ verdict }: Pick<JudgedLine, 'verdict'>): boolean {
  return verdict === 'ok' || verdict === 'mistyped'
}

const nothingOwn = { own: {}, refusal: null }
const usualFrom = 3

/** Domains that three of the lines have, or that the account's users have, aren't doubted. */
function usualDomains(lines: readonly InviteLine[], known: ReadonlySet<string>): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const { email } of lines) {
    const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
    counts.set(domain, (counts.get(domain) ?? 0) + 1)
  }
  const usual = [...counts].filter(([, count]) => count >= usualFrom).map(([domain]) => domain)
  // A long list of domains says little of any of them, and would take long to compare with.
  return new Set([...known, ...usual.slice(0, 20)])
}

function remembering<T>(find: (text: string) => T): (text: string) => T {
  const found = new Map<string, T>()
  return (text) => {
    const known = found.get(text)
    if (known !== undefined || found.has(text)) return known as T
    const value = find(text)
    found.set(text, value)
    return value
  }
}

function ownOffer(row: FileRow, offers: Offers): { own: OwnOffer; refusal: LineRefusal | null } {
  const role = readRole(row.role, offers)
  const applications = readApplications(row.applications, offers)
  const end = readEnd(row.endsOn, offers.now)
  const refusal = role.refusal ?? applications.refusal ?? end.refusal ?? null
  return refusal
    ? { own: {}, refusal }
    : { own: { ...role.own, ...applications.own, ...end.own }, refusal: null }
}

interface Read {
  own?: OwnOffer
  refusal?: LineRefusal
}

const plain = (text: string) => text.trim().normalize('NFKC').toLowerCase()

function readRole(written: string, { roles, held, ownerName }: Offers): Read {
  const wanted = plain(written)
  if (wanted === '') return {}
  if (wanted === 'owner' || wanted === plain(ownerName)) return { refusal: { kind: 'role-owner' } }
  const found = roles.find(
    ({ role, name }) => plain(name) === wanted || (role !== 'custom' && role === wanted),
  )
  if (!found) return { refusal: { kind: 'role-unknown', what: written } }
  const lacking = found.permissions.filter((permission) => !held.includes(permission))
  return lacking.length > 0 ? { refusal: { kind: 'role-lacking', lacking } } : { own: { role: found } }
}

function readApplications(written: string, { applications, applicationsRefused }: Offers): Read {
  const named = written
    .split(/[,;|\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (named.length === 0) return {}
  if (applicationsRefused !== null) {
    return { refusal: { kind: 'applications-denied', why: applicationsRefused } }
  }
  const found = named.map((name) =>
    applications.find((each) => plain(each.key) === plain(name) || plain(each.name) === plain(name)),
  )
  const missing = named.find((_, index) => found[index] === undefined)
  if (missing !== undefined) return { refusal: { kind: 'application-unknown', what: missing } }
  return { own: { applicationIds: [...new Set(found.flatMap((each) => (each ? [each.id] : [])))] } }
}

function readEnd(written: string, now: Date): Read {
  if (written.trim() === '') return {}
  const end = endOfDay(written)
  if (end === null) return { refusal: { kind: 'date-unreadable', what: written } }
  return end.getTime() > now.getTime()
    ? { own: { membershipEndsAt: end.toISOString() } }
    : { refusal: { kind: 'date-past' } }
}

/**
 * The end of a day written as 2026-12-31 or 31.12.2026, where this computer stands. With slashes nobody can tell the day
 * from the month, so those are not read.
 */
export function endOfDay(written: string): Date | null {
  const found =
    /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/.exec(written.trim()) ??
    /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/.exec(written.trim())
  if (!found?.groups) return null
  const [year, month, day] = [found.groups.year, found.groups.month, found.groups.day].map(Number)
  if (year === undefined || month === undefined || day === undefined) return null
  const end = new Date(year, month - 1, day, 23, 59, 59)
  return end.getMonth() === month - 1 && end.getDate() === day ? end : null
}
