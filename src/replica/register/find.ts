import { type Permission, permissionSchema } from '@gatehouse/contract'
import type { AccessFilter } from '../../ipc/views.ts'
import { inSeconds } from './read.ts'
import type { Register, RegisterAccount } from './register.ts'
import { mark, roles } from './rows.ts'
import { holdsInARow, piecesOf, readTyped } from './words.ts'

/** What a filter names, by the numbers that it has here. */
export interface Asked {
  filter: AccessFilter
  /** Null: somebody who isn't here. */
  person: number | null
  application: { n: number; environmentId: string } | null
  /** Who administers an environment, by its id, where administrators are asked for. */
  administrators: ReadonlyMap<string, ReadonlySet<number>>
  now: Date
}

/** Rows of one account that were found. */
export interface Part {
  account: RegisterAccount
  from: number
  to: number
}

/** `rows` holds places in the columns; each part is those of one account. */
export interface Found {
  rows: Uint32Array<ArrayBuffer>
  total: number
  parts: Part[]
}

const daySeconds = 86_400

/** All that the filter lets through, out of the accounts that were read and whose users may be seen. */
export function findRows(register: Register, asked: Asked): Found {
  const { columns } = register.rows
  let rows = new Uint32Array(4096)
  let total = 0
  const parts: Part[] = []
  const { test, bits, wanted, unseenBefore } = rowTest(register, asked)
  const isAccountMeant = accountTest(asked)
  const { given } = register.rows
  const { mark: said, seen, grants } = columns
  const application = asked.application?.n ?? 0
  for (const account of register.accounts.values()) {
    const { count, start } = account.block
    if (!account.isRead || count === 0 || !isAccountMeant(account)) continue
    const access = accessIn(register, account, asked)
    if (access === 'none') continue
    const only = asked.filter.onlyOwner ? onlyFullRow(register, account, asked.now) : start
    if (only === -1) continue
    const administrators = asked.administrators.get(account.environmentId) ?? nobody
    const from = total
    const end = asked.filter.onlyOwner ? only + 1 : start + count
    if (rows.length < total + count) rows = widened(rows, total + count)
    // What most searches go by is looked at here, without a call for each of a million rows.
    for (let row = only; row < end; row += 1) {
      if (((said[row] ?? 0) & bits) !== wanted || (seen[row] ?? 0) >= unseenBefore) continue
      if (test !== null && !test(row, administrators)) continue
      rows[total] = row
      total += 1
    }
    if (access === 'granted' && total > from)
      total = withGrant(rows, from, total, account, { grants, given, application })
    if (total > from) parts.push({ account, from, to: total })
  }
  return { rows, total, parts }
}

const nobody: ReadonlySet<number> = new Set()

function widened(rows: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(Math.max(least, rows.length * 2))
  wider.set(rows)
  return wider
}

interface Given {
  grants: Uint16Array
  given: Uint32Array
  application: number
}

/** Leaves those of one account alone who hold a grant; answers where they end. */
function withGrant(
  rows: Uint32Array,
  from: number,
  to: number,
  { block }: RegisterAccount,
  { grants, given, application }: Given,
): number {
  let kept = from
  let row = block.start
  let grant = block.grantStart
  for (let at = from; at < to; at += 1) {
    const wanted = rows[at] ?? 0
    for (; row < wanted; row += 1) grant += grants[row] ?? 0
    const end = grant + (grants[row] ?? 0)
    for (let each = grant; each < end; each += 1) {
      if (given[each] !== application) continue
      rows[kept] = wanted
      kept += 1
      break
    }
  }
  return kept
}

function accountTest({ filter, application }: Asked): (account: RegisterAccount) => boolean {
  const { environmentId, accountId, tag } = filter
  return (account) =>
    (environmentId === null || account.environmentId === environmentId) &&
    (accountId === null || account.id === accountId) &&
    (tag === null || account.tags.includes(tag)) &&
    (!filter.onlyOwner || account.status === 'active') &&
    (filter.applicationId === null ||
      (application !== null &&
        account.status === 'active' &&
        account.environmentId === application.environmentId))
}

/** Who in the account can open the application that is asked for: every active user, those with a grant, or nobody. */
function accessIn(
  { automatic }: Register,
  account: RegisterAccount,
  { filter, application }: Asked,
): 'any' | 'granted' | 'none' {
  if (filter.applicationId === null) return 'any'
  if (!application || !account.seesApplications) return 'none'
  if (automatic.get(account.environmentId)?.has(application.n) || account.automatic.has(application.n))
    return 'any'
  return account.applications.has(application.n) ? 'granted' : 'none'
}

/** The row of the one who may do everything; -1 where nobody may, or several. */
function onlyFullRow(register: Register, { block }: RegisterAccount, now: Date): number {
  const { columns } = register.rows
  const at = inSeconds(now.getTime())
  let found = -1
  for (let row = block.start; row < block.start + block.count; row += 1) {
    const said = columns.mark[row] ?? 0
    if (said & (mark.invitation | mark.suspended)) continue
    const ends = columns.ends[row] ?? 0
    if (ends !== 0 && ends <= at) continue
    if ((said & mark.owner) === 0 && !maySetDoEverything(register, columns.set[row] ?? 0)) continue
    if (found !== -1) return -1
    found = row
  }
  return found
}

function maySetDoEverything({ sets }: Register, number: number): boolean {
  const held = sets.get(number)
  return held !== undefined && everything.every((permission) => held.includes(permission))
}

const everything: readonly Permission[] = permissionSchema.options

interface RowTest {
  /** Bits that have to be as wanted, and when a row must have been seen last at the latest. */
  bits: number
  wanted: number
  unseenBefore: number
  /** Null where nothing else is asked. */
  test: ((row: number, administrators: ReadonlySet<number>) => boolean) | null
}

/** Whether a row is meant, apart from its account. */
function rowTest(register: Register, asked: Asked): RowTest {
  const { filter, now } = asked
  const { columns } = register.rows
  const { mark: said, person, seen, ends, set } = columns
  const at = inSeconds(now.getTime())
  const ago = (days: number) => at - days * daySeconds
  const [bits, wanted] = bitsOf(filter)
  const role = filter.role === null ? -1 : roles.indexOf(filter.role)
  const onlyPerson = filter.userId === null ? 0 : (asked.person ?? -1)
  const typed = readTyped(filter.text)
  const called = typed.length === 0 ? null : register.people.matching(typed)
  const invited = typed.length === 0 ? null : addressesMatching(register, typed)
  const holders = filter.permission === null ? null : holdersOf(register, filter.permission)
  const unseenBefore = filter.unseenDays === null ? Number.POSITIVE_INFINITY : ago(filter.unseenDays)
  const invitedBefore = filter.invitedDays === null ? null : ago(filter.invitedDays)
  const endsBy = filter.endingDays === null ? null : at + filter.endingDays * daySeconds
  const { administrators } = filter
  const admin = roles.indexOf('admin')
  const isMore =
    role !== -1 ||
    onlyPerson !== 0 ||
    administrators ||
    endsBy !== null ||
    invitedBefore !== null ||
    holders !== null ||
    called !== null
  function test(row: number, ofEnvironment: ReadonlySet<number>): boolean {
    const bitsHere = said[row] ?? 0
    if (role !== -1 && (bitsHere & mark.role) !== role) return false
    if (onlyPerson !== 0 && person[row] !== onlyPerson) return false
    if (
      administrators &&
      (bitsHere & mark.owner) === 0 &&
      (bitsHere & mark.role) !== admin &&
      !ofEnvironment.has(person[row] ?? 0)
    )
      return false
    if (endsBy !== null && ((ends[row] ?? 0) <= at || (ends[row] ?? 0) > endsBy)) return false
    if (invitedBefore !== null) {
      if ((seen[row] ?? 0) >= invitedBefore) return false
      if (bitsHere & mark.invitation && (ends[row] ?? 0) <= at) return false
    }
    if (holders !== null && (bitsHere & mark.owner) === 0 && holders[set[row] ?? 0] !== 1) return false
    if (called === null || invited === null) return true
    const number = person[row] ?? 0
    return bitsHere & mark.invitation ? invited[number] === 1 : called[number] === 1
  }
  return { bits, wanted, unseenBefore, test: isMore ? test : null }
}

/** Bits that have to be as wanted. Invitations are rows only of the search for them, and have no access. */
function bitsOf(filter: AccessFilter): [bits: number, wanted: number] {
  // Whoever is suspended can open nothing.
  if (filter.status === 'suspended' && filter.applicationId !== null) return [0, 1]
  let bits = 0
  let wanted = 0
  const must = (bit: number, isOn: boolean) => {
    bits |= bit
    if (isOn) wanted |= bit
  }
  if (filter.invitedDays !== null) must(mark.neverSeen, true)
  if (filter.invitedDays === null || hasAccessFilter(filter)) must(mark.invitation, false)
  if (filter.status === 'suspended') must(mark.suspended, true)
  if (filter.status === 'active' || filter.applicationId !== null) must(mark.suspended, false)
  if (filter.legacy) must(mark.legacy, true)
  return [bits, wanted]
}

/** What is true of users alone. */
function hasAccessFilter(filter: AccessFilter): boolean {
  return (
    filter.userId !== null ||
    filter.applicationId !== null ||
    filter.permission !== null ||
    filter.unseenDays !== null ||
    filter.endingDays !== null ||
    filter.onlyOwner ||
    filter.administrators ||
    filter.legacy ||
    filter.status !== null
  )
}

function holdersOf({ sets }: Register, permission: Permission): Uint8Array {
  const holders = new Uint8Array(Math.max(0, ...sets.keys()) + 1)
  for (const [number, held] of sets) if (held.includes(permission)) holders[number] = 1
  return holders
}

function addressesMatching({ addresses }: Register, typed: readonly (readonly string[])[]): Uint8Array {
  return Uint8Array.from(addresses.words, (address) => {
    const pieces = piecesOf(address)
    return typed.every((wanted) => holdsInARow(pieces, wanted)) ? 1 : 0
  })
}
