import type { Access, Account, AccountId, ApplicationId, DirectoryEntry } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { resetIndex } from '../search/upkeep.ts'
import { keepReach } from './counts.ts'
import { toBytes } from './ids.ts'
import { removeLabel } from './labels.ts'
import { removeNotifications } from './notifications.ts'
import { accountNumber, rangeOf } from './numbers.ts'
import { beginBulk, forgetPeople } from './people.ts'
import { forgetPlaces } from './places.ts'
import { removeReceipts } from './receipts.ts'
import { removeReviewTexts } from './review-documents.ts'
import { bool, defineRow, id, int, permissionSet, type Stored, text, time, toIso, toMs } from './table.ts'

/** An account and the principal's access to it, as one row. */
type AccountRow = Account & Omit<Access, 'accountId'>

const shape = defineRow<AccountRow>({
  id: id(),
  environmentId: text(),
  name: text(),
  reference: text(),
  plan: text(),
  status: text(),
  createdAt: time(),
  version: int(),
  via: text(),
  membershipId: id(),
  role: text(),
  isOwner: bool(),
  membershipStatus: text(),
  permissions: permissionSet(),
})

export function readEntry(sql: Sql, accountId: AccountId): DirectoryEntry | null {
  const stored = sql.get<Stored>(`select ${shape.list()} from account where id = ?`, toBytes(accountId))
  return stored ? toEntry(shape.decode(stored, sql)) : null
}

/** The account with its number, and how many active users are kept for it. */
export interface Numbered extends DirectoryEntry {
  n: number
  active: number
}

export function readNumbered(sql: Sql, accountId: AccountId): Numbered | null {
  const stored = sql.get<Stored>(
    `select n, active, ${shape.list()} from account where id = ?`,
    toBytes(accountId),
  )
  if (!stored) return null
  return { ...toEntry(shape.decode(stored, sql)), n: Number(stored.n), active: Number(stored.active) }
}

function toEntry(row: AccountRow): DirectoryEntry {
  const { id, environmentId, name, reference, plan, status, createdAt, version, ...access } = row
  return {
    account: { id, environmentId, name, reference, plan, status, createdAt, version },
    access: { accountId: id, ...access },
  }
}

/** Access in an account counts where it is active and the principal may see both its users and its applications. */
function counts({ account, access }: DirectoryEntry): boolean {
  const may = (permission: 'users.view' | 'applications.view') => access.permissions.includes(permission)
  return account.status === 'active' && may('users.view') && may('applications.view')
}

const insert = `insert into account (${shape.columns}, counts, kept) values (${shape.columns.map(() => '?')}, ?,
  not exists (select 1 from account_not_kept where account_id = ?))`
// The id comes first and stays.
const [, ...others] = shape.columns
const update = `update account set ${others.map((column) => `${column} = ?`)} where n = ?`

/** Writes the line of the switcher; whether its rows are here, and what is counted of them, stays as it was. */
export function putEntry(sql: Sql, entry: DirectoryEntry): void {
  const { account, access } = entry
  const { accountId: _, ...rest } = access
  const values = shape.values({ ...account, ...rest }, sql)
  const counting = counts(entry) ? 1 : 0
  const known = sql.get<{ n: number; counts: number }>(
    'select n, counts from account where id = ?',
    toBytes(account.id),
  )
  if (!known) {
    sql.run(insert, ...values, counting, account.id)
    return
  }
  sql.run(update, ...values.slice(1), known.n)
  if (known.counts === counting) return
  sql.run('update account set counts = ? where n = ?', counting, known.n)
  keepReach(sql, known.n, 'all')
}

export interface Loading {
  users: number
  /** When the account's own rows were complete; null while they are still on their way. */
  loadedAt: string | null
  /** False: the user doesn't want its rows on this computer. */
  isKept: boolean
}

export function readLoading(sql: Sql, accountId: AccountId): Loading | null {
  const stored = sql.get<{ users: number; loadedAt: number | null; kept: number }>(
    'select users, loaded_at as loadedAt, kept from account where id = ?',
    toBytes(accountId),
  )
  if (!stored) return null
  const { users, loadedAt, kept } = stored
  return { users, loadedAt: loadedAt === null ? null : toIso(loadedAt), isKept: kept === 1 }
}

/** Nothing for an account that isn't kept: its rows never are here as a whole. */
export function markLoaded(sql: Sql, accountId: AccountId, at: string): void {
  sql.run('update account set loaded_at = ? where id = ? and kept = 1', toMs(at), toBytes(accountId))
}

const underNumber = ['account_application', 'grant_', 'service', 'template', 'review', 'activity']
const underKey = ['membership', 'absentee', 'invitation']

/** Removes all rows of accounts; their lines in the directory, and what is known of people, only when `entry` is said. */
export function removeAccounts(sql: Sql, ids: readonly AccountId[], { entry }: { entry: boolean }): void {
  const people = ids.flatMap((accountId) => removeRows(sql, accountId, entry))
  forgetPeople(sql, [...new Set(people)], { atOnce: entry })
}

export function removeAccount(sql: Sql, accountId: AccountId, { entry }: { entry: boolean }): void {
  removeAccounts(sql, [accountId], { entry })
}

/** Answers the numbers of those who were in it. */
function removeRows(sql: Sql, accountId: AccountId, entry: boolean): number[] {
  sql.run('delete from shadow where account_id = ?', accountId)
  sql.run('delete from snapshot_due where account_id = ?', accountId)
  if (entry) removeLabel(sql, accountId)
  if (entry) removeNotifications(sql, accountId)
  if (entry) removeReceipts(sql, accountId)
  if (entry) removeReviewTexts(sql, accountId)
  const n = accountNumber(sql, accountId)
  if (n === null) return []
  const range = rangeOf(n)
  const people = sql.all<{ person: number }>(
    'select person from membership where k between ? and ?',
    ...range,
  )
  for (const table of underNumber) sql.run(`delete from ${table} where account = ?`, n)
  for (const table of underKey) sql.run(`delete from ${table} where k between ? and ?`, ...range)
  forgetPlaces(sql)
  if (entry) sql.run('delete from account where n = ?', n)
  else sql.run('update account set users = 0, active = 0, rows = 0, reach = 0 where n = ?', n)
  return people.map(({ person }) => person)
}

/**
 * Empties everything that a bootstrap brings, and gets ready for it; `endBulk` belongs to its end. What can't be fetched
 * stays: the outbox, and what the user chose.
 */
export function removeEverything(sql: Sql): void {
  const others = [
    'person',
    'principal',
    'environment',
    'environment_administrators',
    'application',
    'account',
    'my_invitation',
  ]
  const all = [...underNumber, ...underKey, ...others, 'snapshot_due', 'shadow']
  // First, so that it isn't told of each row that goes.
  resetIndex(sql)
  for (const table of all) sql.run(`delete from ${table}`)
  forgetPlaces(sql)
  beginBulk(sql)
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
  sql.run(`delete from environment_administrators where ${isForeign('environment_id')}`)
  return sql.run(`delete from environment where ${isForeign('id')}`) > 0
}

/** What things are called now; undefined for what isn't here. */
export const nameOf = {
  account: (sql: Sql, accountId: AccountId) =>
    sql.get<{ name: string }>('select name from account where id = ?', toBytes(accountId))?.name,
  application: (sql: Sql, applicationId: ApplicationId) =>
    sql.get<{ name: string }>('select name from application where id = ?', toBytes(applicationId))?.name,
}
