import {
  type AccountApplication,
  type AccountId,
  type ApplicationId,
  type DirectoryEntry,
  isOnAccount,
  type MembershipId,
  problem,
  type Result,
  refuseWrite,
} from '@gatehouse/contract'
import type { Selectable } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { isEffectiveMembership } from '../../repositories/access.ts'
import { toAccountApplication } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { type ChangeInput, record } from '../record.ts'
import { factsOf, findOnAccount, refusals } from './account-applications.ts'

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
  if (applications.length < ids.length) return { ok: false, error: refusals.unknownApplication }

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
  if (found?.application.auto_assign) return { ok: false, error: refusals.environmentHolds }
  if (!found?.row) return { ok: false, error: refusals.notOnAccount }

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
  if (!found || !isOnAccount(factsOf(found))) return { ok: false, error: refusals.notOnAccount }
  const { row, application } = found
  if (wanted.baseVersion !== undefined && wanted.baseVersion !== row?.version) {
    const detail = `The assignment of "${application.name}" was changed after you looked at it. Look again, then decide.`
    const current = row ? toAccountApplication(row) : null
    return { ok: false, error: problem('stale_version', { detail, current }) }
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
