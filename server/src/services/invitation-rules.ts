import {
  type ApplicationId,
  type DirectoryEntry,
  type InvitationId,
  normalizeAddress,
  type Permission,
  type Problem,
  permissionsNotHeld,
  problem,
  type Result,
  refuseWrite,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { WriteContext } from './context.ts'
import { expireInvitations } from './invitation-expiry.ts'

export function notPending(state: string): Result<never> {
  const detail = `The invitation is ${state}. Ask whoever sent it for a new one.`
  return { ok: false, error: problem('invitation_not_pending', { state, detail }) }
}

/**
 * Nobody gives a permission that they don't hold, and whoever names applications must be able to assign them. `what`
 * begins the sentence that says which permissions are lacking.
 */
export function refuseToOffer(
  { account, access }: DirectoryEntry,
  offer: { permissions: readonly Permission[]; applicationIds: readonly ApplicationId[] },
  what: string,
): Problem | null {
  const refused = offer.applicationIds.length > 0 ? refuseWrite(account, access, 'applications.assign') : null
  if (refused) return refused
  const lacking = permissionsNotHeld(access, offer.permissions)
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
  // Its time was up already; only its row didn't say so yet, and one pending row an address is all there may be.
  await expireInvitations(write, account.id)
  return null
}
