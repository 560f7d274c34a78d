import type { AccountId } from '@gatehouse/contract'
import type { Randomness } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { inTransaction } from '../../db/transaction.ts'
import { cancelMails } from '../../mail/outbox.ts'
import { lockAccount } from '../../repositories/access.ts'
import { type ActivityInput, byItself, type ChangeInput, type Recorder, record } from '../record.ts'
import { invitationChanges, targetOf } from './invitation-record.ts'

const accountsAtOnce = 1000

/**
 * Writes down that invitations have expired, in every account. They counted as expired from that moment on; this
 * makes the row, the activity and the feed say so, once, whichever node comes first.
 */
export async function expireAllInvitations(db: Database, now: Date, random: Randomness): Promise<void> {
  const accounts = await db
    .selectFrom('invitation')
    .select('account_id')
    .distinct()
    .where('status', '=', 'pending')
    .where('expires_at', '<=', now)
    .limit(accountsAtOnce)
    .execute()
  for (const { account_id } of accounts) {
    await inTransaction(db, async (tx) => {
      await lockAccount(tx, account_id)
      await expireInvitations({ tx, now, random }, account_id)
      return { ok: true, value: null }
    })
  }
}

/** The same in one account, whose lock the caller holds. */
export async function expireInvitations(
  { tx, now, random }: Pick<Recorder, 'tx' | 'now' | 'random'>,
  accountId: AccountId,
): Promise<void> {
  const expired = await tx
    .updateTable('invitation')
    .set((eb) => ({ status: 'expired', version: eb('version', '+', 1) }))
    .where('account_id', '=', accountId)
    .where('status', '=', 'pending')
    .where('expires_at', '<=', now)
    .returning(['id', 'email', 'expires_at'])
    .execute()
  const changes: ChangeInput[] = []
  const activities: ActivityInput[] = []
  for (const { id, email, expires_at } of expired) {
    await cancelMails(tx, id)
    changes.push(...(await invitationChanges({ tx }, { id, accountId, email })))
    activities.push({
      action: 'invitation.expired',
      ...targetOf({ id, email }),
      before: { status: 'pending' },
      after: { status: 'expired', expiresAt: expires_at.toISOString() },
    })
  }
  await record(byItself({ tx, now, random }), accountId, changes, activities)
}
