import {
  type Account,
  type AccountId,
  type ApplicationId,
  type DuplicateReason,
  fail,
  type MembershipId,
  ok,
  type Permission,
  problem,
  sameLoginReasons,
  type UserId,
} from '@gatehouse/contract'
import type { OtherLogin, PersonAccess } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { readLabel } from '../repositories/labels.ts'
import { readMeta } from '../repositories/meta.ts'
import { accountOfKey, slotOf } from '../repositories/numbers.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { permissionSet, toIso } from '../repositories/table.ts'
import { find } from '../search/find.ts'
import { people } from '../search/kinds.ts'
import { readQuestion } from '../search/question.ts'
import { accountsHidingUsers, accountsWithout } from '../search/surroundings.ts'
import { sourcesOf } from './access.ts'
import { byName, type Handler } from './context.ts'

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
    others: offset === 0 ? otherLogins(sql, person) : [],
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

/** So many of those who are called alike are told. */
const mostOthers = 20

/** Other logins that are likely the same person's, each with the reason; nobody is taken for another in silence. */
function otherLogins(sql: Sql, person: Person): OtherLogin[] {
  const at = person.email.lastIndexOf('@')
  const [local, domain] = [person.email.slice(0, at), person.email.slice(at + 1)]
  const questions = [
    person.name,
    local.replace(/\+.*$/s, ''),
    `${person.name.split(' ')[0] ?? ''} @${domain}`,
  ]
  const candidates = new Set<number>()
  for (const text of questions) {
    const question = readQuestion(text)
    if (question) for (const { entry } of find(sql, people, question).found) candidates.add(entry.n)
  }
  candidates.delete(person.n)
  if (candidates.size === 0) return []
  const mine = { ...person, isLegacy: isLegacy(sql, person.n) }
  const rows = sql.all<Person>(
    'select n, id, name, email from person where n in (select value from json_each(?))',
    JSON.stringify([...candidates]),
  )
  const others: OtherLogin[] = []
  for (const row of rows.sort(byName)) {
    const reasons: DuplicateReason[] = sameLoginReasons(mine, { ...row, isLegacy: isLegacy(sql, row.n) })
    if (reasons.length === 0) continue
    const accounts = membershipsOf(sql, row.n).length
    if (accounts === 0) continue
    others.push({ userId: toUuid(row.id) as UserId, name: row.name, email: row.email, accounts, reasons })
    if (others.length >= mostOthers) break
  }
  return others
}

function isLegacy(sql: Sql, person: number): boolean {
  const hidden = accountsWithout(sql, 'users.view')
  return sql
    .all<{ k: number }>('select k from membership where person = ? and is_legacy = 1', person)
    .some(({ k }) => !hidden.has(accountOfKey(k)))
}
