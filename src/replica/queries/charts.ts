import { type Activity, type ActivityAction, type ApplicationId, ok, type Service } from '@gatehouse/contract'
import type { DashboardCharts } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import { keyOf, rangeOf } from '../repositories/numbers.ts'
import { toIso } from '../repositories/table.ts'
import { applicationsOn, type OnAccount, usersWithAccess } from './access.ts'
import { dayMs, type Handler, may, mayAny, type Opened, openAccount } from './context.ts'

const activityDays = 30
const weeks = 12
const largest = 8

/** What the dashboard draws: counted apart from its figures, which stand on the screen before this is asked. */
export const getCharts: Handler<'dashboard.charts'> = ({ sql, now }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'account.view')
  if (!opened.ok) return opened
  const { n, access } = opened.value
  const seesUsers = may(access, 'users.view')
  const seesActivity = may(access, 'activity.view')
  const applications =
    seesUsers && may(access, 'applications.view') ? applicationsOn(sql, opened.value) : null
  return ok({
    activityByDay: seesActivity ? activityByDay(sql, n, now) : null,
    changesByWeek: seesActivity ? changesByWeek(sql, n, now) : null,
    activitySince: seesActivity ? oldestActivity(sql, n) : null,
    lastActive: seesUsers ? countLastActive(sql, n, now) : null,
    seats: applications && seatsOf(sql, opened.value, applications, now),
    seatsOf: applications?.length ?? 0,
    renewals: mayAny(access, 'services.view', 'services.manage') ? renewals(sql, n) : null,
  })
}

/** Days are those of UTC; days without activity count zero. */
function activityByDay(sql: Sql, n: number, now: Date): NonNullable<DashboardCharts['activityByDay']> {
  const today = Math.floor(now.getTime() / dayMs)
  const first = today - activityDays + 1
  const rows = sql.all<{ day: number; count: number }>(
    `select at / ${dayMs} as day, count(*) as count from activity where account = ? and at >= ? group by 1`,
    n,
    first * dayMs,
  )
  const counts = new Map(rows.map(({ day, count }) => [day, count]))
  return Array.from({ length: activityDays }, (_, index) => ({
    day: toIso((first + index) * dayMs).slice(0, 10),
    count: counts.get(first + index) ?? 0,
  }))
}

type Change = 'given' | 'taken' | 'changed'

const accessChanges: Partial<Record<ActivityAction, Change>> = {
  'application.assigned': 'given',
  'application.auto_assign_enabled': 'given',
  'grant.added': 'given',
  'membership.added': 'given',
  'membership.resumed': 'given',
  'account.resumed': 'given',
  'account.reopened': 'given',
  'application.unassigned': 'taken',
  'application.auto_assign_disabled': 'taken',
  'grant.removed': 'taken',
  'membership.suspended': 'taken',
  'membership.removed': 'taken',
  'membership.ended': 'taken',
  'account.suspended': 'taken',
  'account.closed': 'taken',
  'membership.edited': 'changed',
  'membership.end_changed': 'changed',
  'ownership.transferred': 'changed',
}

/** The first day of 1970 was a Thursday; weeks begin on Monday. */
const weekMs = 7 * dayMs
const mondayMs = 4 * dayMs

function changesByWeek(sql: Sql, n: number, now: Date): NonNullable<DashboardCharts['changesByWeek']> {
  const present = Math.floor((now.getTime() - mondayMs) / weekMs)
  const first = present - weeks + 1
  const rows = sql.all<{ week: number; action: Activity['action']; count: number }>(
    `select (at - ${mondayMs}) / ${weekMs} as week, action, count(*) as count from activity
     where account = ? and at >= ? group by 1, 2`,
    n,
    first * weekMs + mondayMs,
  )
  const counted = Array.from({ length: weeks }, (_, index) => ({
    week: toIso((first + index) * weekMs + mondayMs).slice(0, 10),
    given: 0,
    taken: 0,
    changed: 0,
  }))
  for (const { week, action, count } of rows) {
    const change = accessChanges[action]
    const bar = counted[week - first]
    if (change && bar) bar[change] += count
  }
  return counted
}

function oldestActivity(sql: Sql, n: number): string | null {
  const found = sql.get<{ at: number | null }>('select min(at) as at from activity where account = ?', n)
  return typeof found?.at === 'number' ? toIso(found.at) : null
}

function countLastActive(sql: Sql, n: number, now: Date): NonNullable<DashboardCharts['lastActive']> {
  const ago = (days: number) => now.getTime() - days * dayMs
  const counted = sql.get<NonNullable<DashboardCharts['lastActive']>>(
    `select count(*) filter (where last_active_at >= ?) as today,
       count(*) filter (where last_active_at >= ? and last_active_at < ?) as week,
       count(*) filter (where last_active_at >= ? and last_active_at < ?) as month,
       count(*) filter (where last_active_at >= ? and last_active_at < ?) as quarter,
       count(*) filter (where last_active_at < ?) as longer,
       count(*) filter (where last_active_at is null) as never
     from membership where k between ? and ? and status = 'active'`,
    ...[ago(1), ago(7), ago(1), ago(30), ago(7), ago(90), ago(30), ago(90)],
    ...rangeOf(n),
  )
  return counted ?? { today: 0, week: 0, month: 0, quarter: 0, longer: 0, never: 0 }
}

/**
 * For the applications that most can open. What somebody does inside an application is told to nobody here: who is
 * active in the account at all is the best that is known.
 */
function seatsOf(
  sql: Sql,
  opened: Opened,
  applications: readonly OnAccount[],
  now: Date,
): NonNullable<DashboardCharts['seats']> {
  const since = now.getTime() - 30 * dayMs
  const everybody = sql.get<{ count: number }>(
    `select count(*) as count from membership
     where k between ? and ? and status = 'active' and last_active_at >= ?`,
    ...rangeOf(opened.n),
    since,
  )
  const activeIn = (application: OnAccount, assigned: number) => {
    if (assigned === 0) return 0
    if (application.environmentAuto || application.accountAuto) return everybody?.count ?? 0
    return activeGranted(sql, opened.n, application.n, since)
  }
  return applications
    .map((application) => ({ application, assigned: usersWithAccess(sql, opened, application) }))
    .sort((a, b) => b.assigned - a.assigned || a.application.name.localeCompare(b.application.name))
    .slice(0, largest)
    .map(({ application, assigned }) => ({
      applicationId: application.id as ApplicationId,
      name: application.name,
      assigned,
      active: activeIn(application, assigned),
    }))
}

function activeGranted(sql: Sql, account: number, application: number, since: number): number {
  const counted = sql.get<{ count: number }>(
    `select count(*) as count from grant_ g join membership m on m.k = ? + g.slot
     where g.account = ? and g.application = ? and m.status = 'active' and m.last_active_at >= ?`,
    keyOf(account, 0),
    account,
    application,
    since,
  )
  return counted?.count ?? 0
}

function renewals(sql: Sql, n: number): NonNullable<DashboardCharts['renewals']> {
  const rows = sql.all<{ id: Uint8Array; name: string; label: string; at: number }>(
    `select id, product_name as name, label, renews_at as at from service
     where account = ? and status = 'active' and renews_at is not null order by renews_at, product_name limit 200`,
    n,
  )
  return rows.map(({ id, name, label, at }) => ({
    serviceId: toUuid(id) as Service['id'],
    name: label ? `${name} ${label}` : name,
    renewsAt: toIso(at),
  }))
}
