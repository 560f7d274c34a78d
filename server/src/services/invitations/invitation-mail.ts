import type { ApplicationId, DirectoryEntry, Invitation, InvitationId } from '@gatehouse/contract'
import { sql } from 'kysely'
import { enqueueMail } from '../../mail/outbox.ts'
import { selectInvitations, timeOf, toInvitation } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { issueLink } from './invitation-tokens.ts'

/** Makes a link, queues the mail that carries it, and answers the invitation as it is now. */
export async function mailInvitation(
  write: WriteContext,
  { account }: DirectoryEntry,
  invitationId: InvitationId,
): Promise<Invitation> {
  const { tx, now, random, principal } = write
  const row = await selectInvitations(tx).where('i.id', '=', invitationId).executeTakeFirstOrThrow()
  const link = await issueLink(write, invitationId, 'mail')
  const applicationNames = await namesOf(write, row.application_ids)
  await enqueueMail(
    tx,
    { clock: { now: () => now }, random },
    {
      recipient: row.email,
      template: 'invitation',
      data: {
        accountName: account.name,
        invitedByName: principal.name,
        role: row.role,
        applicationNames,
        message: row.message,
        link,
        expiresAt: timeOf(row.expires_at),
      },
    },
    row.id,
  )
  return toInvitation(row)
}

/** A mail that hasn't left yet says what the invitation offers now. */
export async function rewriteMails(
  write: WriteContext,
  { id, role, applicationIds, message, expiresAt }: Invitation,
): Promise<void> {
  const offer = { role, message, expiresAt, applicationNames: await namesOf(write, applicationIds) }
  await write.tx
    .updateTable('mail_outbox')
    .set({ data: sql`data || ${JSON.stringify(offer)}::jsonb` })
    .where('invitation_id', '=', id)
    .where('template', '=', 'invitation')
    .where('sent_at', 'is', null)
    .where(sql<boolean>`data <> '{}'`)
    .execute()
}

async function namesOf({ tx }: WriteContext, ids: ApplicationId[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('application')
    .select('name')
    .where('id', 'in', ids)
    .orderBy('name')
    .execute()
  return rows.map(({ name }) => name)
}
