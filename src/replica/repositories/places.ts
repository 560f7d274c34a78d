import type { MembershipId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { toBytes, toUuid } from './ids.ts'
import { areIndexesPutOff } from './indexes.ts'
import { rangeOf } from './numbers.ts'

/** Where a membership lies, and what is asked of it most. */
export interface Place {
  k: number
  isActive: boolean
  person: number
}

interface Stored {
  k: number
  status: string
  person: number
}

/** Up to so many, going through all of an account's rows costs less than reading a page of the index of ids. */
const fewUsers = 200

const select = 'select k, status, person from membership where k between ? and ? and'
const byRange = `${select} +id = ?`
const byIndex = `${select} id = ?`

/** Finds a membership by its id, in its account alone. */
export function findMembership(sql: Sql, account: number, membershipId: MembershipId): Place | null {
  if (areIndexesPutOff(sql)) return placesOf(sql, account).get(membershipId) ?? null
  const kept = sql.get<{ users: number }>('select users from account where n = ?', account)
  const text = (kept?.users ?? 0) <= fewUsers ? byRange : byIndex
  const stored = sql.get<Stored>(text, ...rangeOf(account), toBytes(membershipId))
  return stored ? toPlace(stored) : null
}

function toPlace({ k, status, person }: Stored): Place {
  return { k, isActive: status === 'active', person }
}

interface Remembered {
  account: number
  places: Map<string, Place>
}

/**
 * All memberships of an account by their ids. The last account's are remembered, as without an index each look for one
 * would go through all of them; whoever writes a membership says so by `remember` or `forget`.
 */
export function placesOf(sql: Sql, account: number): Map<string, Place> {
  const known = remembered(sql)
  if (known?.account === account) return known.places
  const rows = sql.all<Stored & { id: Uint8Array }>(
    'select k, id, status, person from membership where k between ? and ?',
    ...rangeOf(account),
  )
  const places = new Map(rows.map((row) => [toUuid(row.id), toPlace(row)]))
  sql.memory.set('places', { account, places } satisfies Remembered)
  return places
}

function remembered(sql: Sql): Remembered | undefined {
  return sql.memory.get('places') as Remembered | undefined
}

export function remember(sql: Sql, account: number, membershipId: MembershipId, place: Place): void {
  const known = remembered(sql)
  if (known?.account === account) known.places.set(membershipId, place)
}

export function forget(sql: Sql, account: number, membershipId: MembershipId): void {
  const known = remembered(sql)
  if (known?.account === account) known.places.delete(membershipId)
}

/** The rows of a whole account went, or of all. */
export function forgetPlaces(sql: Sql): void {
  sql.memory.delete('places')
}
