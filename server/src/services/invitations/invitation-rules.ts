import {
  type DirectoryEntry,
  type InvitationId,
  normalizeAddress,
  type Problem,
  problem,
  type Result,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { WriteContext } from '../context.ts'
import { expireInvitations } from './invitation-expiry.ts'

export function notPending(state: string): Result<never> {
  const detail = `The invitation is ${state}. Ask whoever sent it for a new one.`
  return { ok: false, error: problem('invitation_not_pending', { state, detail }) }
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
