import {
  type AccountId,
  type ApplicationId,
  type DirectoryEntry,
  type EnvironmentId,
  effectiveSources,
  type ImpactChange,
  impactOf,
  isOnAccount,
  type MembershipId,
  problem,
  type Result,
  type RouteAnswer,
  type Routes,
} from '@gatehouse/contract'
import type { Selectable } from 'kysely'
import type { Database, Tx } from '../../db/database.ts'
import type { Schema } from '../../db/schema.ts'
import { toAccountApplication, toApplication } from '../../repositories/rows.ts'

const environmentHolds = problem('auto_assigned', {
  level: 'environment',
  detail:
    'The whole environment has this application by auto-assignment. An administrator can end that at the application itself.',
})
const accountHolds = problem('auto_assigned', {
  level: 'account',
  detail:
    'Every user of the account has this application by auto-assignment. End that first to decide for one user.',
})
const notOnAccount = problem('not_on_account', {
  detail: 'Assign the application to the account first.',
})
const unknownApplication = problem('not_found', {
  detail: 'There is no such application in the environment of this account.',
})

export const refusals = { environmentHolds, accountHolds, notOnAccount, unknownApplication }

export interface OnAccount {
  application: Selectable<Schema['application']>
  row: Selectable<Schema['account_application']> | undefined
}

/** An application of the account's environment, with its assignment where there is one. */
export async function findOnAccount(
  db: Database,
  { account }: DirectoryEntry,
  applicationId: ApplicationId,
): Promise<OnAccount | null> {
  const application = await db
    .selectFrom('application')
    .selectAll()
    .where('id', '=', applicationId)
    .where('environment_id', '=', account.environmentId)
    .executeTakeFirst()
  if (!application) return null
  const row = await db
    .selectFrom('account_application')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('application_id', '=', applicationId)
    .executeTakeFirst()
  return { application, row }
}

export const factsOf = ({ application, row }: OnAccount) => ({
  environmentAuto: application.auto_assign,
  accountAuto: row ? row.auto_assign : null,
})

/** Those of the named applications that are on the account. */
export async function namedOnAccount(
  tx: Tx,
  account: { id: AccountId; environmentId: EnvironmentId },
  applicationIds: readonly ApplicationId[],
): Promise<{ id: ApplicationId; name: string }[]> {
  if (applicationIds.length === 0) return []
  return tx
    .selectFrom('application as p')
    .leftJoin('account_application as aa', (join) =>
      join.onRef('aa.application_id', '=', 'p.id').on('aa.account_id', '=', account.id),
    )
    .where('p.id', 'in', applicationIds)
    .where('p.environment_id', '=', account.environmentId)
    .where((eb) => eb.or([eb('p.auto_assign', '=', true), eb('aa.account_id', 'is not', null)]))
    .select(['p.id', 'p.name'])
    .execute()
}

/** The account's applications by name, with the environment auto-assigned ones, which need no row of their own. */
export async function listApplications(
  db: Database,
  { account }: DirectoryEntry,
): Promise<RouteAnswer<Routes['applications.list']>> {
  const applications = await db
    .selectFrom('application')
    .selectAll()
    .where('environment_id', '=', account.environmentId)
    .orderBy('name')
    .orderBy('id')
    .execute()
  const rows = await db
    .selectFrom('account_application')
    .selectAll()
    .where('account_id', '=', account.id)
    .execute()
  const byApplication = new Map(rows.map((row) => [row.application_id, row]))
  const items = applications.flatMap((application) => {
    const row = byApplication.get(application.id)
    if (!isOnAccount(factsOf({ application, row }))) return []
    return [
      { application: toApplication(application), accountApplication: row ? toAccountApplication(row) : null },
    ]
  })
  return { items }
}

/** Who would gain and lose access, counted. */
export async function impact(
  db: Database,
  entry: DirectoryEntry,
  applicationId: ApplicationId,
  change: ImpactChange,
  now: Date,
): Promise<Result<ReturnType<typeof impactOf>>> {
  const found = await findOnAccount(db, entry, applicationId)
  if (!found) return { ok: false, error: unknownApplication }
  const counted = await db
    .selectFrom('membership as m')
    .leftJoin('application_grant as g', (join) =>
      join
        .onRef('g.account_id', '=', 'm.account_id')
        .onRef('g.membership_id', '=', 'm.id')
        .on('g.application_id', '=', applicationId),
    )
    .where('m.account_id', '=', entry.account.id)
    .where('m.status', '=', 'active')
    .where((eb) => eb.or([eb('m.ends_at', 'is', null), eb('m.ends_at', '>', now)]))
    .select((eb) => [
      eb.cast<number>(eb.fn.countAll(), 'integer').as('members'),
      eb.cast<number>(eb.fn.count('g.membership_id'), 'integer').as('granted'),
    ])
    .executeTakeFirstOrThrow()
  const isActive = entry.account.status === 'active'
  const facts = {
    activeMembers: isActive ? counted.members : 0,
    activeMembersWithGrant: isActive ? counted.granted : 0,
    environmentAuto: found.application.auto_assign,
    accountAuto: found.row?.auto_assign ?? false,
  }
  return { ok: true, value: impactOf(change, facts) }
}

/** What a user of the account can open, with every source; null for somebody who isn't in it. */
export async function accessOfMembership(
  db: Database,
  entry: DirectoryEntry,
  membershipId: MembershipId,
  now: Date,
): Promise<RouteAnswer<Routes['memberships.access']> | null> {
  const { account } = entry
  const membership = await db
    .selectFrom('membership')
    .select(['status', 'ends_at'])
    .where('account_id', '=', account.id)
    .where('id', '=', membershipId)
    .executeTakeFirst()
  if (!membership) return null
  const hasEnded = membership.ends_at !== null && membership.ends_at <= now
  const rows = await db
    .selectFrom('application as p')
    .leftJoin('account_application as aa', (join) =>
      join.onRef('aa.application_id', '=', 'p.id').on('aa.account_id', '=', account.id),
    )
    .leftJoin('application_grant as g', (join) =>
      join
        .onRef('g.application_id', '=', 'p.id')
        .on('g.account_id', '=', account.id)
        .on('g.membership_id', '=', membershipId),
    )
    .where('p.environment_id', '=', account.environmentId)
    .select(['p.id', 'p.auto_assign', 'aa.auto_assign as account_auto', 'g.membership_id as granted'])
    .orderBy('p.name')
    .orderBy('p.id')
    .execute()
  const items = rows.flatMap((row) => {
    const sources = effectiveSources({
      accountStatus: account.status,
      membershipStatus: hasEnded ? 'suspended' : membership.status,
      environmentAuto: row.auto_assign,
      accountAuto: row.account_auto,
      hasGrant: row.granted !== null,
    })
    return sources.length > 0 ? [{ applicationId: row.id, sources }] : []
  })
  return { items }
}
