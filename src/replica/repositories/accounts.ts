import type { Access, Account, AccountId, DirectoryEntry } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { bool, defineTable, int, permissionSet, text } from './table.ts'

/** An account and the principal's access to it, as one row. */
type AccountRow = Account & Omit<Access, 'accountId'>

const directory = defineTable<AccountRow>({
  name: 'account',
  key: ['id'],
  columns: {
    id: text(),
    environmentId: text(),
    name: text(),
    reference: text(),
    plan: text(),
    status: text(),
    createdAt: text(),
    version: int(),
    via: text(),
    membershipId: text(),
    role: text(),
    isOwner: bool(),
    membershipStatus: text(),
    permissions: permissionSet(),
  },
})

export function readEntry(sql: Sql, accountId: AccountId): DirectoryEntry | null {
  const row = directory.get(sql, accountId)
  if (!row) return null
  const { id, environmentId, name, reference, plan, status, createdAt, version, ...access } = row
  return {
    account: { id, environmentId, name, reference, plan, status, createdAt, version },
    access: { accountId: id, ...access },
  }
}

/** Writes the line of the switcher; whether its rows are here, and how many users there are, stays as it was. */
export function putEntry(sql: Sql, { account, access }: DirectoryEntry): void {
  const before = readLoading(sql, account.id)
  const { accountId: _, ...rest } = access
  directory.put(sql, { ...account, ...rest })
  if (before)
    sql.run(
      'update account set users = ?, loaded_at = ? where id = ?',
      before.users,
      before.loadedAt,
      account.id,
    )
}

export interface Loading {
  users: number
  /** When the account's own rows were complete; null while they are still on their way. */
  loadedAt: string | null
}

export function readLoading(sql: Sql, accountId: AccountId): Loading | null {
  return sql.get<Loading>('select users, loaded_at as loadedAt from account where id = ?', accountId) ?? null
}

export function markLoaded(sql: Sql, accountId: AccountId, at: string): void {
  sql.run('update account set loaded_at = ? where id = ?', at, accountId)
}

export function recountUsers(sql: Sql, accountId: AccountId): void {
  sql.run(
    'update account set users = (select count(*) from membership where account_id = account.id) where id = ?',
    accountId,
  )
}

const ofAccount = [
  'account_application',
  'membership',
  'grant_',
  'invitation',
  'service',
  'template',
  'activity',
]

/** Removes all rows of one account; its line in the directory only when `entry` is said. */
export function removeAccount(sql: Sql, accountId: AccountId, { entry }: { entry: boolean }): void {
  for (const table of ofAccount) sql.run(`delete from ${table} where account_id = ?`, accountId)
  sql.run('delete from shadow where account_id = ?', accountId)
  sql.run('delete from snapshot_due where account_id = ?', accountId)
  if (entry) sql.run('delete from account where id = ?', accountId)
}

/** Empties everything that a bootstrap brings; the outbox stays. */
export function removeEverything(sql: Sql): void {
  const others = [
    'principal',
    'environment',
    'application',
    'account',
    'my_invitation',
    'snapshot_due',
    'shadow',
  ]
  for (const table of [...ofAccount, ...others]) sql.run(`delete from ${table}`)
}

/**
 * Removes environments, with their applications, in which the principal neither has an account any more nor is
 * administrator. Answers whether there were any. Not before every account that is due has come: it may be of one.
 */
export function removeForeignEnvironments(sql: Sql): boolean {
  if (sql.get('select 1 from snapshot_due limit 1')) return false
  const isForeign = (column: string) => `${column} not in (select environment_id from account)
    and ${column} not in (select value from principal, json_each(principal.administers))`
  sql.run(`delete from application where ${isForeign('environment_id')}`)
  return sql.run(`delete from environment where ${isForeign('id')}`) > 0
}
