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
 * an invitation written offline has its id from the start.
 */
export async function sendInvitations(
  accountId: string,
  emails: readonly string[],
  { role, applicationIds, message }: InviteDraft,
  expiresInDays: number,
): Promise<SendResult[]> {
  const results: SendResult[] = []
  for (const email of emails) {
    const intent: IntentInput = {
      name: 'invitations.create',
      args: {
        accountId,
        invitationId: newId(),
        email,
        role,
        applicationIds: [...applicationIds],
        message,
        expiresInDays,
      },
    }
    const answer = await bridge().command('mutate', { intent })
    results.push({ email, problem: answer.ok ? null : answer.error })
  }
  return results
}
