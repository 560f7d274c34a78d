import type { Kysely } from 'kysely'
import type { Clock, Randomness } from '../clock.ts'
import type { Schema } from '../db/schema.ts'
import type { Mail } from './templates.ts'

/**
 * Queues a mail in the transaction that gives the reason for it, so that neither stands without the other.
 * Wake the mailer after the commit.
 */
export async function enqueueMail(
  tx: Kysely<Schema>,
  deps: { clock: Clock; random: Randomness },
  mail: Mail,
): Promise<void> {
  const now = deps.clock.now()
  await tx
    .insertInto('mail_outbox')
    .values({
      id: deps.random.id(now),
      recipient: mail.recipient,
      template: mail.template,
      data: JSON.stringify(mail.data),
      next_attempt_at: now,
      created_at: now,
    })
    .execute()
}
