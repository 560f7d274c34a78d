import { type ApplicationId, type MembershipId, ok } from '@gatehouse/contract'
import type { UserFilter, UserSort } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import { applicationOn, sourcesOf } from './access.ts'
import { byName, dayMs, type Handler, type Opened, openAccount } from './context.ts'
import { reachOf, type Stored, shownIn, storedUsers, toRow } from './user-rows.ts'

/** One window of an account's users. All that match are looked at, and only those in the window are sent. */
export const pageUsers: Handler<'users.page'> = ({ sql, now }, input) => {
  const { accountId, filter, sort, offset, limit } = input
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const { value } = opened
  const all = storedUsers(sql, value)
  const reach = reachOf(sql, value)
  const found = sorted(all.filter(matching(sql, value, filter, now)), sort, reach)
  const shown = shownIn(sql, value)
  return ok({
    total: found.length,
    all: all.length,
    offset,
    rows: found.slice(offset, offset + limit).map((stored) => toRow(stored, reach(stored), shown)),
  })
}

export const pageKeys: Handler<'users.keys'> = ({ sql, now }, input) => {
  const { accountId, filter, sort, offset, limit } = input
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const { value } = opened
  const found = storedUsers(sql, value).filter(matching(sql, value, filter, now))
  const window = sorted(found, sort, reachOf(sql, value)).slice(offset, offset + limit)
  return ok(window.map(({ id }) => toUuid(id) as MembershipId))
}

export const someUsers: Handler<'users.some'> = ({ sql }, { accountId, membershipIds }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const { value } = opened
  const wanted = new Set<string>(membershipIds)
  const reach = reachOf(sql, value)
  const shown = shownIn(sql, value)
  const found = storedUsers(sql, value).filter(({ id }) => wanted.has(toUuid(id)))
  return ok(found.sort(byName).map((stored) => toRow(stored, reach(stored), shown)))
}

function sorted(users: Stored[], { by, descending }: UserSort, reach: Reach): Stored[] {
  users.sort(byName)
  if (by === 'name') return descending ? users.reverse() : users
  // Sorting is stable, so that equal ones stay in the order of their names.
  const order = orders[by]
  return users.sort((a, b) => (descending ? -1 : 1) * order(a, b, reach))
}

type Reach = ReturnType<typeof reachOf>

const roles = ['owner', 'admin', 'technician', 'billing', 'viewer', 'custom']

/** Whoever was never seen, or stays for good, comes before or after all the others, not among them. */
const orders: Record<UserSort['by'], (a: Stored, b: Stored, reach: Reach) => number> = {
  name: byName,
  role: (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role),
  status: (a, b) => Number(a.status === 'suspended') - Number(b.status === 'suspended'),
  applications: (a, b, reach) => reach(a) - reach(b),
  lastActive: (a, b) => (a.lastActiveAt ?? 0) - (b.lastActiveAt ?? 0),
  joined: (a, b) => a.createdAt - b.createdAt,
}

function matching(sql: Sql, opened: Opened, filter: UserFilter, now: Date): (user: Stored) => boolean {
  const wanted = filter.find.trim().toLocaleLowerCase()
  const canOpen = filter.applicationId === null ? null : whoCanOpen(sql, opened, filter.applicationId)
  const ago = (days: number) => now.getTime() - days * dayMs
  const isOther = ({ lastActiveAt, createdAt }: Stored) =>
    ({
      '30': (lastActiveAt ?? createdAt) >= ago(30),
      '90': (lastActiveAt ?? createdAt) >= ago(90),
      never: lastActiveAt !== null,
      'seen-30': lastActiveAt === null || lastActiveAt < ago(30),
    })[filter.unseen ?? 'never']
  return (user) => {
    if (filter.role !== null && user.role !== filter.role) return false
    if (filter.status !== null && user.status !== filter.status) return false
    if (filter.temporary && user.endsAt === null) return false
    if (filter.unseen !== null && isOther(user)) return false
    if (canOpen && !canOpen(user)) return false
    return wanted === '' || `${user.name}\n${user.email}`.toLocaleLowerCase().includes(wanted)
  }
}

function whoCanOpen(sql: Sql, opened: Opened, applicationId: ApplicationId): (user: Stored) => boolean {
  const application = applicationOn(sql, opened, applicationId)
  if (!application) return () => false
  const rows = sql.all<{ slot: number }>(
    'select slot from grant_ where account = ? and application = ?',
    opened.n,
    application.n,
  )
  const granted = new Set(rows.map(({ slot }) => slot))
  return ({ slot, status }) =>
    sourcesOf(opened.account, application, { status, hasGrant: granted.has(slot) }).length > 0
}
