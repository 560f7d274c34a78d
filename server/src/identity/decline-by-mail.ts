import type { ActivityId } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Clock, Randomness } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { lockAccount } from '../repositories/access.ts'
import { recordChanges } from '../services/record.ts'
import type { InvitationOffer } from './invitation-offer.ts'
import { findLoginByEmail } from './users.ts'

/**
 * Declines without signing in: whoever has the mailed link reads the mailbox that was invited, and may well have no
 * login. A copied link isn't enough. False where the invitation is no longer pending.
 */
export async function declineByMail(
  deps: { db: Database; clock: Clock; random: Randomness },
  offer: InvitationOffer,
): Promise<boolean> {
  if (offer.kind !== 'mail') return false
  const now = deps.clock.now()
  return deps.db.transaction().execute(async (tx) => {
    await lockAccount(tx, offer.accountId)
    const moved = await tx
      .updateTable('invitation')
      .set({ status: 'declined', version: sql`version + 1` })
      .where('id', '=', offer.invitationId)
      .where('status', '=', 'pending')
      .where('expires_at', '>', now)
      .returning('id')
      .executeTakeFirst()
    if (!moved) return false
    const login = await findLoginByEmail(tx, offer.email)
    const activityId = deps.random.id(now) as ActivityId
    await tx
      .insertInto('activity')
      .values({
        id: activityId,
        account_id: offer.accountId,
        actor_id: login?.id ?? null,
        actor_name: login?.name ?? offer.email,
        action: 'invitation.declined',
        target_kind: 'invitation',
        target_id: offer.invitationId,
        target_name: offer.email,
        before: null,
        after: null,
        at: now,
        device: 'Web page',
        mutation_id: null,
      })
      .execute()
    const { accountId, invitationId } = offer
    await recordChanges(tx, now, [
      { entity: 'invitation', accountId, key: { id: invitationId }, op: 'put' },
      { entity: 'activity', accountId, key: { id: activityId }, op: 'put' },
      ...(login ? [{ entity: 'myInvitations', userId: login.id } as const] : []),
    ])
    return true
  })
}
