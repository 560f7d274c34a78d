import type { MembershipId } from '@gatehouse/contract'
import type { Heir, LeaverInvitation, LeaverLine, PlanChoice } from '../../../ipc/views.ts'
import type { BulkLine } from '../../data/use-bulk.ts'

/** What was decided for one membership; what isn't decided is as the plan suggests. */
export interface Decision {
  choice?: PlanChoice
  heirId?: MembershipId | undefined
  reason?: string
}

export interface LeaverDraft {
  /** Other logins that were ticked as the same person's. */
  also: readonly string[]
  decisions: Readonly<Record<string, Decision>>
  /** Invitations that stay. */
  spared: readonly string[]
}

export const emptyDraft: LeaverDraft = { also: [], decisions: {}, spared: [] }

/** Why the principal can't remove somebody: it is themselves, it isn't theirs to hand over, or a permission is lacking. */
export type Block = 'self' | 'owner' | 'lacking'

export interface PlanLine {
  line: LeaverLine
  block: Block | null
  /** Null: it is left out of the plan. */
  choice: PlanChoice | null
  heir: Heir | null
  reason: string
  /** Somebody has to be chosen first who takes over. */
  isOpen: boolean
  isFlagged: boolean
}

export function blockOf(line: LeaverLine): Block | null {
  if (line.isMe) return 'self'
  if (line.removeRefusal) return 'lacking'
  return line.isOwner && line.transferRefusal ? 'owner' : null
}

/** Every line with what becomes of it: owners are transferred before they are removed, or stay. */
export function planOf(lines: readonly LeaverLine[], decisions: LeaverDraft['decisions']): PlanLine[] {
  return lines.map((line) => {
    const decided = decisions[line.membershipId] ?? {}
    const block = blockOf(line)
    const choice = block ? null : choiceOf(line, decided.choice)
    const heir =
      choice === 'transfer'
        ? (line.heirs.find(({ membershipId }) => membershipId === decided.heirId) ?? null)
        : null
    return {
      line,
      block,
      choice,
      heir,
      reason: decided.reason ?? '',
      isOpen: choice === 'transfer' && heir === null,
      isFlagged: line.isOwner || line.lastWith.length > 0,
    }
  })
}

function choiceOf({ isOwner }: LeaverLine, decided: PlanChoice | undefined): PlanChoice {
  // An owner is never removed without somebody who takes over, whatever was decided before they became it.
  if (isOwner) return decided === 'keep' ? 'keep' : 'transfer'
  return decided === 'keep' ? 'keep' : 'remove'
}

/** Everybody who was chosen to take over an account. */
export function heirsOf(decisions: LeaverDraft['decisions']): MembershipId[] {
  return [...new Set(Object.values(decisions).flatMap(({ heirId }) => heirId ?? []))].sort()
}

export interface PlanSum {
  remove: number
  transfer: number
  keep: number
  blocked: number
  open: number
}

export function sumOf(plan: readonly PlanLine[]): PlanSum {
  const count = (test: (line: PlanLine) => boolean) => plan.filter(test).length
  return {
    remove: count(({ choice }) => choice === 'remove' || choice === 'transfer'),
    transfer: count(({ choice }) => choice === 'transfer'),
    keep: count(({ choice }) => choice === 'keep'),
    blocked: count(({ block }) => block !== null),
    open: count(({ isOpen }) => isOpen),
  }
}

/**
 * The changes of a plan, account by account: who owns it is followed by whoever was chosen, then removed. The removal
 * needs the transfer, so where that is refused it isn't sent.
 */
export function changesOf(
  plan: readonly PlanLine[],
  invitations: readonly Pick<LeaverInvitation, 'accountId' | 'invitationId'>[],
): BulkLine[] {
  return [
    ...plan.flatMap(({ line, choice, heir }): BulkLine[] => {
      const { accountId, membershipId } = line
      const remove: BulkLine = { intent: { name: 'memberships.remove', args: { accountId, membershipId } } }
      if (choice === 'remove') return [remove]
      if (choice !== 'transfer' || !heir) return []
      const args = {
        accountId,
        membershipId: heir.membershipId,
        previousOwnerRole: 'viewer' as const,
        baseVersion: heir.version,
      }
      return [{ intent: { name: 'memberships.transferOwnership', args } }, remove]
    }),
    ...invitations.map(
      ({ accountId, invitationId }): BulkLine => ({
        intent: { name: 'invitations.revoke', args: { accountId, invitationId } },
      }),
    ),
  ]
}
