import type { AccountId, Role } from '@gatehouse/contract'
import { sql } from 'kysely'
import { type DemoPersonKey, demoPerson } from '../../server/src/demo/people.ts'
import type { Demo } from '../../server/src/demo/start.ts'

// Looks into the server's database: to choose whom a test is about, and to see what really arrived there.

/** The database of a server that runs. */
export function db(demo: Demo) {
  const server = demo.server()
  if (!server) throw new Error('the server is stopped')
  return server.db
}

export interface Account {
  id: AccountId
  name: string
}

/** The first active production account, by name, in which this person has this role. */
export async function accountOf(demo: Demo, person: DemoPersonKey, role: Role): Promise<Account> {
  return db(demo)
    .selectFrom('account')
    .innerJoin('membership', 'membership.account_id', 'account.id')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .innerJoin('environment', 'environment.id', 'account.environment_id')
    .where('app_user.email', '=', demoPerson(person).email)
    .where('membership.role', '=', role)
    .where('membership.status', '=', 'active')
    .where('account.status', '=', 'active')
    .where('environment.kind', '=', 'production')
    .orderBy('account.name')
    .select(['account.id', 'account.name'])
    .executeTakeFirstOrThrow()
}

/** Names of active applications that the account doesn't have. */
export async function unassigned(demo: Demo, { id }: Account, count: number): Promise<string[]> {
  const rows = await db(demo)
    .selectFrom('application')
    .innerJoin('account', 'account.environment_id', 'application.environment_id')
    .where('account.id', '=', id)
    .where('application.type', '=', 'application')
    .where('application.status', '=', 'active')
    .where('application.auto_assign', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('account_application')
            .whereRef('account_application.application_id', '=', 'application.id')
            .where('account_application.account_id', '=', id)
            .select('account_application.application_id'),
        ),
      ),
    )
    .orderBy('application.name')
    .select('application.name')
    .limit(count)
    .execute()
  if (rows.length < count) throw new Error(`${count} unassigned applications wanted, ${rows.length} found`)
  return rows.map(({ name }) => name)
}

/** Somebody of the account who is active, not its owner, and whose name stands there once. */
export async function someUser(demo: Demo, { id }: Account): Promise<{ name: string; email: string }> {
  return db(demo)
    .selectFrom('membership')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('membership.account_id', '=', id)
    .where('membership.status', '=', 'active')
    .where('membership.role', '=', 'viewer')
    .where('app_user.password_hash', 'is', null)
    .where('app_user.name', 'not in', (eb) =>
      eb
        .selectFrom('membership as other')
        .innerJoin('app_user as legacy', 'legacy.id', 'other.user_id')
        .where('other.account_id', '=', id)
        .where('legacy.is_legacy', '=', true)
        .select('legacy.name'),
    )
    .orderBy('app_user.name')
    .select(['app_user.name', 'app_user.email'])
    .executeTakeFirstOrThrow()
}

/** What people did in the account from a moment on, oldest first; an invitation runs out whenever its hour comes. */
export async function activitySince(demo: Demo, { id }: Account, since: Date) {
  return db(demo)
    .selectFrom('activity')
    .where('account_id', '=', id)
    .where('at', '>=', since)
    .where('action', '<>', 'invitation.expired')
    .orderBy('at')
    .orderBy('id')
    .select(['action', 'actor_name', 'target_name', 'mutation_id'])
    .execute()
}

export async function grantsOf(demo: Demo, { id }: Account, email: string): Promise<string[]> {
  const rows = await db(demo)
    .selectFrom('application_grant')
    .innerJoin('membership', 'membership.id', 'application_grant.membership_id')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .innerJoin('application', 'application.id', 'application_grant.application_id')
    .where('application_grant.account_id', '=', id)
    .where('app_user.email', '=', email)
    .orderBy('application.name')
    .select('application.name')
    .execute()
  return rows.map(({ name }) => name)
}

export async function invitationsTo(demo: Demo, email: string) {
  return db(demo)
    .selectFrom('invitation')
    .where(sql<string>`lower(email)`, '=', email.toLowerCase())
    .orderBy('created_at')
    .select(['id', 'status', 'account_id'])
    .execute()
}

export async function rolesOf(demo: Demo, email: string): Promise<string[]> {
  const rows = await db(demo)
    .selectFrom('membership')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('app_user.email', '=', email)
    .orderBy('membership.created_at')
    .select('membership.role')
    .execute()
  return rows.map(({ role }) => role)
}

/** A user of the account as the server has them. */
export async function memberOf(demo: Demo, { id }: Account, email: string) {
  const row = await db(demo)
    .selectFrom('membership')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('membership.account_id', '=', id)
    .where('app_user.email', '=', email)
    .select(['membership.id', 'membership.version', 'membership.role'])
    .executeTakeFirstOrThrow()
  return { membershipId: row.id, version: row.version, role: row.role }
}

/** The first account, by name, that this person is in and that has this status. */
export async function accountInStatus(
  demo: Demo,
  person: DemoPersonKey,
  status: 'suspended' | 'closed',
): Promise<Account> {
  return db(demo)
    .selectFrom('account')
    .innerJoin('membership', 'membership.account_id', 'account.id')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('app_user.email', '=', demoPerson(person).email)
    .where('membership.status', '=', 'active')
    .where('account.status', '=', status)
    .orderBy('account.name')
    .select(['account.id', 'account.name'])
    .executeTakeFirstOrThrow()
}

/** Products and services as the server has them. */
export async function servicesOf(demo: Demo, { id }: Account) {
  return db(demo)
    .selectFrom('service')
    .where('account_id', '=', id)
    .orderBy('product_name')
    .select(['product_name', 'label', 'status', 'permission', 'renews_at'])
    .execute()
}

/** What an account is called and how it stands, as the server has it; undefined once it was deleted. */
export async function accountAsIs(demo: Demo, { id }: Account) {
  return db(demo)
    .selectFrom('account')
    .where('id', '=', id)
    .select(['name', 'reference', 'plan', 'status', 'version'])
    .executeTakeFirst()
}
