import type { InvitationItem } from '../../../ipc/views.ts'
import { invitationStatusNames, invitationWords as t } from '../../../strings/invitations.ts'
import { bridge } from '../../data/bridge.ts'
import { useConfirmedMutate } from '../../data/use-confirmed.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import type { Rights } from '../../data/use-session.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { notify } from '../../ui/toast.tsx'

export interface InvitationActions {
  copyLink(invitation: InvitationItem): void
  copyAddress(invitation: InvitationItem): void
  resend(invitation: InvitationItem): void
  revoke(invitation: InvitationItem): void
}

/** What can be done with an invitation; only a pending one moves, and an expired one can be sent again. */
export function invitationMenu(
  invitation: InvitationItem,
  { rights, isOnline }: { rights: Rights; isOnline: boolean },
  actions: InvitationActions,
): MenuEntry[] {
  const refused = rights.refusal('users.invite')
  const { status } = invitation
  const state = t.reasons.notPending(invitationStatusNames[status])
  const notPending = status === 'pending' ? null : state
  const unknownToServer = invitation.waiting ? t.reasons.waiting : null
  return [
    {
      id: 'copy-link',
      label: t.menu.copyLink,
      disabledReason: refused ?? notPending ?? (isOnline ? unknownToServer : t.reasons.offlineLink),
      onAction: () => actions.copyLink(invitation),
    },
    {
      id: 'resend',
      label: t.menu.resend,
      disabledReason: refused ?? (status === 'expired' ? null : (notPending ?? unknownToServer)),
      onAction: () => actions.resend(invitation),
    },
    { id: 'copy-address', label: t.menu.copyAddress, onAction: () => actions.copyAddress(invitation) },
    'separator',
    {
      id: 'revoke',
      label: t.menu.revoke,
      danger: true,
      disabledReason: refused ?? notPending,
      onAction: () => actions.revoke(invitation),
    },
  ]
}

export function useInvitationActions(
  accountId: string,
  askRevoke: (invitation: InvitationItem) => void,
): InvitationActions {
  const makeChange = useConfirmedMutate()
  return {
    copyLink: async ({ id }) => {
      const answer = await bridge().command('invitations.copyLink', { accountId, invitationId: id })
      if (answer.ok) notify({ title: t.copiedLink, detail: t.copiedLinkDetail })
      else notifyProblem(answer.error)
    },
    copyAddress: async ({ email }) => {
      const answer = await bridge().command('clipboard.write', { text: email })
      if (answer.ok) notify({ title: t.copiedAddress(email) })
      else notifyProblem(answer.error)
    },
    resend: async ({ id, email }) => {
      // No "Undo": the link sent before is dead as soon as this one is on its way.
      const answer = await makeChange(
        { name: 'invitations.resend', args: { accountId, invitationId: id } },
        t.resent(email),
        t.resentDetail,
      )
      if (!answer.ok) notifyProblem(answer.error)
    },
    revoke: askRevoke,
  }
}
