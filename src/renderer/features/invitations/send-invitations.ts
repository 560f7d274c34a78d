import type { IntentInput, Problem } from '@gatehouse/contract'
import { v7 as newId } from 'uuid'
import { bridge } from '../../data/bridge.ts'
import type { InviteDraft } from './use-invite-form.ts'

export interface SendResult {
  email: string
  /** Null: it is in the outbox, or on its way. */
  problem: Problem | null
}

/**
 * One change per address, in the order typed, so that one refusal leaves the others alone. The ids are made here:
 * an invitation written offline has its id from the start. The first takes the place of the change that it `replaces`.
 */
export async function sendInvitations(
  accountId: string,
  emails: readonly string[],
  { role, applicationIds, message }: InviteDraft,
  expiresInDays: number,
  replaces?: { mutationId: string; invitationId: string },
): Promise<SendResult[]> {
  const results: SendResult[] = []
  for (const [index, email] of emails.entries()) {
    const replaced = index === 0 ? replaces : undefined
    const intent: IntentInput = {
      name: 'invitations.create',
      args: {
        accountId,
        invitationId: replaced?.invitationId ?? newId(),
        email,
        role,
        applicationIds: [...applicationIds],
        message,
        expiresInDays,
      },
    }
    const answer = replaced
      ? await bridge().command('outbox.edit', { mutationId: replaced.mutationId, intent })
      : await bridge().command('mutate', { intent })
    results.push({ email, problem: answer.ok ? null : answer.error })
  }
  return results
}
