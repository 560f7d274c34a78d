import {
  type ApplicationId,
  type DirectoryEntry,
  type Grant,
  isOnAccount,
  type MembershipId,
  type Result,
} from '@gatehouse/contract'
import { selectMemberships, toGrant } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { findMember } from '../memberships/membership-rules.ts'
import { type ActivityInput, record } from '../record.ts'
import { factsOf, findOnAccount, refusals } from './account-applications.ts'
import { grantChange } from './applications.ts'

interface GrantTarget {
  applicationId: ApplicationId
  membershipId: MembershipId
}

/**
 * Grants an application of the account to one user. Granting again answers the grant there is. A suspended user may
 * be granted something too, and has it once they are resumed; somebody whose membership has ended is no user any more.
 * The account is locked by the caller, so that nobody unassigns the application meanwhile.
 */
export async function addGrant(
  write: WriteContext,
  entry: DirectoryEntry,
  target: GrantTarget,
): Promise<Result<Grant>> {
  const { tx, now } = write
  const { account } = entry
  const user = await findMember(tx, entry, target.membershipId, now)
  if (!user.ok) return user
  const found = await findOnAccount(tx, entry, target.applicationId)
  if (!found || !isOnAccount(factsOf(found))) return { ok: false, error: refusals.notOnAccount }

  const added = await tx
    .insertInto('application_grant')
    .values({
      account_id: account.id,
      membership_id: target.membershipId,
      application_id: target.applicationId,
      granted_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!added) {
    const row = await selectGrant(write, entry, target).executeTakeFirstOrThrow()
    return { ok: true, value: toGrant(row) }
  }
  await record(
    write,
    account.id,
    [grantChange(account.id, target.membershipId, target.applicationId, 'put')],
    [activityOf('grant.added', target, found.application.name, user.value.name)],
  )
  return { ok: true, value: toGrant(added) }
}

/**
 * Takes a grant from one user. Access that an auto-assignment gives without a grant can't be taken from one user;
 * where there is nothing to take, nothing is changed.
 */
export async function removeGrant(
  write: WriteContext,
  entry: DirectoryEntry,
  target: GrantTarget,
): Promise<Result<Record<string, never>>> {
  const { tx } = write
  const { account } = entry
  const found = await findOnAccount(tx, entry, target.applicationId)
  const removed = await tx
    .deleteFrom('application_grant')
    .where('account_id', '=', account.id)
    .where('membership_id', '=', target.membershipId)
    .where('application_id', '=', target.applicationId)
    .returning('membership_id')
    .executeTakeFirst()
  if (!removed) {
    if (found?.application.auto_assign) return { ok: false, error: refusals.environmentHolds }
    if (found?.row?.auto_assign) return { ok: false, error: refusals.accountHolds }
    return { ok: true, value: {} }
  }
  const user = await findUser(write, entry, target.membershipId)
  await record(
    write,
    account.id,
    [grantChange(account.id, target.membershipId, target.applicationId, 'delete')],
    [activityOf('grant.removed', target, found?.application.name ?? '', user?.name ?? '')],
  )
  return { ok: true, value: {} }
}

function findUser({ tx }: WriteContext, { account }: DirectoryEntry, membershipId: MembershipId) {
  return selectMemberships(tx)
    .where('m.account_id', '=', account.id)
    .where('m.id', '=', membershipId)
    .executeTakeFirst()
}

function selectGrant({ tx }: WriteContext, { account }: DirectoryEntry, target: GrantTarget) {
  return tx
    .selectFrom('application_grant')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('membership_id', '=', target.membershipId)
    .where('application_id', '=', target.applicationId)
}

function activityOf(
  action: 'grant.added' | 'grant.removed',
  { applicationId, membershipId }: GrantTarget,
  applicationName: string,
  userName: string,
): ActivityInput {
  const grant = { applicationId, membershipId, userName }
  return {
    action,
    targetKind: 'grant',
    targetId: `${applicationId}/${membershipId}`,
    targetName: applicationName,
    ...(action === 'grant.added' ? { after: grant } : { before: grant }),
  }
}
