import { createHash } from 'node:crypto'
import type { InvitationId } from '@gatehouse/contract'
import { cancelMails } from '../../mail/outbox.ts'
import type { WriteContext } from '../context.ts'

/** SHA-256, which is all that is kept of a token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * A new link to an invitation: 256 random bits in the path of a page. `mail` is for links that leave by mail alone:
 * whoever follows one has shown that they read that mailbox.
 */
export async function issueLink(
  { tx, now, random, publicUrl }: WriteContext,
  invitationId: InvitationId,
  kind: 'mail' | 'link',
): Promise<string> {
  const token = random.bytes(32).toString('base64url')
  await tx
    .insertInto('invitation_token')
    .values({ token_hash: hashToken(token), invitation_id: invitationId, kind, created_at: now })
    .execute()
  return `${publicUrl}/invite/${token}`
}

/** Ends every link that was given out so far, those in mails that haven't left included. */
export async function endLinks(
  { tx, now }: Pick<WriteContext, 'tx' | 'now'>,
  invitationId: InvitationId,
): Promise<void> {
  await cancelMails(tx, invitationId)
  await tx
    .updateTable('invitation_token')
    .set({ dead_at: now })
    .where('invitation_id', '=', invitationId)
    .where('dead_at', 'is', null)
    .execute()
}
