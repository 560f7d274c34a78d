import { fail, type MembershipId, ok, type Permission, problem, type UserId } from '@gatehouse/contract'
import type { AccessLine, UserItem } from '../../ipc/views.ts'
import type { Sql, SqlValue } from '../database.ts'
import { grantKey } from '../outbox/entities.ts'
import { grantedTo } from '../repositories/counts.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { permissionSet, toIso } from '../repositories/table.ts'
import { applicationsOn, type OnAccount, sourcesOf } from './access.ts'
import { byName, type Handler, may, type Opened, openAccount, waitingKeys } from './context.ts'

/** As stored; `slot` is what grants call the membership. */
type Stored = Pick<UserItem, 'name' | 'email' | 'role' | 'status'> & {
  slot: number
  id: Uint8Array
  userId: Uint8Array
  isOwner: number
  lastActiveAt: number | null
  endsAt: number | null
  createdAt: number
  permissions: SqlValue
}

const select = `
  select m.k - ? as slot, m.id, p.id as userId, p.name, p.email, m.role, m.is_owner as isOwner, m.status,
    m.last_active_at as lastActiveAt, m.ends_at as endsAt, m.created_at as createdAt, m.permissions
  from membership m join person p on p.n = m.person where m.k between ? and ?`

const permissionsCodec = permissionSet()

export const listUsers: Handler<'users.list'> = ({ sql }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const reach = reachOf(sql, opened.value)
  const shown = shownIn(sql, opened.value)
  const [first, last] = rangeOf(opened.value.n)
  return ok(
    sql
      .all<Stored>(select, first, first, last)
      .map((stored) => toItem(stored, reach(stored), shown))
      .sort(byName),
  )
}

export const getUser: Handler<'users.get'> = ({ sql }, { accountId, membershipId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const [first, last] = rangeOf(opened.value.n)
  const stored = sql.get<Stored>(`${select} and m.id = ?`, first, first, last, toBytes(membershipId))
  if (!stored) return fail(problem('not_found', { detail: 'This user is not in the account.' }))
  const access = accessLines(sql, opened.value, stored)
  const reachable = access.filter(({ sources }) => sources.length > 0).length
  return ok({
    ...toItem(stored, reachable, shownIn(sql, opened.value)),
    permissions: permissionsOf(sql, stored),
    // What the account has may be hidden from someone who may see its users.
    access: may(opened.value.access, 'applications.view') ? access : [],
  })
}

function permissionsOf(sql: Sql, stored: Stored): Permission[] {
  return permissionsCodec.fromSql(stored.permissions, sql)
}

/** What is said of a user and isn't in their row. */
interface Shown {
  me: string | null
  waiting: Set<MembershipId>
}

function shownIn(sql: Sql, { account }: Opened): Shown {
  const granted = [...waitingKeys(sql, account.id, 'grant')].map((key) => key.slice(0, key.indexOf('/')))
  const changed = waitingKeys(sql, account.id, 'membership')
  return {
    me: readPrincipal(sql)?.userId ?? null,
    waiting: new Set([...changed, ...granted] as MembershipId[]),
  }
}

function toItem(stored: Stored, applications: number, { me, waiting }: Shown): UserItem {
  const membershipId = toUuid(stored.id) as MembershipId
  const userId = toUuid(stored.userId) as UserId
  return {
    membershipId,
    userId,
    name: stored.name,
    email: stored.email,
    role: stored.role,
    isOwner: stored.isOwner === 1,
    isMe: userId === me,
    status: stored.status,
    applications,
    lastActiveAt: stored.lastActiveAt === null ? null : toIso(stored.lastActiveAt),
    endsAt: stored.endsAt === null ? null : toIso(stored.endsAt),
    createdAt: toIso(stored.createdAt),
    waiting: waiting.has(membershipId),
  }
}

/**
 * How many applications each user can reach: the same derived ones for everybody who is active, and each one's own
 * grants of the others. Two counts, however many users there are.
 */
function reachOf(sql: Sql, opened: Opened): (user: Stored) => number {
  const known = applicationsOn(sql, opened)
  const gives = (application: OnAccount, status: Stored['status'], hasGrant: boolean) =>
    sourcesOf(opened.account, application, { status, hasGrant }).length > 0
  const byGrantAlone = known.filter(
    (application) => !gives(application, 'active', false) && gives(application, 'active', true),
  )
  const derived = {
    active: known.filter((application) => gives(application, 'active', false)).length,
    suspended: known.filter((application) => gives(application, 'suspended', false)).length,
  }
  const rows = sql.all<{ slot: number; count: number }>(
    `select slot, count(*) as count from grant_
     where account = ? and application in (select value from json_each(?)) group by slot`,
    opened.n,
    JSON.stringify(byGrantAlone.map(({ n }) => n)),
  )
  const granted = new Map(rows.map(({ slot, count }) => [slot, count]))
  return ({ slot, status }) => derived[status] + (status === 'active' ? (granted.get(slot) ?? 0) : 0)
}

function accessLines(sql: Sql, opened: Opened, user: Stored): AccessLine[] {
  const { account } = opened
  const membershipId = toUuid(user.id)
  const granted = new Set(grantedTo(sql, opened.n, user.slot))
  const waiting = waitingKeys(sql, account.id, 'grant')
  return applicationsOn(sql, opened)
    .map((application): AccessLine => {
      const hasGrant = granted.has(application.n)
      return {
        applicationId: application.id,
        name: application.name,
        type: application.type,
        status: application.status,
        sources: sourcesOf(account, application, { status: user.status, hasGrant }),
        hasGrant,
        waiting: waiting.has(grantKey(membershipId, application.id)),
      }
    })
    .sort(byName)
}
