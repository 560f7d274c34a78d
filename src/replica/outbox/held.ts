import { assertNever, type Intent, type MutationId } from '@gatehouse/contract'
import type { Queued } from './rows.ts'

/**
 * Changes that wait for a decision on a refused one: made after it in the same account, about the same application or
 * invitation, and not possible without it. Sending them would only be refused as well. Everything else goes on.
 */
export function heldChanges(queue: readonly Queued[]): Set<MutationId> {
  const held = new Set<MutationId>()
  const blocked = new Set<string>()
  for (const { mutationId, accountId, intent, state, predicted } of queue) {
    if (!intent) continue
    const targets = targetsOf(intent).map((target) => `${accountId}/${target}`)
    const waits = state === 'waiting' && !predicted && targets.some((target) => blocked.has(target))
    if (waits) held.add(mutationId)
    if (waits || state === 'refused') for (const target of targets) blocked.add(target)
  }
  return held
}

function targetsOf(intent: Intent): string[] {
  switch (intent.name) {
    case 'applications.assign':
      return intent.args.applicationIds
    case 'applications.unassign':
    case 'applications.setAutoAssign':
    case 'grants.add':
    case 'grants.remove':
      return [intent.args.applicationId]
    case 'invitations.create':
      return [intent.args.invitationId, ...intent.args.applicationIds]
    case 'invitations.revoke':
    case 'invitations.resend':
      return [intent.args.invitationId]
    default:
      return assertNever(intent)
  }
}
