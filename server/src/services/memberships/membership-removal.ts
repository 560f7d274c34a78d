import {
  type AccountId,
  type ApplicationId,
  type DirectoryEntry,
  type Membership,
  type MembershipId,
  problem,
  type Result,
  refuseForOwner,
} from '@gatehouse/contract'
import type { Randomness } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { inTransaction } from '../../db/transaction.ts'
import { lockAccount } from '../../repositories/access.ts'
import { selectMemberships, toMembership } from '../../repositories/rows.ts'
import { grantChange } from '../applications/applications.ts'
import type { WriteContext } from '../context.ts'
import { type ActivityInput, byItself, type Recorder, record } from '../record.ts'
import { findMember, targetOfMember } from './membership-rules.ts'

/** Removes a user from the account, with what was granted to them there. Their login stays. */
export async function removeMember(
  write: WriteContext,
  entry: DirectoryEntry,
  membershipId: MembershipId,
): Promise<Result<Record<string, never>>> {
  const found = await findMember(write.tx, entry, membershipId, write.now)
  if (!found.ok) return found
  const refused = refuseForOwner(found.value)
  if (refused) return { ok: false, error: refused }
  await remove(write, found.value, 'membership.removed')
  return { ok: true, value: {} }
}

/**
 * Lets the principal leave an account of their own accord, a suspended or closed one too: nothing in it changes but
 * their own access. A suspended user doesn't leave: with a link that anybody may use they would come back unsuspended.
 */
export async function leaveAccount(
  write: WriteContext,
  entry: DirectoryEntry,
): Promise<Result<Record<string, never>>> {
  const { membershipId } = entry.access
  if (!membershipId) return { ok: false, error: noUser }
  const found = await findMember(write.tx, entry, membershipId, write.now)
  if (!found.ok) return found
  const refused =
    refuseForOwner(found.value) ?? (found.value.status === 'suspended' ? suspendedStay(entry) : null)
  if (refused) return { ok: false, error: refused }
  await remove(write, found.value, 'membership.removed')
  return { ok: true, value: {} }
}

const noUser = problem('not_found', {
  detail: 'You are not a user of this account. You see it as administrator of its environment.',
})

function suspendedStay({ access }: DirectoryEntry) {
  return problem('forbidden', {
    required: 'users.remove',
    held: [...access.permissions],
    detail: 'Your membership is suspended. Ask an owner or administrator of the account to remove it.',
  })
}

/** As many accounts as one run looks at; the next run takes the others. */
const accountsAtOnce = 1000

/**
 * Removes the temporary memberships whose end has come, account by account. Whoever finds one first, on whichever
 * node, removes and records it; for everybody else it is gone.
 */
export async function endMemberships(db: Database, now: Date, random: Randomness): Promise<void> {
  const accounts = await db
    .selectFrom('membership')
    .select('account_id')
    .distinct()
    .where('ends_at', '<=', now)
    .limit(accountsAtOnce)
    .execute()
  for (const { account_id } of accounts) await endIn(db, account_id, now, random)
}

async function endIn(db: Database, accountId: AccountId, now: Date, random: Randomness): Promise<void> {
  await inTransaction(db, async (tx) => {
    // Somebody may be prolonging it, or be accepting a new invitation, at this moment.
    await lockAccount(tx, accountId)
    const rows = await selectMemberships(tx)
      .where('m.account_id', '=', accountId)
      .where('m.ends_at', '<=', now)
      .orderBy('m.id')
      .execute()
    for (const row of rows) await remove(byItself({ tx, now, random }), toMembership(row), 'membership.ended')
    return { ok: true, value: null }
  })
}

async function remove(
  write: Recorder,
  membership: Membership,
  action: 'membership.removed' | 'membership.ended',
): Promise<void> {
  const { tx } = write
  const { id, accountId, userId } = membership
  const grants = await tx
    .deleteFrom('application_grant')
    .where('account_id', '=', accountId)
    .where('membership_id', '=', id)
    .returning('application_id')
    .execute()
  await tx.deleteFrom('membership').where('account_id', '=', accountId).where('id', '=', id).execute()
  const applicationIds: ApplicationId[] = grants.map(({ application_id }) => application_id).toSorted()
  await record(
    write,
    accountId,
    [
      ...applicationIds.map((applicationId) => grantChange(accountId, id, applicationId, 'delete')),
      { entity: 'membership', accountId, key: { id }, op: 'delete' },
      { entity: 'access', accountId, userId },
    ],
    [removalOf(membership, applicationIds, action)],
  )
}

function removalOf(
  membership: Membership,
  applicationIds: ApplicationId[],
  action: 'membership.removed' | 'membership.ended',
): ActivityInput {
  const { email, role, permissions, status, endsAt } = membership
  const before = { email, role, permissions, status, endsAt, applicationIds }
  return { action, ...targetOfMember(membership), before }
}

/** Writes down that a temporary membership is over, which nobody did, where its user begins another before that. */
export async function recordEnd(
  write: Pick<Recorder, 'tx' | 'now' | 'random'>,
  membership: Membership,
  applicationIds: ApplicationId[],
): Promise<void> {
  const ended = removalOf(membership, applicationIds, 'membership.ended')
  await record(byItself(write), membership.accountId, [], [ended])
}
