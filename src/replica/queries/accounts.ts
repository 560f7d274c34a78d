import { type AccountId, type Environment, fail, ok, type Permission, problem } from '@gatehouse/contract'
import type { AccountItem, AccountLabel } from '../../ipc/views.ts'
import type { Sql, SqlValue } from '../database.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { noLabel, readLabel, readLabels } from '../repositories/labels.ts'
import { readMeta } from '../repositories/meta.ts'
import { permissionSet, toIso } from '../repositories/table.ts'
import { byName, type Handler } from './context.ts'

interface Stored
  extends Omit<AccountItem, 'id' | 'isOwner' | 'environmentId' | 'waiting' | keyof AccountLabel> {
  n: number
  id: Uint8Array
  environmentId: Environment['id']
  isOwner: number
  users: number
  loadedAt: number | null
  kept: number
  permissions: SqlValue
}

const select = `
  select a.n, a.id, a.name, a.reference, a.plan, a.status, a.environment_id as environmentId,
    coalesce(e.name, '') as environmentName, coalesce(e.kind, 'production') as environmentKind, a.via, a.role,
    a.is_owner as isOwner, a.membership_status as membershipStatus, a.users, a.loaded_at as loadedAt, a.kept, a.permissions
  from account a left join environment e on e.id = a.environment_id`

const permissionsCodec = permissionSet()

function toItem(sql: Sql, stored: Stored, waiting: number): { item: AccountItem; permissions: Permission[] } {
  const { n: _, id, loadedAt, permissions: set, isOwner, users, kept: __, ...rest } = stored
  const permissions = permissionsCodec.fromSql(set, sql)
  const known = loadedAt !== null && permissions.includes('users.view')
  const item = {
    ...rest,
    id: toUuid(id) as AccountId,
    isOwner: isOwner === 1,
    users: known ? users : null,
    waiting,
    ...noLabel,
  }
  return { item, permissions }
}

export const listAccounts: Handler<'accounts.list'> = ({ sql }) =>
  ok(readDirectory(sql).map(({ item }) => item))

/** An account as it is listed, and what lists over all accounts go by. */
export interface Listed {
  n: number
  item: AccountItem
  permissions: readonly Permission[]
  /** Its own rows are here as a whole. */
  isLoaded: boolean
  /** As kept, whether or not the principal may see them. */
  users: number
}

/** Every account, by name. */
export function readDirectory(sql: Sql): Listed[] {
  const waiting = waitingChanges(sql)
  const listed = sql.all<Stored>(select).map((stored): Listed => {
    const { item, permissions } = toItem(sql, stored, 0)
    return { n: stored.n, item, permissions, isLoaded: stored.loadedAt !== null, users: stored.users }
  })
  if (waiting.size > 0) for (const { item } of listed) item.waiting = waiting.get(item.id) ?? 0
  const labels = readLabels(sql)
  if (labels.size > 0) for (const { item } of listed) Object.assign(item, labels.get(item.id))
  return sorted(sql, listed)
}

/** Where each account stood in the last list. Unlike what is remembered of rows it does no harm when it is wrong. */
const orders = new WeakMap<Sql, Map<AccountId, number>>()

/**
 * By name. To compare ten thousand names as people do takes long, and hardly ever has any changed since the last time:
 * in the order of then, sorting has to look at each but once.
 */
function sorted(sql: Sql, items: readonly Listed[]): Listed[] {
  const before = orders.get(sql) ?? new Map<AccountId, number>()
  const placed: Listed[] = []
  const others: Listed[] = []
  for (const item of items) {
    const place = before.get(item.item.id)
    if (place === undefined) others.push(item)
    else placed[place] = item
  }
  // Places of accounts that went are holes, which `filter` leaves out.
  const list = [...placed.filter(() => true), ...others].sort((a, b) => byName(a.item, b.item))
  orders.set(sql, new Map(list.map(({ item }, place) => [item.id, place])))
  return list
}

/** How many changes of each account aren't done: few accounts have any. */
function waitingChanges(sql: Sql): Map<AccountId, number> {
  const rows = sql.all<{ id: AccountId; count: number }>(
    `select account_id as id, count(*) as count from outbox where state <> 'refused' group by account_id`,
  )
  return new Map(rows.map(({ id, count }) => [id, count]))
}

export const getAccount: Handler<'accounts.get'> = ({ sql }, { accountId }) => {
  const stored = sql.get<Stored>(`${select} where a.id = ?`, toBytes(accountId))
  if (!stored) return fail(problem('not_found'))
  const waiting = sql.get<{ count: number }>(
    `select count(*) as count from outbox where account_id = ? and state <> 'refused'`,
    accountId,
  )
  const { item, permissions } = toItem(sql, stored, waiting?.count ?? 0)
  const loadedAt = stored.loadedAt === null ? null : toIso(stored.loadedAt)
  return ok({
    ...item,
    ...readLabel(sql, accountId),
    permissions,
    loaded: loadedAt !== null,
    kept: stored.kept === 1,
    syncedAt: freshness(sql, accountId, loadedAt),
  })
}

/** As of when the account's rows are right: the last pull, unless it said that they have to be fetched anew. */
function freshness(sql: Sql, accountId: AccountId, loadedAt: string | null): string | null {
  if (loadedAt === null) return null
  const due = sql.get('select 1 from snapshot_due where account_id = ?', accountId)
  const pulledAt = due ? null : readMeta(sql, 'syncedAt')
  return pulledAt !== null && pulledAt > loadedAt ? pulledAt : loadedAt
}
