import type { AccountId, AccountSummary, DirectoryEntry, Permission } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import { isEffectiveMembership } from '../../repositories/access.ts'
import { timeOf } from '../../repositories/rows.ts'
import { activityInSight } from '../../sync/sight.ts'
import { listServices } from '../account-services.ts'

const renewalDays = 30
const dayMs = 86_400_000

/** An account counted for its dashboard, each part by the permission that shows what is counted. */
export async function summarizeAccount(
  db: Database,
  entry: DirectoryEntry,
  now: Date,
): Promise<AccountSummary> {
  const { account, access } = entry
  const isHeld = (...any: Permission[]) => any.some((permission) => access.permissions.includes(permission))
  const seesUsers = isHeld('users.view')
  return {
    accountId: account.id,
    users: seesUsers ? await countUsers(db, account.id, now) : null,
    invitations: seesUsers ? await countInvitations(db, account.id, now) : null,
    applications: isHeld('applications.view') ? await countApplications(db, entry) : null,
    services: isHeld('services.view', 'services.manage') ? await countServices(db, entry, now) : null,
    activity: isHeld('activity.view') ? await lastActivity(db, entry) : null,
  }
}

function countUsers(db: Database, accountId: AccountId, now: Date) {
  return db
    .selectFrom('membership as m')
    .where('m.account_id', '=', accountId)
    .where((eb) => eb.or([eb('m.ends_at', 'is', null), eb('m.ends_at', '>', now)]))
    .select((eb) => [
      eb.cast<number>(eb.fn.countAll().filterWhere(isEffectiveMembership(now)), 'integer').as('active'),
      eb.cast<number>(eb.fn.countAll().filterWhere('m.status', '=', 'suspended'), 'integer').as('suspended'),
    ])
    .executeTakeFirstOrThrow()
}

function countInvitations(db: Database, accountId: AccountId, now: Date) {
  return db
    .selectFrom('invitation')
    .where('account_id', '=', accountId)
    .where('status', '=', 'pending')
    .where('expires_at', '>', now)
    .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('pending'))
    .executeTakeFirstOrThrow()
}

function countApplications(db: Database, { account }: DirectoryEntry) {
  return db
    .selectFrom('application as p')
    .leftJoin('account_application as aa', (join) =>
      join.onRef('aa.application_id', '=', 'p.id').on('aa.account_id', '=', account.id),
    )
    .where('p.environment_id', '=', account.environmentId)
    .where((eb) => eb.or([eb('p.auto_assign', '=', true), eb('aa.account_id', 'is not', null)]))
    .select((eb) => [
      eb.cast<number>(eb.fn.countAll(), 'integer').as('total'),
      eb.cast<number>(eb.fn.countAll().filterWhere('p.status', '=', 'inactive'), 'integer').as('inactive'),
    ])
    .executeTakeFirstOrThrow()
}

// An account has few of them, and who sees which is decided in one place.
async function countServices(db: Database, entry: DirectoryEntry, now: Date) {
  const { items } = await listServices(db, entry)
  const active = items.filter(({ status }) => status === 'active')
  const from = timeOf(now)
  const to = timeOf(new Date(now.getTime() + renewalDays * dayMs))
  const renewing = active.filter(({ renewsAt }) => renewsAt !== null && renewsAt >= from && renewsAt < to)
  return { total: items.length, active: active.length, renewing: renewing.length }
}

async function lastActivity(db: Database, { account, access }: DirectoryEntry) {
  const row = await db
    .selectFrom('activity')
    .where('account_id', '=', account.id)
    .where(sql<boolean>`permissions <@ ${activityInSight(access)}::text[]`)
    .select(sql<Date | null>`max(at)`.as('at'))
    .executeTakeFirstOrThrow()
  return { lastAt: row.at && timeOf(row.at) }
}
