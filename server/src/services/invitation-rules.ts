import {
  type DirectoryEntry,
  type Invitation,
  type InvitationId,
  normalizeAddress,
  type Permission,
  type Problem,
  permissionsNotHeld,
  problem,
  type Result,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { WriteContext } from './context.ts'
import { type ChangeInput, record } from './record.ts'

/** The feed rows of a changed invitation: the account's, and a hint to the invited user where they have a login. */
export async function invitationChanges(
  { tx }: Pick<WriteContext, 'tx'>,
  invitation: Pick<Invitation, 'id' | 'accountId' | 'email'>,
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

export function notPending(state: string): Result<never> {
  const detail = `The invitation is ${state}. Ask whoever sent it for a new one.`
  return { ok: false, error: problem('invitation_not_pending', { state, detail }) }
}

// Nobody gives a permission that they don't hold.
export function refuseToGive(
  { access }: DirectoryEntry,
  wanted: readonly Permission[],
  what: string,
): Problem | null {
  const lacking = permissionsNotHeld(access, wanted)
  if (!lacking[0]) return null
  return problem('forbidden', {
    required: lacking[0],
    held: [...access.permissions],
    detail: `${what} permissions that you lack: ${lacking.join(', ')}. Choose a smaller role.`,
  })
}

export async function refuseKnownAddress(
  write: WriteContext,
  { account }: DirectoryEntry,
  email: string,
  except?: InvitationId,
): Promise<Problem | null> {
  const { tx, now } = write
  const address = normalizeAddress(email)
  const member = await tx
    .selectFrom('membership as m')
    .innerJoin('app_user as u', 'u.id', 'm.user_id')
    .where('m.account_id', '=', account.id)
    .where(sql`lower(u.email)`, '=', address)
    .where((eb) => eb.or([eb('m.ends_at', 'is', null), eb('m.ends_at', '>', now)]))
    .select('m.id')
    .executeTakeFirst()
  if (member) return problem('already_member', { detail: 'This address belongs to a user of the account.' })

  const pending = await tx
    .selectFrom('invitation')
    .select(['id', 'expires_at'])
    .where('account_id', '=', account.id)
    .where(sql`lower(email)`, '=', address)
    .where('status', '=', 'pending')
    .executeTakeFirst()
  if (!pending || pending.id === except) return null
  if (pending.expires_at > now) {
    return problem('already_invited', {
      detail: 'An invitation to this address is pending. Send it again or revoke it.',
    })
  }
  await expire(write, account.id, pending.id)
  return null
}

// Its time was up already; only its row didn't say so yet, and one pending row an address is all there may be.
async function expire(
  { tx, ...write }: WriteContext,
  accountId: DirectoryEntry['account']['id'],
  invitationId: InvitationId,
): Promise<void> {
  await tx
    .updateTable('invitation')
    .set((eb) => ({ status: 'expired', version: eb('version', '+', 1) }))
    .where('id', '=', invitationId)
    .where('status', '=', 'pending')
    .execute()
  await record({ tx, ...write }, accountId, [
    { entity: 'invitation', accountId, key: { id: invitationId }, op: 'put' },
  ])
}
