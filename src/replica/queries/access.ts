import {
  type Account,
  type Application,
  type ApplicationId,
  assignmentLevel,
  effectiveSources,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { countGranted } from '../repositories/counts.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { toIso } from '../repositories/table.ts'
import type { Opened } from './context.ts'

/** An application that is on the account, with what decides who can reach it. */
export interface OnAccount {
  n: number
  id: ApplicationId
  name: string
  key: string
  description: string
  applicationUrl: string
  loginUrl: string
  type: Application['type']
  status: Application['status']
  isDefault: boolean
  environmentAuto: boolean
  /** Null where the environment's auto-assignment alone puts it on the account. */
  accountAuto: boolean | null
  assignedAt: string | null
  version: number | null
  /** Active users with a grant; null where the account has no row of it. */
  granted: number | null
}

type Stored = Omit<OnAccount, 'id' | 'isDefault' | 'environmentAuto' | 'accountAuto' | 'assignedAt'> & {
  id: Uint8Array
  isDefault: number
  environmentAuto: number
  accountAuto: number | null
  assignedAt: number | null
}

const select = `select a.n, a.id, a.name, a.key, a.description, a.application_url as applicationUrl,
    a.login_url as loginUrl, a.type, a.status, a.is_default as isDefault,
    a.auto_assign as environmentAuto, o.auto_assign as accountAuto, o.assigned_at as assignedAt, o.version, o.granted
  from application a left join account_application o on o.account = ? and o.application = a.n
  where a.environment_id = ? and (a.auto_assign = 1 or o.application is not null)`

/** Assigned ones, and those that the environment gives to every account. */
export function applicationsOn(
  sql: Sql,
  { n, account }: Opened,
  only: Application['type'] | null = null,
): OnAccount[] {
  const stored =
    only === null
      ? sql.all<Stored>(select, n, account.environmentId)
      : sql.all<Stored>(`${select} and a.type = ?`, n, account.environmentId, only)
  return stored.map(toOnAccount)
}

function toOnAccount(stored: Stored): OnAccount {
  return {
    ...stored,
    id: toUuid(stored.id) as ApplicationId,
    isDefault: stored.isDefault === 1,
    environmentAuto: stored.environmentAuto === 1,
    accountAuto: stored.accountAuto === null ? null : stored.accountAuto === 1,
    assignedAt: stored.assignedAt === null ? null : toIso(stored.assignedAt),
  }
}

export function applicationOn(sql: Sql, opened: Opened, applicationId: ApplicationId): OnAccount | null {
  const stored = sql.get<Stored>(
    `${select} and a.id = ?`,
    opened.n,
    opened.account.environmentId,
    toBytes(applicationId),
  )
  return stored ? toOnAccount(stored) : null
}

export function levelOf(application: OnAccount): ReturnType<typeof assignmentLevel> {
  return assignmentLevel(application)
}

/** Why a user of the account has the application. */
export function sourcesOf(
  account: Pick<Account, 'status'>,
  application: Pick<OnAccount, 'environmentAuto' | 'accountAuto'>,
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

/**
 * How many active users hold a grant. Kept where the application has a row of its own on the account; counted where the
 * environment's auto-assignment alone puts it there, and everybody has it anyway.
 */
export function grantedUsers(sql: Sql, { n }: Opened, application: OnAccount): number {
  return application.granted ?? countGranted(sql, n, application.n)
}

/** How many users can reach the application: all active ones where access is derived, else those with a grant. */
export function usersWithAccess(sql: Sql, opened: Opened, application: OnAccount): number {
  const has = (hasGrant: boolean) =>
    sourcesOf(opened.account, application, { status: 'active', hasGrant }).length > 0
  if (has(false)) return opened.active
  return has(true) ? grantedUsers(sql, opened, application) : 0
}
