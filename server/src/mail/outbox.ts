import type { InvitationId } from '@gatehouse/contract'
import type { Kysely } from 'kysely'
import type { Clock, Randomness } from '../clock.ts'
import type { Schema } from '../db/schema.ts'
import type { Mail } from './templates.ts'

/**
 * Queues a mail in the transaction that gives the reason for it, so that neither stands without the other.
 * Wake the mailer after the commit. With `invitationId`, it is the mail that carries that invitation's link.
 */
export async function enqueueMail(
  tx: Kysely<Schema>,
  deps: { clock: Clock; random: Randomness },
  mail: Mail,
  invitationId?: InvitationId,
): Promise<void> {
  const now = deps.clock.now()
  await tx
    .insertInto('mail_outbox')
    .values({
      id: deps.random.id(now),
      recipient: mail.recipient,
      template: mail.template,
      data: JSON.stringify(mail.data),
      invitation_id: invitationId ?? null,
      next_attempt_at: now,
      created_at: now,
    })
    .execute()
}

/** Takes back the mails of an invitation that haven't left: their link is dead, or was used already. */
export async function cancelMails(tx: Kysely<Schema>, invitationId: InvitationId): Promise<void> {
  await tx
    .deleteFrom('mail_outbox')
    .where('invitation_id', '=', invitationId)
    .where('sent_at', 'is', null)
    .execute()
}

/** Forgets to whom mails were sent, or were given up, before a moment. */
export async function removeOldMails(db: Kysely<Schema>, before: Date, givenUpAfter: number): Promise<void> {
  await db
    .deleteFrom('mail_outbox')
    .where('created_at', '<', before)
    .where((eb) => eb.or([eb('sent_at', 'is not', null), eb('attempts', '>=', givenUpAfter)]))
    .execute()
}
