import { fail, type MembershipId, ok, type Permission, problem } from '@gatehouse/contract'
import type { AccessLine, UserItem } from '../../ipc/views.ts'
import type { Sql, SqlValue } from '../database.ts'
import { grantKey } from '../outbox/overlay.ts'
import { permissionSet } from '../repositories/table.ts'
import { applicationsOn, type OnAccount, sourcesOf } from './access.ts'
import { byName, type Handler, may, type Opened, openAccount, waitingKeys } from './context.ts'

type Stored = Omit<UserItem, 'isOwner' | 'isMe' | 'applications' | 'waiting'> & {
  isOwner: number
  isMe: number
  permissions: SqlValue
}

const select = `
  select m.id as membershipId, m.user_id as userId, m.name, m.email, m.role, m.is_owner as isOwner,
    exists (select 1 from principal p where p.user_id = m.user_id) as isMe, m.status,
    m.last_active_at as lastActiveAt, m.ends_at as endsAt, m.created_at as createdAt, m.permissions
  from membership m where m.account_id = ?`

const permissionsCodec = permissionSet()

export const listUsers: Handler<'users.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const reach = reachOf(sql, opened.value)
  const waiting = usersWaiting(sql, opened.value)
  return ok(
    sql
      .all<Stored>(select, accountId)
      .map((stored) => toItem(stored, reach(stored), waiting))
      .sort(byName),
  )
}

export const getUser: Handler<'users.get'> = ({ sql }, { accountId, membershipId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const stored = sql.get<Stored>(`${select} and m.id = ?`, accountId, membershipId)
  if (!stored) return fail(problem('not_found', { detail: 'This user is not in the account.' }))
  const access = accessLines(sql, opened.value, stored)
  const reachable = access.filter(({ sources }) => sources.length > 0).length
  return ok({
    ...toItem(stored, reachable, usersWaiting(sql, opened.value)),
    permissions: permissionsOf(sql, stored),
    // What the account has may be hidden from someone who may see its users.
    access: may(opened.value.access, 'applications.view') ? access : [],
  })
}

function permissionsOf(sql: Sql, stored: Stored): Permission[] {
  return permissionsCodec.fromSql(stored.permissions, sql)
}

function toItem(
  { permissions: _, ...stored }: Stored,
  applications: number,
  waiting: Set<MembershipId>,
): UserItem {
  return {
    ...stored,
    isOwner: stored.isOwner === 1,
    isMe: stored.isMe === 1,
    applications,
    waiting: waiting.has(stored.membershipId),
  }
}

function usersWaiting(sql: Sql, { account }: Opened): Set<MembershipId> {
  const keys = waitingKeys(sql, account.id, 'grant')
  return new Set([...keys].map((key) => key.slice(0, key.indexOf('/')) as MembershipId))
}

/**
 * How many applications each user can reach: the same derived ones for everybody who is active, and each one's own
 * grants of the others. Two counts, however many users there are.
 */
function reachOf(sql: Sql, { account }: Opened): (user: Stored) => number {
  const known = applicationsOn(sql, account)
  const gives = (application: OnAccount, status: Stored['status'], hasGrant: boolean) =>
    sourcesOf(account, application, { status, hasGrant }).length > 0
  const byGrantAlone = known.filter(
    (application) => !gives(application, 'active', false) && gives(application, 'active', true),
  )
  const rows = sql.all<{ id: MembershipId; count: number }>(
    `select membership_id as id, count(*) as count from grant_
     where account_id = ? and application_id in (select value from json_each(?)) group by membership_id`,
    account.id,
    JSON.stringify(byGrantAlone.map(({ id }) => id)),
  )
  const granted = new Map(rows.map(({ id, count }) => [id, count]))
  return ({ membershipId, status }) => {
    const derived = known.filter((application) => gives(application, status, false)).length
    const own = status === 'active' ? (granted.get(membershipId) ?? 0) : 0
    return derived + own
  }
}

function accessLines(sql: Sql, { account }: Opened, user: Stored): AccessLine[] {
  const rows = sql.all<{ id: string }>(
    'select application_id as id from grant_ where account_id = ? and membership_id = ?',
    account.id,
    user.membershipId,
  )
  const granted = new Set(rows.map(({ id }) => id))
  const waiting = waitingKeys(sql, account.id, 'grant')
  return applicationsOn(sql, account)
    .map((application): AccessLine => {
      const hasGrant = granted.has(application.id)
      return {
        applicationId: application.id,
        name: application.name,
        type: application.type,
        status: application.status,
        sources: sourcesOf(account, application, { status: user.status, hasGrant }),
        hasGrant,
        waiting: waiting.has(grantKey(user.membershipId, application.id)),
      }
    })
    .sort(byName)
}
