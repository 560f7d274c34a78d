import type { Clock, Randomness } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { inTransaction } from '../../db/transaction.ts'
import { lockAccount } from '../../repositories/access.ts'
import { invitationChanges, targetOf } from '../../services/invitations/invitation-record.ts'
import { endLinks } from '../../services/invitations/invitation-tokens.ts'
import { record } from '../../services/record.ts'
import { findLoginByEmail } from '../users.ts'
import type { InvitationOffer } from './invitation-offer.ts'

/**
 * Declines without signing in: whoever has the mailed link reads the mailbox that was invited, and may well have no
 * login. A copied link isn't enough. False where the link was replaced or the invitation is no longer pending.
 */
export async function declineByMail(
  deps: { db: Database; clock: Clock; random: Randomness },
  offer: InvitationOffer,
  tokenHash: Buffer,
): Promise<boolean> {
  if (offer.kind !== 'mail') return false
  const { random } = deps
  const now = deps.clock.now()
  const { invitationId: id, accountId, email } = offer
  const declined = await inTransaction(deps.db, async (tx) => {
    await lockAccount(tx, accountId)
    const moved = await tx
      .updateTable('invitation')
      .set((eb) => ({ status: 'declined', version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .where('status', '=', 'pending')
      .where('expires_at', '>', now)
      // Sent again since the page was read: only the newest mail speaks for the invitation.
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('invitation_token')
            .select('invitation_id')
            .where('token_hash', '=', tokenHash)
            .where('dead_at', 'is', null),
        ),
      )
      .returning('id')
      .executeTakeFirst()
    if (!moved) return { ok: true, value: false }
    await endLinks({ tx, now }, id)
    const login = await findLoginByEmail(tx, email)
    const principal = { userId: login?.id ?? null, name: login?.name ?? email }
    await record(
      { tx, now, random, principal, device: 'Web page', mutationId: null },
      accountId,
      await invitationChanges({ tx }, { id, accountId, email }),
      [
        {
          action: 'invitation.declined',
          ...targetOf({ id, email }),
          before: { status: 'pending' },
          after: { status: 'declined' },
        },
      ],
    )
    return { ok: true, value: true }
  })
  return declined.ok && declined.value
}
