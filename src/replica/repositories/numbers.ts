import type { AccountId, ApplicationId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { toBytes, toUuid } from './ids.ts'

/** How many memberships, or invitations, of one account can be told apart. Migrations spell it out. */
const slots = 131_072

/** The key of a membership or an invitation: one account's lie side by side. */
export function keyOf(account: number, slot: number): number {
  return account * slots + slot
}

export function slotOf(key: number): number {
  return key % slots
}

export function accountOfKey(key: number): number {
  return Math.floor(key / slots)
}

/** First and last key of an account, for `k between ? and ?`. */
export function rangeOf(account: number): [number, number] {
  return [keyOf(account, 0), keyOf(account, slots - 1)]
}

/** Null for an account that isn't here. */
export function accountNumber(sql: Sql, accountId: AccountId): number | null {
  return sql.get<{ n: number }>('select n from account where id = ?', toBytes(accountId))?.n ?? null
}

/** Rows can only be written where their account is; anything else is a mistake of the caller. */
export function numberOfAccount(sql: Sql, accountId: AccountId): number {
  const n = accountNumber(sql, accountId)
  if (n === null) throw new Error('rows of an account that is not in the directory')
  return n
}

interface KnownApplications {
  numbers: Map<string, number>
  ids: Map<number, ApplicationId>
}

/** Numbers stay for good, so they may be remembered. */
function knownApplications(sql: Sql): KnownApplications {
  const known = sql.memory.get('applications') as KnownApplications | undefined
  if (known) return known
  const none: KnownApplications = { numbers: new Map(), ids: new Map() }
  sql.memory.set('applications', none)
  return none
}

/** Null for an application that nothing here has named yet. */
export function applicationNumber(sql: Sql, applicationId: ApplicationId): number | null {
  const { numbers } = knownApplications(sql)
  const known = numbers.get(applicationId)
  if (known !== undefined) return known
  const found = sql.get<{ n: number }>(
    'select n from application_number where id = ?',
    toBytes(applicationId),
  )
  if (found) numbers.set(applicationId, found.n)
  return found?.n ?? null
}

/** Gives a number where there is none yet. */
export function numberOfApplication(sql: Sql, applicationId: ApplicationId): number {
  const known = applicationNumber(sql, applicationId)
  if (known !== null) return known
  sql.run('insert into application_number (id) values (?)', toBytes(applicationId))
  return numberOfApplication(sql, applicationId)
}

export function applicationIdOf(sql: Sql, n: number): ApplicationId {
  const { ids } = knownApplications(sql)
  const known = ids.get(n)
  if (known !== undefined) return known
  const found = sql.get<{ id: Uint8Array }>('select id from application_number where n = ?', n)
  if (!found) throw new Error('a number of no application')
  const id = toUuid(found.id) as ApplicationId
  ids.set(n, id)
  return id
}

type Keyed = 'membership' | 'invitation'

/**
 * A key for a new row of the account. Above all that are taken; once the highest slot is, the lowest free one, which
 * takes a moment. A membership's slot is taken as long as grants name it.
 */
export function takeKey(sql: Sql, table: Keyed, account: number): number {
  const [first, last] = rangeOf(account)
  const tables = table === 'membership' ? ['membership', 'absentee'] : ['invitation']
  const highest = tables.map(
    (name) =>
      sql.get<{ k: number | null }>(`select max(k) as k from ${name} where k between ? and ?`, first, last)
        ?.k,
  )
  const next = Math.max(...highest.map((k) => k ?? first - 1)) + 1
  return next <= last ? next : lowestFree(sql, tables, first, last)
}

function lowestFree(sql: Sql, tables: string[], first: number, last: number): number {
  const taken = new Set<number>()
  for (const name of tables) {
    const rows = sql.all<{ k: number }>(`select k from ${name} where k between ? and ?`, first, last)
    for (const { k } of rows) taken.add(k)
  }
  for (let k = first; k <= last; k += 1) if (!taken.has(k)) return k
  throw new RangeError('an account has more rows than can be numbered')
}
