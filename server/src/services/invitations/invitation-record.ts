import {
  type AccountId,
  type ApplicationId,
  type EnvironmentId,
  type Invitation,
  normalizeAddress,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { WriteContext } from '../context.ts'
import { type ActivityInput, type ChangeInput, record } from '../record.ts'

type Named = Pick<Invitation, 'id' | 'accountId' | 'email'>

/** The feed rows of a changed invitation: the account's, and a hint to the invited user where they have a login. */
export async function invitationChanges(
  { tx }: Pick<WriteContext, 'tx'>,
  invitation: Named,
): Promise<ChangeInput[]> {
  const invited = await tx
    .selectFrom('app_user')
    .select('id')
    .where(sql`lower(email)`, '=', normalizeAddress(invitation.email))
    .execute()
  return [
    { entity: 'invitation', accountId: invitation.accountId, key: { id: invitation.id }, op: 'put' },
    ...invited.map(({ id }) => ({ entity: 'myInvitations', userId: id }) as const),
  ]
}

/**
 * Hints to the users who are invited by what is renamed or goes: their invitations say how the account, its environment
 * and the applications are called.
 */
export async function hintsToInvited(
  { tx }: Pick<WriteContext, 'tx'>,
  of: { accountId: AccountId } | { environmentId: EnvironmentId } | { applicationId: ApplicationId },
): Promise<ChangeInput[]> {
  const pending = tx
    .selectFrom('invitation as i')
    .innerJoin('account as a', 'a.id', 'i.account_id')
    .innerJoin('app_user as u', (join) => join.on(sql<boolean>`lower(u.email) = lower(i.email)`))
    .where('i.status', '=', 'pending')
    .select('u.id')
    .distinct()
  const those =
    'accountId' in of
      ? pending.where('a.id', '=', of.accountId)
      : 'environmentId' in of
        ? pending.where('a.environment_id', '=', of.environmentId)
        : pending.where(sql<boolean>`${of.applicationId}::uuid = any(i.application_ids)`)
  const users = await those.execute()
  return users.map(({ id }) => ({ entity: 'myInvitations', userId: id }))
}

export function targetOf(invitation: Pick<Invitation, 'id' | 'email'>) {
  return { targetKind: 'invitation', targetId: invitation.id, targetName: invitation.email } as const
}

/** One action on an invitation: its activity row, and the feed rows of what changed. */
export async function recordInvitation(
  write: WriteContext,
  invitation: Invitation,
  activity: Pick<ActivityInput, 'action' | 'before' | 'after'>,
): Promise<void> {
  const changes = await invitationChanges(write, invitation)
  await record(write, invitation.accountId, changes, [{ ...targetOf(invitation), ...activity }])
}
