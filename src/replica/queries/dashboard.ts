import { ok } from '@gatehouse/contract'
import type { Dashboard } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { rangeOf } from '../repositories/numbers.ts'
import { toIso } from '../repositories/table.ts'
import { applicationsOn, levelOf, type OnAccount } from './access.ts'
import { dayMs, type Handler, may, mayAny, type Opened, openAccount } from './context.ts'

export const getDashboard: Handler<'dashboard.get'> = ({ sql, now }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'account.view')
  if (!opened.ok) return opened
  const { n, access } = opened.value
  const seesUsers = may(access, 'users.view')
  const seesApplications = may(access, 'applications.view')
  const applications = seesApplications ? applicationsOn(sql, opened.value) : []
  const users = seesUsers ? countUsers(sql, n, now) : null
  const hasDefaultApplication = hasDefault(sql, opened.value)
  return ok({
    users: users ? users.counts : null,
    applications: countApplications(applications),
    invitations: seesUsers ? countInvitations(sql, n, now) : null,
    services: mayAny(access, 'services.view', 'services.manage') ? countServices(sql, n, now) : null,
    hasDefaultApplication,
    noWayIn:
      seesApplications &&
      !hasDefaultApplication &&
      applications.every((application) => levelOf(application) === 'manual'),
    ownerName: users?.owner ?? null,
  })
}

/** The users of an account counted, and what its owner is called, in one go through its memberships. */
function countUsers(sql: Sql, n: number, now: Date) {
  const counted = sql.get<NonNullable<Dashboard['users']> & { owner: number | null }>(
    `select count(*) as total,
       count(*) filter (where status = 'active' and last_active_at >= ?) as active30Days,
       count(*) filter (where status = 'suspended') as suspended,
       count(*) filter (where status = 'active' and coalesce(last_active_at, created_at) < ?) as notSeen90Days,
       count(*) filter (where ends_at >= ?) as temporary,
       count(*) filter (where ends_at >= ? and ends_at < ?) as endingSoon,
       min(person) filter (where is_owner = 1) as owner
     from membership where k between ? and ?`,
    now.getTime() - 30 * dayMs,
    now.getTime() - 90 * dayMs,
    now.getTime(),
    now.getTime(),
    now.getTime() + 30 * dayMs,
    ...rangeOf(n),
  )
  const none = {
    owner: null,
    total: 0,
    active30Days: 0,
    suspended: 0,
    notSeen90Days: 0,
    temporary: 0,
    endingSoon: 0,
  }
  const { owner = null, ...counts } = counted ?? none
  const person = sql.get<{ name: string }>('select name from person where n = ?', owner)
  return { counts, owner: person?.name ?? null }
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

function countInvitations(sql: Sql, n: number, now: Date): NonNullable<Dashboard['invitations']> {
  const counts = sql.get<{ pending: number; oldest: number | null }>(
    `select count(*) as pending, min(created_at) as oldest from invitation
     where k between ? and ? and status = 'pending' and expires_at > ?`,
    ...rangeOf(n),
    now.getTime(),
  )
  return { pending: counts?.pending ?? 0, oldestPendingAt: isoOf(counts?.oldest) }
}

function countServices(sql: Sql, n: number, now: Date): NonNullable<Dashboard['services']> {
  const at = now.getTime()
  const counts = sql.get<{ active: number; renewals30Days: number; next: number | null }>(
    `select count(*) as active,
       count(*) filter (where renews_at >= ? and renews_at < ?) as renewals30Days,
       min(renews_at) filter (where renews_at >= ?) as next
     from service where account = ? and status = 'active'`,
    at,
    at + 30 * dayMs,
    at,
    n,
  )
  return {
    active: counts?.active ?? 0,
    renewals30Days: counts?.renewals30Days ?? 0,
    nextRenewalAt: isoOf(counts?.next),
  }
}

function isoOf(ms: number | null | undefined): string | null {
  return typeof ms === 'number' ? toIso(ms) : null
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
