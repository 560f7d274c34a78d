import type { AccountId } from '@gatehouse/contract'
import type { Sql } from './database.ts'
import type { ReplicaTable, Touched } from './port.ts'

/** A write under way: its database, and what it has touched so far. */
export interface Write {
  sql: Sql
  /** Null: rows that belong to no single account. */
  touch(table: ReplicaTable, accountId: AccountId | null): void
}

/**
 * Runs `work` as one transaction and answers what it touched. An empty list of accounts means all of them, which is
 * what is said as soon as a row of no single account is among them.
 */
export function write<T>(
  sql: Sql,
  work: (write: Write) => T,
): { value: T; touched: Omit<Touched, 'revision'> } {
  const tables = new Set<ReplicaTable>()
  const accounts = new Set<AccountId>()
  let all = false
  const value = sql.transaction(() => {
    return work({
      sql,
      touch(table, accountId) {
        tables.add(table)
        if (accountId === null) all = true
        else accounts.add(accountId)
      },
    })
  })
  return { value, touched: { tables: [...tables], accountIds: all ? [] : [...accounts] } }
}
