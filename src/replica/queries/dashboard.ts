import { type AccountId, ok } from '@gatehouse/contract'
import type { Dashboard } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import {
  activeUsers,
  applicationsOn,
  grantedUsers,
  levelOf,
  type OnAccount,
  usersWithAccess,
} from './access.ts'
import { dayMs, daysBefore, type Handler, may, type Opened, openAccount } from './context.ts'

const activityDays = 30
const mostUsed = 8

export const getDashboard: Handler<'dashboard.get'> = ({ sql, now }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'account.view')
  if (!opened.ok) return opened
  const { account, access } = opened.value
  const seesUsers = may(access, 'users.view')
  const seesApplications = may(access, 'applications.view')
  const applications = seesApplications ? applicationsOn(sql, account) : []
  const hasDefaultApplication = hasDefault(sql, opened.value)
  return ok({
    users: seesUsers ? countUsers(sql, accountId, now) : null,
    applications: countApplications(applications),
    invitations: seesUsers ? countInvitations(sql, accountId, now) : null,
    services: may(access, 'services.view') ? countServices(sql, accountId, now) : null,
    activityByDay: may(access, 'activity.view') ? activityByDay(sql, accountId, now) : null,
    applicationUse: seesUsers && seesApplications ? applicationUse(sql, opened.value, applications) : null,
    hasDefaultApplication,
    noWayIn:
      seesApplications &&
      !hasDefaultApplication &&
      applications.every((application) => levelOf(application) === 'manual'),
    ownerName: seesUsers ? ownerName(sql, accountId) : null,
  })
}

function countUsers(sql: Sql, accountId: AccountId, now: Date): NonNullable<Dashboard['users']> {
  const counts = sql.get<NonNullable<Dashboard['users']>>(
    `select count(*) as total,
       count(*) filter (where status = 'active' and last_active_at >= ?) as active30Days,
       count(*) filter (where status = 'suspended') as suspended,
       count(*) filter (where status = 'active' and coalesce(last_active_at, created_at) < ?) as notSeen90Days
     from membership where account_id = ?`,
    daysBefore(now, 30),
    daysBefore(now, 90),
    accountId,
  )
  return counts ?? { total: 0, active30Days: 0, suspended: 0, notSeen90Days: 0 }
}

/** Agents have a tab and a number of their own; all others count applications in the narrower sense. */
function countApplications(all: readonly OnAccount[]): Dashboard['applications'] {
  const applications = all.filter(({ type }) => type === 'application')
  const count = (wanted: (application: OnAccount) => boolean) => applications.filter(wanted).length
  return {
    total: applications.length,
    inactive: count(({ status }) => status === 'inactive'),
    environmentAuto: count((application) => levelOf(application) === 'environment'),
    accountAuto: count((application) => levelOf(application) === 'account'),
    agents: all.length - applications.length,
  }
}

function countInvitations(sql: Sql, accountId: AccountId, now: Date): NonNullable<Dashboard['invitations']> {
  const counts = sql.get<NonNullable<Dashboard['invitations']>>(
    `select count(*) as pending, min(created_at) as oldestPendingAt from invitation
     where account_id = ? and status = 'pending' and expires_at > ?`,
    accountId,
    now.toISOString(),
  )
  return counts ?? { pending: 0, oldestPendingAt: null }
}

function countServices(sql: Sql, accountId: AccountId, now: Date): NonNullable<Dashboard['services']> {
  const at = now.toISOString()
  const counts = sql.get<NonNullable<Dashboard['services']>>(
    `select count(*) as active,
       count(*) filter (where renews_at >= ? and renews_at < ?) as renewals30Days,
       min(renews_at) filter (where renews_at >= ?) as nextRenewalAt
     from service where account_id = ? and status = 'active'`,
    at,
    daysBefore(now, -30),
    at,
    accountId,
  )
  return counts ?? { active: 0, renewals30Days: 0, nextRenewalAt: null }
}

/** Days are those of UTC; days without activity count zero. */
function activityByDay(sql: Sql, accountId: AccountId, now: Date): NonNullable<Dashboard['activityByDay']> {
  const days = Array.from({ length: activityDays }, (_, index) =>
    new Date(now.getTime() - (activityDays - 1 - index) * dayMs).toISOString().slice(0, 10),
  )
  const rows = sql.all<{ day: string; count: number }>(
    `select substr(at, 1, 10) as day, count(*) as count from activity
     where account_id = ? and at >= ? group by 1`,
    accountId,
    days[0] ?? '',
  )
  const counts = new Map(rows.map(({ day, count }) => [day, count]))
  return days.map((day) => ({ day, count: counts.get(day) ?? 0 }))
}

function applicationUse(
  sql: Sql,
  opened: Opened,
  applications: readonly OnAccount[],
): NonNullable<Dashboard['applicationUse']> {
  const active = activeUsers(sql, opened)
  const granted = grantedUsers(sql, opened)
  return applications
    .map((application) => {
      const counts = { active, granted: granted.get(application.id) ?? 0 }
      const withAccess = usersWithAccess(opened.account, application, counts)
      return { applicationId: application.id, name: application.name, withAccess, activeUsers: active }
    })
    .sort((a, b) => b.withAccess - a.withAccess || a.name.localeCompare(b.name))
    .slice(0, mostUsed)
}

function hasDefault(sql: Sql, { account }: Opened): boolean {
  const found = sql.get(
    `select 1 from application where environment_id = ? and is_default = 1
     union all select 1 from environment where id = ? and default_application_id is not null`,
    account.environmentId,
    account.environmentId,
  )
  return found !== undefined
}

function ownerName(sql: Sql, accountId: AccountId): string | null {
  const owner = sql.get<{ name: string }>(
    'select name from membership where account_id = ? and is_owner = 1',
    accountId,
  )
  return owner?.name ?? null
}
