import type { AccountId, Permission } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { toBytes } from '../repositories/ids.ts'
import { permissionSet } from '../repositories/table.ts'
import { readEntries } from './find.ts'
import { type FoldedEntry, people } from './kinds.ts'

// What a search knows about the accounts of the user. It is the same from key to key, so it is remembered until
// something is written.

const slots = 131_072

/** The account that a membership or an invitation belongs to, by the row's number. */
export function accountOf(key: number): number {
  return Math.floor(key / slots)
}

/** The numbers that rows of an account have: from the first to the second, both included. */
export function keysOf(account: number): [first: number, last: number] {
  return [account * slots, account * slots + slots - 1]
}

/** Accounts of an environment, in the order of their numbers. */
export function accountsOf(sql: Sql, environmentId: string): readonly number[] {
  return remembered(sql, `search: accounts of ${environmentId}`, () =>
    sql
      .all<{ n: number }>('select n from account where environment_id = ? order by n', environmentId)
      .map(({ n }) => n),
  )
}

function remembered<T>(sql: Sql, name: string, make: () => T): T {
  // Writes of another connection make it forget by themselves; this is for those of its own.
  const version = sql.get<{ changes: number }>('select total_changes() as changes')?.changes
  const known = sql.memory.get(name) as { version: number | undefined; value: T } | undefined
  if (known && known.version === version) return known.value
  const value = make()
  sql.memory.set(name, { version, value })
  return value
}

const permissionsCodec = permissionSet()

/** Accounts in which the principal lacks the permission, whatever rows of them are here. */
export function accountsWithout(sql: Sql, permission: Permission): ReadonlySet<number> {
  return without(sql, permission, 'true')
}

/** Accounts whose users are still here though they may not be seen any more: hardly ever any. */
export function accountsHidingUsers(sql: Sql): ReadonlySet<number> {
  return without(sql, 'users.view', 'users > 0')
}

function without(sql: Sql, permission: Permission, also: string): ReadonlySet<number> {
  return remembered(sql, `search: accounts without ${permission}, ${also}`, () => {
    const sets = sql
      .all<{ id: number }>('select id from permission_set')
      .map(({ id }) => id)
      .filter((id) => !permissionsCodec.fromSql(id, sql).includes(permission))
    if (sets.length === 0) return new Set()
    const rows = sql.all<{ n: number }>(
      `select n from account where permissions in (select value from json_each(?)) and ${also}`,
      JSON.stringify(sets),
    )
    return new Set(rows.map(({ n }) => n))
  })
}

/** The accounts' numbers, in their order, without those that aren't here. */
export function numbersOf(sql: Sql, accountIds: readonly AccountId[]): number[] {
  return accountIds.flatMap(
    (id) => sql.get<{ n: number }>('select n from account where id = ?', toBytes(id))?.n ?? [],
  )
}

/** So many people around the user are looked at in every search, whatever the index brings. */
const mostNear = 1000

/** People of the accounts that one works in. */
export function peopleNear(sql: Sql, accounts: readonly number[]): readonly FoldedEntry[] {
  return remembered(sql, `search: people of ${accounts.join()}`, () => peopleIn(sql, accounts))
}

/** People of accounts, a thousand at most. Not remembered: whoever types comes by many accounts. */
export function peopleIn(sql: Sql, accounts: readonly number[]): readonly FoldedEntry[] {
  const numbers = new Set<number>()
  for (const account of accounts) {
    if (numbers.size >= mostNear) break
    for (const number of numbersIn(sql, account, mostNear)) numbers.add(number)
  }
  return readEntries(sql, people, [...numbers].slice(0, mostNear))
}

function numbersIn(sql: Sql, account: number, most: number): number[] {
  const [first, last] = keysOf(account)
  return sql
    .all<{ person: number }>(
      'select person from membership where k between ? and ? limit ?',
      first,
      last,
      most,
    )
    .map(({ person }) => person)
}
