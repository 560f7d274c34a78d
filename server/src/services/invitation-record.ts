import { type Invitation, normalizeAddress } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { WriteContext } from './context.ts'
import { type ActivityInput, type ChangeInput, record } from './record.ts'

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
