import {
  type Access,
  type Account,
  type AccountId,
  fail,
  ok,
  type Permission,
  problem,
  type Result,
  refuseRead,
} from '@gatehouse/contract'
import type { z } from 'zod'
import type { QueryOutput, queries } from '../../ipc/contract.ts'
import type { Sql } from '../database.ts'
import type { OverlayEntity } from '../outbox/entities.ts'
import type { ReplicaQueryName } from '../port.ts'
import { readNumbered } from '../repositories/accounts.ts'

export interface QueryContext {
  sql: Sql
  now: Date
}

/** Answers one query. Its input has been parsed. */
export type Handler<N extends ReplicaQueryName> = (
  context: QueryContext,
  input: z.output<(typeof queries)[N]['input']>,
) => Result<QueryOutput<N>>

/** `n` is the number under which its rows are found. */
export interface Opened {
  n: number
  /** How many of its users are active. */
  active: number
  account: Account
  access: Access
}

/** The account, where it is known and the principal may read what the query is about. */
export function openAccount(sql: Sql, accountId: AccountId, ...needed: Permission[]): Result<Opened> {
  const entry = readNumbered(sql, accountId)
  if (!entry) return fail(problem('not_found'))
  for (const permission of needed) {
    const refused = refuseRead(entry.access, permission)
    if (refused) return fail(refused)
  }
  return ok(entry)
}

export function may(access: Access, permission: Permission): boolean {
  return refuseRead(access, permission) === null
}

/** For what several permissions open, each of them alone. */
export function mayAny(access: Access, ...permissions: Permission[]): boolean {
  return permissions.some((permission) => may(access, permission))
}

/** Keys of the account's rows on which a change stands that the server hasn't confirmed. */
export function waitingKeys(sql: Sql, accountId: AccountId, entity: OverlayEntity): Set<string> {
  const rows = sql.all<{ key: string }>(
    'select key from shadow where entity = ? and account_id = ?',
    entity,
    accountId,
  )
  return new Set(rows.map(({ key }) => key))
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** As a person would sort names; equal ones keep their order. */
export function byName(a: { name: string }, b: { name: string }): number {
  return collator.compare(a.name, b.name)
}

export const dayMs = 86_400_000
