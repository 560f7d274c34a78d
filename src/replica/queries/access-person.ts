import {
  type Account,
  type AccountId,
  type ApplicationId,
  fail,
  type MembershipId,
  ok,
  type Permission,
  problem,
} from '@gatehouse/contract'
import type { PersonAccess } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { readLabel } from '../repositories/labels.ts'
import { readMeta } from '../repositories/meta.ts'
import { accountOfKey, slotOf } from '../repositories/numbers.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { permissionSet, toIso } from '../repositories/table.ts'
import { accountsHidingUsers } from '../search/surroundings.ts'
import { sourcesOf } from './access.ts'
import { byName, type Handler } from './context.ts'
import { otherLogins } from './other-logins.ts'

interface Person {
  n: number
  id: Uint8Array
  name: string
  email: string
}

/** Everything that one person has, account by account, and who else they may be. */
export const getAccessOfPerson: Handler<'access.person'> = ({ sql }, { userId, offset, limit }) => {
  const person = sql.get<Person>('select n, id, name, email from person where id = ?', toBytes(userId))
  const all = person ? membershipsOf(sql, person.n) : []
  if (!person || all.length === 0) return fail(problem('not_found'))
  const window = all.sort(byName).slice(offset, offset + limit)
  return ok({
    userId,
    name: person.name,
    email: person.email,
    isMe: readPrincipal(sql)?.userId === userId,
    items: window.map((stored) => toAccess(sql, stored)),
    total: all.length,
    others: offset === 0 ? otherLogins(sql, { ...person, userId }) : [],
    syncedAt: readMeta(sql, 'syncedAt'),
  })
}

interface Stored {
  k: number
  id: Uint8Array
  accountId: Uint8Array
  name: string
  environmentId: string
  accountStatus: Account['status']
  mine: number
  role: PersonAccess['role']
  isOwner: number
  isLegacy: number
  status: PersonAccess['status']
  permissions: number
  lastActiveAt: number | null
  endsAt: number | null
}

/** Only of accounts whose users the principal may see. */
function membershipsOf(sql: Sql, person: number): Stored[] {
  const hidden = accountsHidingUsers(sql)
  return sql
    .all<Stored>(
      `select m.k, m.id, a.id as accountId, a.name, a.environment_id as environmentId, a.status as accountStatus,
         a.permissions as mine, m.role, m.is_owner as isOwner, m.is_legacy as isLegacy, m.status, m.permissions,
         m.last_active_at as lastActiveAt, m.ends_at as endsAt
       from membership m join account a on a.n = m.k / 131072 where m.person = ? and a.loaded_at is not null`,
      person,
    )
    .filter(({ k }) => !hidden.has(accountOfKey(k)))
}

const permissionsCodec = permissionSet()

function toAccess(sql: Sql, stored: Stored): PersonAccess {
  const accountId = toUuid(stored.accountId) as AccountId
  const mine: readonly Permission[] = permissionsCodec.fromSql(stored.mine, sql)
  return {
    accountId,
    accountName: stored.name,
    accountColour: readLabel(sql, accountId)?.colour ?? null,
    accountStatus: stored.accountStatus,
    membershipId: toUuid(stored.id) as MembershipId,
    role: stored.role,
    isOwner: stored.isOwner === 1,
    isLegacy: stored.isLegacy === 1,
    status: stored.status,
    permissions: permissionsCodec.fromSql(stored.permissions, sql),
    lastActiveAt: stored.lastActiveAt === null ? null : toIso(stored.lastActiveAt),
    endsAt: stored.endsAt === null ? null : toIso(stored.endsAt),
    applications: mine.includes('applications.view') ? applicationsOf(sql, stored) : null,
  }
}

interface Reachable {
  id: Uint8Array
  name: string
  environmentAuto: number
  accountAuto: number | null
  hasGrant: number
}

function applicationsOf(sql: Sql, { k, accountStatus, environmentId, status }: Stored) {
  const account = accountOfKey(k)
  return sql
    .all<Reachable>(
      `select a.id, a.name, a.auto_assign as environmentAuto, o.auto_assign as accountAuto,
         g.slot is not null as hasGrant
       from application a left join account_application o on o.account = ? and o.application = a.n
       left join grant_ g on g.account = ? and g.application = a.n and g.slot = ?
       where a.environment_id = ? and (a.auto_assign = 1 or o.auto_assign = 1
         or (o.application is not null and g.slot is not null))`,
      account,
      account,
      slotOf(k),
      environmentId,
    )
    .map(({ id, name, environmentAuto, accountAuto, hasGrant }) => ({
      id: toUuid(id) as ApplicationId,
      name,
      sources: sourcesOf(
        { status: accountStatus },
        {
          environmentAuto: environmentAuto === 1,
          accountAuto: accountAuto === null ? null : accountAuto === 1,
        },
        { status, hasGrant: hasGrant === 1 },
      ),
    }))
    .filter(({ sources }) => sources.length > 0)
    .sort(byName)
}
