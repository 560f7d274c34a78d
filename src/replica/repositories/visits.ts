import { type AccountId, fail, ok, problem, type Result } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { Write } from '../write.ts'
import { toBytes } from './ids.ts'

// When the user was last on an account's screens. By the account's uuid, so that it outlives what is fetched anew.

/** The user leaves the account's screens. Problem: `not_found` for one that isn't here. */
export function noteVisit(write: Write, accountId: AccountId, now: Date): Result<void> {
  const { sql } = write
  if (!sql.get('select 1 from account where id = ?', toBytes(accountId))) return fail(problem('not_found'))
  sql.run(
    `insert into account_visit (account_id, at) values (?, ?)
       on conflict (account_id) do update set at = excluded.at`,
    accountId,
    now.getTime(),
  )
  write.touch('visit', accountId)
  return ok(undefined)
}

export function lastVisit(sql: Sql, accountId: AccountId): number | null {
  return sql.get<{ at: number }>('select at from account_visit where account_id = ?', accountId)?.at ?? null
}

/** All of them, by the account's id. */
export function lastVisits(sql: Sql): Map<string, number> {
  const rows = sql.all<{ id: string; at: number }>('select account_id as id, at from account_visit')
  return new Map(rows.map(({ id, at }) => [id, at]))
}
