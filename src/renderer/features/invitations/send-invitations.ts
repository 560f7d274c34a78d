import { v7 as newId } from 'uuid'
import type { BulkLine } from '../../data/use-bulk.ts'
import type { JudgedLine } from './judge.ts'
import type { Offer } from './use-invite-form.ts'

/**
 * The change that invites one person. Its id is made here: an invitation written offline has it from the start. What a
 * file said beside the address goes before what the form says.
 */
export function invitationIntent(
  accountId: string,
  { line, own }: Pick<JudgedLine, 'line' | 'own'>,
  offer: Offer,
  invitationId: string = newId(),
): BulkLine & { inverse: NonNullable<BulkLine['inverse']> } {
  const { role, permissions } = own.role ?? offer
  return {
    intent: {
      name: 'invitations.create',
      args: {
        accountId,
        invitationId,
        email: line.email,
        role,
        ...(role === 'custom' ? { permissions: [...permissions] } : {}),
        applicationIds: [...(own.applicationIds ?? offer.applicationIds)],
        message: offer.message,
        expiresInDays: offer.days,
        anyAddress: offer.anyAddress,
        membershipEndsAt: own.membershipEndsAt ?? offer.membershipEndsAt,
      },
    },
    inverse: { name: 'invitations.revoke', args: { accountId, invitationId } },
  }
}
