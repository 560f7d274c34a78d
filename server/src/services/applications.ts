import {
  type AccountApplication,
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
  refuseWrite,
} from '@gatehouse/contract'
import type { Selectable } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import type { Schema } from '../db/schema.ts'
import { isEffectiveMembership } from '../repositories/access.ts'
import { toAccountApplication, toApplication } from '../repositories/rows.ts'
import type { WriteContext } from './context.ts'
import { type ChangeInput, record } from './record.ts'

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

interface OnAccount {
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

const factsOf = ({ application, row }: OnAccount) => ({
  environmentAuto: application.auto_assign,
  accountAuto: row ? row.auto_assign : null,
})

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

/** Assigns applications to the account. Those that are there already stay as they are. */
export async function assignApplications(
  write: WriteContext,
  entry: DirectoryEntry,
  wanted: { applicationIds: ApplicationId[]; autoAssign: boolean },
): Promise<Result<{ items: AccountApplication[] }>> {
  const { tx, now } = write
  const { account, access } = entry
  const refused = wanted.autoAssign ? refuseWrite(account, access, 'applications.autoassign') : null
  if (refused) return { ok: false, error: refused }
  const ids = [...new Set(wanted.applicationIds)]
  const applications = await tx
    .selectFrom('application')
    .select(['id', 'name'])
    .where('id', 'in', ids)
    .where('environment_id', '=', account.environmentId)
    .execute()
  if (applications.length < ids.length) return { ok: false, error: unknownApplication }

  const added = await tx
    .insertInto('account_application')
    .values(
      ids.map((id) => ({
        account_id: account.id,
        application_id: id,
        auto_assign: wanted.autoAssign,
        assigned_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('application_id')
    .execute()
  const names = new Map(applications.map(({ id, name }) => [id, name]))
  await record(
    write,
    account.id,
    added.map(({ application_id }) => assignmentChange(account.id, application_id, 'put')),
    added.map(({ application_id }) => ({
      action: 'application.assigned',
      targetKind: 'application',
      targetId: application_id,
      targetName: names.get(application_id) ?? '',
      after: { autoAssign: wanted.autoAssign },
    })),
  )
  const rows = await tx
    .selectFrom('account_application')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('application_id', 'in', ids)
    .orderBy('application_id')
    .execute()
  return { ok: true, value: { items: rows.map(toAccountApplication) } }
}

/** Takes an application from the account, and its grants with it. */
export async function unassignApplication(
  write: WriteContext,
  entry: DirectoryEntry,
  applicationId: ApplicationId,
): Promise<Result<Record<string, never>>> {
  const { tx } = write
  const { account } = entry
  const found = await findOnAccount(tx, entry, applicationId)
  if (found?.application.auto_assign) return { ok: false, error: environmentHolds }
  if (!found?.row) return { ok: false, error: notOnAccount }

  const grants = await tx
    .deleteFrom('application_grant')
    .where('account_id', '=', account.id)
    .where('application_id', '=', applicationId)
    .returning('membership_id')
    .execute()
  await tx
    .deleteFrom('account_application')
    .where('account_id', '=', account.id)
    .where('application_id', '=', applicationId)
    .execute()
  await record(
    write,
    account.id,
    [
      ...grants.map(({ membership_id }) => grantChange(account.id, membership_id, applicationId, 'delete')),
      assignmentChange(account.id, applicationId, 'delete'),
    ],
    [
      {
        action: 'application.unassigned',
        targetKind: 'application',
        targetId: applicationId,
        targetName: found.application.name,
        before: { autoAssign: found.row.auto_assign, grants: grants.length },
      },
    ],
  )
  return { ok: true, value: {} }
}

/**
 * Switches account-level auto-assignment. It is one row however many users the account has; `keep` alone writes a
 * grant for each active member who had the application by it.
 */
export async function setAutoAssign(
  write: WriteContext,
  entry: DirectoryEntry,
  applicationId: ApplicationId,
  wanted: { autoAssign: boolean; onDisable: 'drop' | 'keep'; baseVersion?: number | undefined },
): Promise<Result<AccountApplication>> {
  const { tx, now } = write
  const { account } = entry
  const found = await findOnAccount(tx, entry, applicationId)
  if (!found || !isOnAccount(factsOf(found))) return { ok: false, error: notOnAccount }
  const { row, application } = found
  if (wanted.baseVersion !== undefined && wanted.baseVersion !== row?.version) {
    const detail = `The assignment of "${application.name}" was changed after you looked at it. Look again, then decide.`
    return { ok: false, error: problem('stale_version', { detail }) }
  }
  if ((row?.auto_assign ?? false) === wanted.autoAssign) {
    // An environment auto-assigned application without a row of its own is off at this level already.
    const unchanged = row ?? assignmentRow(account.id, applicationId, now)
    return { ok: true, value: toAccountApplication(unchanged) }
  }

  const saved = await tx
    .insertInto('account_application')
    .values({
      account_id: account.id,
      application_id: applicationId,
      auto_assign: wanted.autoAssign,
      assigned_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'application_id']).doUpdateSet((eb) => ({
        auto_assign: wanted.autoAssign,
        version: eb('account_application.version', '+', 1),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  const isKept = !wanted.autoAssign && wanted.onDisable === 'keep'
  const kept = isKept ? await grantToMembers(write, entry, applicationId) : []
  await record(
    write,
    account.id,
    [
      assignmentChange(account.id, applicationId, 'put'),
      ...kept.map((membershipId) => grantChange(account.id, membershipId, applicationId, 'put')),
    ],
    [
      {
        action: wanted.autoAssign ? 'application.auto_assign_enabled' : 'application.auto_assign_disabled',
        targetKind: 'application',
        targetId: applicationId,
        targetName: application.name,
        before: { autoAssign: !wanted.autoAssign },
        after: wanted.autoAssign
          ? { autoAssign: true }
          : { autoAssign: false, onDisable: wanted.onDisable, grantsMade: kept.length },
      },
    ],
  )
  return { ok: true, value: toAccountApplication(saved) }
}

async function grantToMembers(
  { tx, now }: WriteContext,
  { account }: DirectoryEntry,
  applicationId: ApplicationId,
): Promise<MembershipId[]> {
  const rows = await tx
    .insertInto('application_grant')
    .columns(['account_id', 'membership_id', 'application_id', 'granted_at'])
    .expression((eb) =>
      eb
        .selectFrom('membership as m')
        .where('m.account_id', '=', account.id)
        .where(isEffectiveMembership(now))
        .select((eb) => ['m.account_id', 'm.id', eb.val(applicationId).as('a'), eb.val(now).as('g')]),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('membership_id')
    .execute()
  return rows.map((row) => row.membership_id)
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

export const refusals = { environmentHolds, accountHolds, notOnAccount, unknownApplication }

export function assignmentChange(
  accountId: AccountId,
  applicationId: ApplicationId,
  op: 'put' | 'delete',
): ChangeInput {
  return { entity: 'accountApplication', accountId, key: { applicationId }, op }
}

export function grantChange(
  accountId: AccountId,
  membershipId: MembershipId,
  applicationId: ApplicationId,
  op: 'put' | 'delete',
): ChangeInput {
  return { entity: 'grant', accountId, key: { membershipId, applicationId }, op }
}

function assignmentRow(
  accountId: AccountId,
  applicationId: ApplicationId,
  now: Date,
): Selectable<Schema['account_application']> {
  return {
    account_id: accountId,
    application_id: applicationId,
    auto_assign: false,
    assigned_at: now,
    version: 1,
  }
}
