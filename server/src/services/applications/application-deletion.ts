import {
  type AccountId,
  type Application,
  type ApplicationId,
  type Environment,
  problem,
  type Result,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import { allowLongStatements } from '../../db/long-statements.ts'
import type { WriteContext } from '../context.ts'
import { type ChangeInput, notifyAccounts, recordChanges, recordInAccounts } from '../record.ts'
import { bumpEnvironment } from './default-application.ts'
import { applicationChange, findAtVersion, recordApplication } from './environment-applications.ts'
import { countUses } from './environment-impact.ts'

interface Removed {
  accountApplications: number
  grants: number
  invitations: number
}

/**
 * Deletes an application for good. While accounts have it, by rows of their own or by the environment's
 * auto-assignment, that is refused with `in_use` and what there is of it; `cascade` takes all of that away with it and
 * tells each account. What activity says of it stays.
 */
export async function deleteApplication(
  write: WriteContext,
  environment: Environment,
  applicationId: ApplicationId,
  { cascade, baseVersion }: { cascade: boolean; baseVersion: number },
): Promise<Result<{ removed: Removed }>> {
  const { tx } = write
  const found = await findAtVersion(tx, environment.id, applicationId, baseVersion)
  if (!found.ok) return found
  const application = found.value
  await allowLongStatements(tx)
  const counts = await countUses(tx, application)
  if (!cascade && (counts.accounts > 0 || counts.grants > 0)) {
    const accounts = counts.accounts === 1 ? '1 account has' : `${counts.accounts} accounts have`
    const detail = `${accounts} "${application.name}". Unassign it there first, or say that all of it goes with it.`
    return { ok: false, error: problem('in_use', { counts, detail }) }
  }

  const grants = await removeGrants(write, applicationId)
  const rows = await removeFromAccounts(write, applicationId)
  const invitations = await removeFromInvitations(write, applicationId)
  await tellAccounts(write, application, grants, rows)
  await tx.deleteFrom('application').where('id', '=', applicationId).execute()
  if (application.isDefault) await bumpEnvironment(write, environment)
  const removed = {
    accountApplications: rows.size,
    grants: [...grants.values()].reduce((sum, count) => sum + count, 0),
    invitations,
  }
  const { key, status, isDefault, autoAssign } = application
  const changes: ChangeInput[] = [applicationChange(application, 'delete')]
  if (isDefault) changes.push({ entity: 'environment', environmentId: environment.id })
  await recordApplication(
    write,
    application,
    {
      action: 'application.deleted',
      before: { key, status, isDefault, autoAssign, ...removed },
    },
    changes,
  )
  return { ok: true, value: { removed } }
}

/** How many it took, by account. */
async function removeGrants(
  { tx, now }: WriteContext,
  applicationId: ApplicationId,
): Promise<Map<AccountId, number>> {
  const { rows } = await sql<{ account_id: AccountId; gone: number }>`
    with gone as (
      delete from application_grant where application_id = ${applicationId}
      returning account_id, membership_id
    ), told as (
      insert into change (account_id, entity, key, op, at)
      select account_id, 'grant',
        jsonb_build_object('membershipId', membership_id, 'applicationId', ${applicationId}::uuid),
        'delete', ${now}::timestamptz
      from gone
    )
    select account_id, count(*)::int as gone from gone group by account_id`.execute(tx)
  await notifyAccounts(
    tx,
    rows.map(({ account_id }) => account_id),
  )
  return new Map(rows.map(({ account_id, gone }) => [account_id, gone]))
}

/** Whether each account that had it auto-assigned it. */
async function removeFromAccounts(
  { tx, now }: WriteContext,
  applicationId: ApplicationId,
): Promise<Map<AccountId, boolean>> {
  const { rows } = await sql<{ account_id: AccountId; auto_assign: boolean }>`
    with gone as (
      delete from account_application where application_id = ${applicationId}
      returning account_id, auto_assign
    ), told as (
      insert into change (account_id, entity, key, op, at)
      select account_id, 'accountApplication', jsonb_build_object('applicationId', ${applicationId}::uuid),
        'delete', ${now}::timestamptz
      from gone
    )
    select account_id, auto_assign from gone`.execute(tx)
  await notifyAccounts(
    tx,
    rows.map(({ account_id }) => account_id),
  )
  return new Map(rows.map(({ account_id, auto_assign }) => [account_id, auto_assign]))
}

/** Pending invitations go on without it, and those they were sent to see that. */
async function removeFromInvitations(
  { tx, now }: WriteContext,
  applicationId: ApplicationId,
): Promise<number> {
  const { rows } = await sql<{ account_id: AccountId; email: string }>`
    with changed as (
      update invitation set application_ids = array_remove(application_ids, ${applicationId}::uuid),
        version = version + 1
      where status = 'pending' and ${applicationId}::uuid = any(application_ids)
      returning id, account_id, email
    ), told as (
      insert into change (account_id, entity, key, op, at)
      select account_id, 'invitation', jsonb_build_object('id', id), 'put', ${now}::timestamptz from changed
    )
    select account_id, email from changed`.execute(tx)
  if (rows.length === 0) return 0
  await notifyAccounts(
    tx,
    rows.map(({ account_id }) => account_id),
  )
  const addresses = [...new Set(rows.map(({ email }) => email.toLowerCase()))]
  const users = await tx
    .selectFrom('app_user')
    .where(sql<boolean>`lower(email) = any(${addresses}::text[])`)
    .select('id')
    .execute()
  await recordChanges(
    tx,
    now,
    users.map(({ id }) => ({ entity: 'myInvitations', userId: id })),
  )
  return rows.length
}

/** Every account that had it learns who took it: all of the environment, where that assigned it. */
async function tellAccounts(
  write: WriteContext,
  application: Application,
  grants: ReadonlyMap<AccountId, number>,
  rows: ReadonlyMap<AccountId, boolean>,
): Promise<void> {
  const all = application.autoAssign
    ? await write.tx
        .selectFrom('account')
        .where('environment_id', '=', application.environmentId)
        .select('id')
        .execute()
    : []
  const accountIds = new Set([...rows.keys(), ...grants.keys(), ...all.map(({ id }) => id)])
  await recordInAccounts(
    write,
    [...accountIds].map((accountId) => ({
      accountId,
      action: 'application.unassigned',
      targetKind: 'application',
      targetId: application.id,
      targetName: application.name,
      before: {
        autoAssign: application.autoAssign || (rows.get(accountId) ?? false),
        grants: grants.get(accountId) ?? 0,
      },
      after: { isDeleted: true },
    })),
  )
}
