import {
  type Access,
  type AccountId,
  allPermissions,
  type DirectoryEntry,
  type Environment,
  type EnvironmentId,
  type Principal,
  type UserId,
} from '@gatehouse/contract'
import { type ExpressionBuilder, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'
import { selectEnvironments, toAccount, toEnvironment } from './rows.ts'

/** The user as the session sees them; null for a user who is no more. */
export async function findPrincipal(db: Database, userId: UserId): Promise<Principal | null> {
  const row = await db
    .selectFrom('app_user as u')
    .where('u.id', '=', userId)
    .select(['u.id', 'u.name', 'u.email', 'u.email_verified_at'])
    .select(
      sql<EnvironmentId[]>`array(select environment_id from environment_administrator a where a.user_id = u.id
        order by environment_id)`.as('administers'),
    )
    .executeTakeFirst()
  if (!row) return null
  return {
    userId: row.id,
    name: row.name,
    email: row.email,
    emailVerified: row.email_verified_at !== null,
    administers: row.administers,
  }
}

/**
 * Every account that the principal may see, with how they may work in it: by a membership that hasn't ended, or as
 * administrator of its environment. The one place where that is decided.
 */
export function selectDirectory(db: Database, principal: Principal, now: Date) {
  return db
    .selectFrom('account as a')
    .leftJoin('membership as m', (join) =>
      join
        .onRef('m.account_id', '=', 'a.id')
        .on('m.user_id', '=', principal.userId)
        .on((on) => on.or([on('m.ends_at', 'is', null), on('m.ends_at', '>', now)])),
    )
    .where((eb) => {
      const isMember = eb('m.id', 'is not', null)
      return principal.administers.length === 0
        ? isMember
        : eb.or([isMember, eb('a.environment_id', 'in', principal.administers)])
    })
    .selectAll('a')
    .select(['m.id as membership_id', 'm.role', 'm.permissions', 'm.status as membership_status'])
}

type DirectoryRow = Awaited<ReturnType<ReturnType<typeof selectDirectory>['execute']>>[number]

export function toEntry(row: DirectoryRow, principal: Principal): DirectoryEntry {
  return { account: toAccount(row), access: toAccess(row, principal) }
}

function toAccess(row: DirectoryRow, principal: Principal): Access {
  const isAdministrator = principal.administers.includes(row.environment_id)
  const isActiveMember = row.membership_status === 'active'
  return {
    accountId: row.id,
    via: isAdministrator ? 'environment' : 'membership',
    membershipId: row.membership_id,
    role: row.role,
    isOwner: row.role === 'owner',
    membershipStatus: row.membership_status,
    permissions: isAdministrator ? [...allPermissions] : isActiveMember ? (row.permissions ?? []) : [],
  }
}

/** One account as the principal may see it; null both for an unknown one and for one that isn't theirs. */
export async function findEntry(
  db: Database,
  principal: Principal,
  accountId: AccountId,
  now: Date,
): Promise<DirectoryEntry | null> {
  const row = await selectDirectory(db, principal, now).where('a.id', '=', accountId).executeTakeFirst()
  return row ? toEntry(row, principal) : null
}

/** By name, without regard to case. */
export async function listEntries(
  db: Database,
  principal: Principal,
  now: Date,
  window?: { after: { name: string; id: string } | null; limit: number },
): Promise<DirectoryEntry[]> {
  let query = selectDirectory(db, principal, now).orderBy(sql`lower(a.name)`).orderBy('a.id')
  const after = window?.after
  if (after)
    query = query.where(sql<boolean>`(lower(a.name), a.id) > (lower(${after.name}), ${after.id}::uuid)`)
  if (window) query = query.limit(window.limit)
  return (await query.execute()).map((row) => toEntry(row, principal))
}

/**
 * Makes writes in one account wait for each other, so that a rule that was checked still holds when it is applied; and
 * makes them wait for whoever changes a rule of the whole environment.
 */
export async function lockAccount(tx: Database, accountId: AccountId): Promise<void> {
  await tx
    .selectFrom('account')
    .where('id', '=', accountId)
    .select(sql`pg_advisory_xact_lock_shared(hashtextextended(environment_id::text, 0))`.as('lock'))
    .forNoKeyUpdate()
    .execute()
}

/** Makes a write to an environment's own rules wait for every other one there, those in its accounts included. */
export async function lockEnvironment(tx: Database, environmentId: EnvironmentId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${environmentId}::text, 0))`.execute(tx)
}

/** An environment that the principal administers or has an account in; null for one that they may not know of. */
export async function findEnvironment(
  db: Database,
  principal: Principal,
  environmentId: EnvironmentId,
  now: Date,
): Promise<Environment | null> {
  const row = await selectEnvironments(db).where('e.id', '=', environmentId).executeTakeFirst()
  if (!row) return null
  if (!principal.administers.includes(environmentId)) {
    const known = await selectDirectory(db, principal, now)
      .where('a.environment_id', '=', environmentId)
      .limit(1)
      .executeTakeFirst()
    if (!known) return null
  }
  return toEnvironment(row)
}

/** A membership that counts: active, and not past its end. */
export function isEffectiveMembership(now: Date) {
  return (eb: ExpressionBuilder<Schema & { m: Schema['membership'] }, 'm'>) =>
    eb.and([eb('m.status', '=', 'active'), eb.or([eb('m.ends_at', 'is', null), eb('m.ends_at', '>', now)])])
}
