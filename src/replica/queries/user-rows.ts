import type { MembershipId, Permission, UserId } from '@gatehouse/contract'
import type { UserRow } from '../../ipc/views.ts'
import type { Sql, SqlValue } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { permissionSet, toIso } from '../repositories/table.ts'
import { applicationsOn, type OnAccount, sourcesOf } from './access.ts'
import { type Opened, waitingKeys } from './context.ts'

/** As stored; `slot` is what grants call the membership. */
export type Stored = Pick<UserRow, 'name' | 'email' | 'role' | 'status' | 'version'> & {
  slot: number
  id: Uint8Array
  person: number
  userId: Uint8Array
  isOwner: number
  isLegacy: number
  lastActiveAt: number | null
  endsAt: number | null
  createdAt: number
  permissions: SqlValue
}

const select = `
  select m.k - ? as slot, m.id, m.person, p.id as userId, p.name, p.email, m.role, m.is_owner as isOwner,
    m.is_legacy as isLegacy, m.status, m.last_active_at as lastActiveAt, m.ends_at as endsAt,
    m.created_at as createdAt, m.permissions, m.version
  from membership m join person p on p.n = m.person where m.k between ? and ?`

/** Users of the account for whom `condition`, about `m` and `p`, holds. */
export function storedUsers(sql: Sql, { n }: Opened, condition = '', ...values: SqlValue[]): Stored[] {
  const [first, last] = rangeOf(n)
  return sql.all<Stored>(`${select} ${condition}`, first, first, last, ...values)
}

const permissionsCodec = permissionSet()

export function permissionsOf(sql: Sql, stored: Pick<Stored, 'permissions'>): Permission[] {
  return permissionsCodec.fromSql(stored.permissions, sql)
}

/** What is said of a user and isn't in their row. */
export interface Shown {
  me: string | null
  waiting: Set<MembershipId>
}

export function shownIn(sql: Sql, { account }: Opened): Shown {
  const granted = [...waitingKeys(sql, account.id, 'grant')].map((key) => key.slice(0, key.indexOf('/')))
  const changed = waitingKeys(sql, account.id, 'membership')
  return {
    me: readPrincipal(sql)?.userId ?? null,
    waiting: new Set([...changed, ...granted] as MembershipId[]),
  }
}

export function toRow(stored: Stored, applications: number, { me, waiting }: Shown): UserRow {
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
    version: stored.version,
  }
}

/**
 * How many applications each user can reach: the same derived ones for everybody who is active, and each one's own
 * grants of the others. Two counts, however many users there are.
 */
export function reachOf(sql: Sql, opened: Opened): (user: Pick<Stored, 'slot' | 'status'>) => number {
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
