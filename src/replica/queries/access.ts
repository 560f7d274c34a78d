import {
  type Account,
  type Application,
  type ApplicationId,
  assignmentLevel,
  effectiveSources,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { Opened } from './context.ts'

/** An application that is on the account, with what decides who can reach it. */
export interface OnAccount {
  id: ApplicationId
  name: string
  key: string
  description: string
  type: Application['type']
  status: Application['status']
  isDefault: boolean
  environmentAuto: boolean
  /** Null where the environment's auto-assignment alone puts it on the account. */
  accountAuto: boolean | null
  assignedAt: string | null
  version: number | null
}

type Stored = Omit<OnAccount, 'isDefault' | 'environmentAuto' | 'accountAuto'> & {
  isDefault: number
  environmentAuto: number
  accountAuto: number | null
}

/** Assigned ones, and those that the environment gives to every account. */
export function applicationsOn(
  sql: Sql,
  account: Account,
  only: Application['type'] | null = null,
): OnAccount[] {
  return sql
    .all<Stored>(
      `select a.id, a.name, a.key, a.description, a.type, a.status, a.is_default as isDefault,
         a.auto_assign as environmentAuto, o.auto_assign as accountAuto, o.assigned_at as assignedAt, o.version
       from application a left join account_application o on o.account_id = ? and o.application_id = a.id
       where a.environment_id = ? and (a.auto_assign = 1 or o.application_id is not null) and a.type = coalesce(?, a.type)`,
      account.id,
      account.environmentId,
      only,
    )
    .map((stored) => ({
      ...stored,
      isDefault: stored.isDefault === 1,
      environmentAuto: stored.environmentAuto === 1,
      accountAuto: stored.accountAuto === null ? null : stored.accountAuto === 1,
    }))
}

export function applicationOn(sql: Sql, account: Account, applicationId: ApplicationId): OnAccount | null {
  return applicationsOn(sql, account).find(({ id }) => id === applicationId) ?? null
}

export function levelOf(application: OnAccount): ReturnType<typeof assignmentLevel> {
  return assignmentLevel(application)
}

/** Why a user of the account has the application. */
export function sourcesOf(
  account: Account,
  application: OnAccount,
  user: { status: 'active' | 'suspended'; hasGrant: boolean },
): ReturnType<typeof effectiveSources> {
  return effectiveSources({
    accountStatus: account.status,
    membershipStatus: user.status,
    environmentAuto: application.environmentAuto,
    accountAuto: application.accountAuto,
    hasGrant: user.hasGrant,
  })
}

export function activeUsers(sql: Sql, { account }: Opened): number {
  const row = sql.get<{ count: number }>(
    `select count(*) as count from membership where account_id = ? and status = 'active'`,
    account.id,
  )
  return row?.count ?? 0
}

/** How many active users hold a grant, by application. */
export function grantedUsers(sql: Sql, { account }: Opened): Map<ApplicationId, number> {
  const rows = sql.all<{ id: ApplicationId; count: number }>(
    `select g.application_id as id, count(*) as count
     from grant_ g join membership m on m.account_id = g.account_id and m.id = g.membership_id
     where g.account_id = ? and m.status = 'active' group by g.application_id`,
    account.id,
  )
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/** How many users can reach the application: all active ones where access is derived, else those with a grant. */
export function usersWithAccess(
  account: Account,
  application: OnAccount,
  counts: { active: number; granted: number },
): number {
  const has = (hasGrant: boolean) =>
    sourcesOf(account, application, { status: 'active', hasGrant }).length > 0
  if (has(false)) return counts.active
  return has(true) ? counts.granted : 0
}
