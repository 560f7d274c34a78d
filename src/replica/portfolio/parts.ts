import type { Sql } from '../database.ts'
import { part } from './kept.ts'

// Figures of every account that one statement each brings: none of them looks at memberships.

const dayMs = 86_400_000

export interface InvitationFigures {
  /** Pending for more than a week. */
  waiting: number
  expired: number
  oldestAt: number | null
}

const waits = `status = 'pending' and expires_at > m.now and created_at < m.week`
const hasExpired = `(status = 'expired' or (status = 'pending' and expires_at <= m.now)) and expires_at >= m.month`

/** What an invitation that needs a look is: now, a week and a month ago come first, as the table `m`. */
export const needsLook = {
  moments: 'with m(now, week, month) as (values (?, ?, ?))',
  sql: `((${waits}) or (${hasExpired}))`,
  parameters: (now: Date): [number, number, number] => {
    const at = now.getTime()
    return [at, at - 7 * dayMs, at - 30 * dayMs]
  },
}

export function invitationFigures(sql: Sql, now: Date): ReadonlyMap<number, InvitationFigures> {
  return part(sql, 'invitations', now, () => {
    const rows = sql.all<InvitationFigures & { n: number }>(
      `${needsLook.moments} select k / 131072 as n, count(*) filter (where ${waits}) as waiting,
         count(*) filter (where ${hasExpired}) as expired, min(created_at) as oldestAt
       from m, invitation where ${needsLook.sql} group by 1`,
      ...needsLook.parameters(now),
    )
    return new Map(rows.map(({ n, ...figures }) => [n, figures]))
  })
}

export interface RenewalFigures {
  renewals: number
  nextAt: number
}

const renewalDays = 30

export function renewalFigures(sql: Sql, now: Date): ReadonlyMap<number, RenewalFigures> {
  return part(sql, 'services', now, () => {
    const at = now.getTime()
    const rows = sql.all<RenewalFigures & { n: number }>(
      `select account as n, count(*) as renewals, min(renews_at) as nextAt from service
       where status = 'active' and renews_at >= ? and renews_at < ? group by 1`,
      at,
      at + renewalDays * dayMs,
    )
    return new Map(rows.map(({ n, ...figures }) => [n, figures]))
  })
}

export interface ReviewFigures {
  /** Open ones whose day has passed. */
  overdue: number
  dueAt: number
}

export function reviewFigures(sql: Sql, now: Date): ReadonlyMap<number, ReviewFigures> {
  return part(sql, 'reviews', now, () => {
    const rows = sql.all<ReviewFigures & { n: number }>(
      `select account as n, count(*) as overdue, min(due_at) as dueAt from review
       where state in ('open', 'second') and due_at < ? group by 1`,
      now.getTime(),
    )
    return new Map(rows.map(({ n, ...figures }) => [n, figures]))
  })
}

export interface ApplicationFigures {
  /** Inactive ones on the account, agents among them. */
  inactive: number
  inactiveAgents: number
}

export interface Applications {
  ofAccount: ReadonlyMap<number, ApplicationFigures>
  /** What the environment puts on every account of it. */
  ofEnvironment: ReadonlyMap<string, ApplicationFigures>
  /** Environments in which a login without an application id ends well. */
  withWayIn: ReadonlySet<string>
  /** Accounts of other environments in which it does all the same. */
  accountsWithWayIn: ReadonlySet<number>
}

const counted = `count(*) as inactive, count(*) filter (where type = 'agent') as inactiveAgents`

export function applicationFigures(sql: Sql, now: Date): Applications {
  return part(sql, 'applications', now, () => {
    const ofAccount = sql.all<ApplicationFigures & { n: number }>(
      `select o.account as n, ${counted} from account_application o join application a on a.n = o.application
       where o.application in (select n from application where status = 'inactive' and auto_assign = 0) group by 1`,
    )
    const ofEnvironment = sql.all<ApplicationFigures & { id: string }>(
      `select environment_id as id, ${counted} from application
       where status = 'inactive' and auto_assign = 1 group by 1`,
    )
    const environments = sql.all<{ id: string }>(
      `select environment_id as id from application where is_default = 1 or auto_assign = 1
       union select id from environment where default_application_id is not null`,
    )
    // Environments of the kind are few, and so are their accounts: only those are looked at one by one.
    const accounts = sql.all<{ n: number }>(
      `select a.n from account a where a.environment_id not in (select value from json_each(?))
         and exists (select 1 from account_application o where o.account = a.n and o.auto_assign = 1)`,
      JSON.stringify(environments.map(({ id }) => id)),
    )
    return {
      ofAccount: new Map(ofAccount.map(({ n, ...figures }) => [n, figures])),
      ofEnvironment: new Map(ofEnvironment.map(({ id, ...figures }) => [id, figures])),
      withWayIn: new Set(environments.map(({ id }) => id)),
      accountsWithWayIn: new Set(accounts.map(({ n }) => n)),
    }
  })
}

/** When something happened last in each account. */
export function lastActivity(sql: Sql, now: Date): ReadonlyMap<number, number> {
  return part(sql, 'activity', now, () => {
    const rows = sql.all<{ n: number; at: number | null }>(
      'select a.n, (select max(at) from activity where account = a.n) as at from account a',
    )
    return new Map(rows.flatMap(({ n, at }) => (at === null ? [] : [[n, at]])))
  })
}

/** Refused and waiting changes of each account, by its id: few have any. */
export function outboxFigures(sql: Sql): { refused: ReadonlyMap<string, number>; waiting: number } {
  const rows = sql.all<{ id: string; refused: number; waiting: number }>(
    `select account_id as id, count(*) filter (where state = 'refused') as refused,
       count(*) filter (where state <> 'refused') as waiting from outbox group by 1`,
  )
  return {
    refused: new Map(rows.flatMap(({ id, refused }) => (refused > 0 ? [[id, refused]] : []))),
    waiting: rows.reduce((sum, { waiting }) => sum + waiting, 0),
  }
}
