import { type AccountId, type Environment, fail, ok, type Permission, problem } from '@gatehouse/contract'
import type { AccountItem } from '../../ipc/views.ts'
import type { Sql, SqlValue } from '../database.ts'
import { readMeta } from '../repositories/meta.ts'
import { permissionSet } from '../repositories/table.ts'
import { byName, type Handler } from './context.ts'

interface Stored extends Omit<AccountItem, 'isOwner' | 'environmentId'> {
  environmentId: Environment['id']
  isOwner: number
  users: number
  loadedAt: string | null
  permissions: SqlValue
}

const select = `
  select a.id, a.name, a.reference, a.plan, a.status, a.environment_id as environmentId,
    coalesce(e.name, '') as environmentName, coalesce(e.kind, 'production') as environmentKind, a.via, a.role,
    a.is_owner as isOwner, a.membership_status as membershipStatus, a.users, a.loaded_at as loadedAt, a.permissions,
    (select count(*) from outbox o where o.account_id = a.id and o.state <> 'refused') as waiting
  from account a left join environment e on e.id = a.environment_id`

const permissionsCodec = permissionSet()

function toItem(sql: Sql, stored: Stored): { item: AccountItem; permissions: Permission[] } {
  const { loadedAt, permissions: set, isOwner, users, ...rest } = stored
  const permissions = permissionsCodec.fromSql(set, sql)
  const known = loadedAt !== null && permissions.includes('users.view')
  return { item: { ...rest, isOwner: isOwner === 1, users: known ? users : null }, permissions }
}

export const listAccounts: Handler<'accounts.list'> = ({ sql }) =>
  ok(
    sql
      .all<Stored>(select)
      .map((stored) => toItem(sql, stored).item)
      .sort(byName),
  )

export const getAccount: Handler<'accounts.get'> = ({ sql }, { accountId }) => {
  const stored = sql.get<Stored>(`${select} where a.id = ?`, accountId)
  if (!stored) return fail(problem('not_found'))
  const { item, permissions } = toItem(sql, stored)
  return ok({
    ...item,
    permissions,
    loaded: stored.loadedAt !== null,
    syncedAt: freshness(sql, accountId, stored.loadedAt),
  })
}

/** As of when the account's rows are right: the last pull, unless it said that they have to be fetched anew. */
function freshness(sql: Sql, accountId: AccountId, loadedAt: string | null): string | null {
  if (loadedAt === null) return null
  const due = sql.get('select 1 from snapshot_due where account_id = ?', accountId)
  const pulledAt = due ? null : readMeta(sql, 'syncedAt')
  return pulledAt !== null && pulledAt > loadedAt ? pulledAt : loadedAt
}
