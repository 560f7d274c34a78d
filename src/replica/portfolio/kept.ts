import type { AccountId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { ReplicaTable, Touched } from '../port.ts'
import { forgetMatrix } from '../queries/access-matrix.ts'

// What was worked out of the rows of all accounts, remembered between questions. Whoever writes says what was touched,
// so that a change in one account doesn't mean to look at a million memberships again.

/** What each part is worked out from. */
const tablesOf = {
  directory: ['account', 'application', 'membership', 'outbox'],
  invitations: ['account', 'invitation'],
  applications: ['account', 'application', 'accountApplication'],
  services: ['account', 'service'],
  reviews: ['account', 'review'],
  activity: ['account', 'activity'],
  activityNames: ['account', 'activity'],
  invitationList: ['account', 'invitation'],
  coverage: ['account', 'application', 'accountApplication'],
  attention: [
    'account',
    'application',
    'accountApplication',
    'invitation',
    'service',
    'review',
    'membership',
    'outbox',
  ],
} as const satisfies Record<string, readonly ReplicaTable[]>

export type PartName = keyof typeof tablesOf

/** What is looked at account by account is worked out from these. */
const tablesOfPeople: readonly ReplicaTable[] = ['account', 'membership']

/** Figures that depend on the time are worked out again after this long, though no row has changed. */
const goodForMs = 60_000

interface Kept {
  parts: Map<PartName, { value: unknown; at: number }>
  people: Map<AccountId, unknown>
}

const keptOf = new WeakMap<Sql, Kept>()

function keptIn(sql: Sql): Kept {
  const known = keptOf.get(sql)
  if (known) return known
  const none: Kept = { parts: new Map(), people: new Map() }
  keptOf.set(sql, none)
  return none
}

function isGood(at: number, now: Date): boolean {
  const age = now.getTime() - at
  return age >= 0 && age < goodForMs
}

/** One part, worked out by `make` where it isn't known as of about now. */
export function part<T>(sql: Sql, name: PartName, now: Date, make: () => T): T {
  const { parts } = keptIn(sql)
  const known = parts.get(name)
  if (known && isGood(known.at, now)) return known.value as T
  const value = make()
  parts.set(name, { value, at: now.getTime() })
  return value
}

export function isKept(sql: Sql, name: PartName, now: Date): boolean {
  const known = keptIn(sql).parts.get(name)
  return known !== undefined && isGood(known.at, now)
}

/** What is known of the people of each account, by the account's id. */
export function keptPeople<T>(sql: Sql): Map<AccountId, T> {
  return keptIn(sql).people as Map<AccountId, T>
}

/** Forgets what was worked out from rows that have changed. */
export function forgetTouched(sql: Sql, touched: Omit<Touched, 'revision'>): void {
  forgetMatrix(sql, touched)
  const { tables, accountIds } = touched
  const kept = keptOf.get(sql)
  if (!kept) return
  for (const name of kept.parts.keys())
    if (tablesOf[name].some((table) => tables.includes(table))) kept.parts.delete(name)
  if (!tablesOfPeople.some((table) => tables.includes(table))) return
  if (accountIds.length === 0) kept.people.clear()
  for (const accountId of accountIds) kept.people.delete(accountId)
}
