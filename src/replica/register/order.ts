import type { AccessSort } from '../../ipc/views.ts'
import type { Found } from './find.ts'
import type { Register, RegisterAccount } from './register.ts'
import { mark } from './rows.ts'

export interface Placed {
  row: number
  account: RegisterAccount
}

/**
 * A window of what was found, in order. A million rows are never sorted: they are counted by what they are sorted by,
 * and only those that share the window's counts are put in order.
 */
export function windowOf(
  register: Register,
  found: Found,
  { by, descending }: AccessSort,
  offset: number,
  limit: number,
): Placed[] {
  const size = Math.max(0, Math.min(limit, found.total - offset))
  if (size === 0) return []
  const from = descending ? found.total - offset - size : offset
  const keys = keysOf(register, found, by)
  const near = by === 'account' ? inAccounts(found, from, size) : inBuckets(found, keys, from, size)
  const window = near.places.sort(keys.compare).slice(from - near.before, from - near.before + size)
  if (descending) window.reverse()
  return window.map((at) => ({ row: found.rows[at] ?? 0, account: accountAt(found, at) }))
}

/** Of which account the row found at a place is. */
function accountAt({ parts }: Found, at: number): RegisterAccount {
  let low = 0
  let high = parts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((parts[middle]?.from ?? 0) <= at) low = middle
    else high = middle - 1
  }
  const part = parts[low]
  if (!part) throw new Error('a row of no account')
  return part.account
}

/** Keys grow with the order; `first` and `last` stand before and behind all others. */
interface Keys {
  of: (row: number) => number
  person: (row: number) => number
  /** Of two places in what was found. */
  compare: (a: number, b: number) => number
}

const first = 0
const last = 0xffff_ffff

function keysOf(register: Register, found: Found, by: AccessSort['by']): Keys {
  const { columns } = register.rows
  const { rows } = found
  const ranks = register.people.ranks()
  const addressPlaces = placesOfAddresses(register)
  const people = ranks.length
  const person = (row: number) => {
    const number = columns.person[row] ?? 0
    return (columns.mark[row] ?? 0) & mark.invitation
      ? people + (addressPlaces[number] ?? 0) + 1
      : (ranks[number] ?? 0) + 1
  }
  const of = {
    person,
    account: person,
    seen: (row: number) => ((columns.mark[row] ?? 0) & mark.neverSeen ? first : (columns.seen[row] ?? 0)),
    ends: (row: number) => columns.ends[row] || last,
  }[by]
  const places = (a: number, b: number) => accountAt(found, a).place - accountAt(found, b).place
  function compare(a: number, b: number): number {
    const [one, other] = [rows[a] ?? 0, rows[b] ?? 0]
    if (by === 'account') return places(a, b) || person(one) - person(other) || one - other
    return of(one) - of(other) || person(one) - person(other) || places(a, b) || one - other
  }
  return { of, person, compare }
}

const known = new WeakMap<Register, Uint32Array>()

/** People come first, addresses that were invited after them, by name each. */
function placesOfAddresses(register: Register): Uint32Array {
  const { words } = register.addresses
  const before = known.get(register)
  if (before?.length === words.length) return before
  const order = words.map((address, n) => ({ address: address.toLowerCase(), n }))
  order.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : a.n - b.n))
  const places = new Uint32Array(words.length)
  for (const [place, { n }] of order.entries()) places[n] = place
  known.set(register, places)
  return places
}

/** Places of rows among which all of the window are, and how many come before them. */
interface Near {
  places: number[]
  before: number
}

function inAccounts({ parts }: Found, from: number, size: number): Near {
  const places: number[] = []
  let before = 0
  let passed = 0
  for (const part of parts.toSorted((a, b) => a.account.place - b.account.place)) {
    const count = part.to - part.from
    if (passed + count <= from) before += count
    else for (let at = part.from; at < part.to; at += 1) places.push(at)
    passed += count
    if (passed >= from + size) break
  }
  return { places, before }
}

const bucketCount = 4096

function inBuckets(found: Found, keys: Keys, from: number, size: number): Near {
  const { total } = found
  const all = countInto(found, keys.of, (at) => at, total)
  const near = nearIn(all, from, size, (at) => at, total)
  const [only] = near.places
  // Whoever never came, or stays for good, is like many others: those are counted by name.
  const isOneKey = only !== undefined && [first, last].includes(keys.of(found.rows[only] ?? 0))
  if (!isOneKey || near.places.length < bucketCount || near.isMixed) return near
  const placeAt = (n: number) => near.places[n] ?? 0
  const named = countInto(found, keys.person, placeAt, near.places.length)
  const byName = nearIn(named, from - near.before, size, placeAt, near.places.length)
  return { places: byName.places, before: near.before + byName.before }
}

interface Counted {
  buckets: Uint16Array
  counts: Uint32Array
}

function countInto(
  found: Found,
  keyOf: (row: number) => number,
  placeAt: (n: number) => number,
  total: number,
): Counted {
  const { rows } = found
  let least = last
  let most = first
  for (let n = 0; n < total; n += 1) {
    const key = keyOf(rows[placeAt(n)] ?? 0)
    if (key === first || key === last) continue
    if (key < least) least = key
    if (key > most) most = key
  }
  const scale = (bucketCount - 3) / Math.max(1, most - least)
  const buckets = new Uint16Array(total)
  const counts = new Uint32Array(bucketCount)
  for (let n = 0; n < total; n += 1) {
    const key = keyOf(rows[placeAt(n)] ?? 0)
    const bucket = key === first ? 0 : key === last ? bucketCount - 1 : 1 + Math.floor((key - least) * scale)
    buckets[n] = bucket
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return { buckets, counts }
}

function nearIn(
  { buckets, counts }: Counted,
  from: number,
  size: number,
  placeAt: (n: number) => number,
  total: number,
): Near & { isMixed: boolean } {
  let low = 0
  let before = 0
  while (before + (counts[low] ?? 0) <= from) {
    before += counts[low] ?? 0
    low += 1
  }
  let high = low
  let passed = before + (counts[low] ?? 0)
  while (passed < from + size) {
    high += 1
    passed += counts[high] ?? 0
  }
  const places: number[] = []
  for (let n = 0; n < total; n += 1) {
    const bucket = buckets[n] ?? 0
    if (bucket >= low && bucket <= high) places.push(placeAt(n))
  }
  return { places, before, isMixed: low !== high }
}
