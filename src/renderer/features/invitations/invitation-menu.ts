import type { InvitationItem } from '../../../ipc/views.ts'
import { invitationStatusNames, invitationWords as t } from '../../../strings/invitations.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem, useMutate } from '../../data/use-mutate.ts'
import type { Rights } from '../../data/use-session.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { notify } from '../../ui/toast.tsx'

export interface InvitationActions {
  edit(invitation: InvitationItem): void
  copyLink(invitation: InvitationItem): void
  copyAddress(invitation: InvitationItem): void
  resend(invitation: InvitationItem): void
  revoke(invitation: InvitationItem): void
}

/** Whether it can be taken back or changed: only a pending one moves. */
export const isPending = ({ status }: InvitationItem) => status === 'pending'
/** An expired one can be sent again too. */
export const canBeResent = ({ status, waiting }: InvitationItem) =>
  status === 'expired' || (status === 'pending' && !waiting)

/** What can be done with an invitation, and why not. */
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
      id: 'edit',
      label: t.menu.edit,
      disabledReason: refused ?? notPending,
      onAction: () => actions.edit(invitation),
    },
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

/** Resending and revoking can't be taken back once they were sent, so they are held for as long as "Undo" is offered. */
export function useInvitationActions(accountId: string, accountName: string): InvitationActions {
  const mutate = useMutate()
  const openPanel = useAppStore((store) => store.openPanel)
  return {
    edit: ({ id }) => openPanel({ kind: 'edit-invitation', accountId, invitationId: id }),
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
    resend: ({ id, email }) =>
      void mutate(
        { name: 'invitations.resend', args: { accountId, invitationId: id } },
        { done: t.resent(email), detail: t.resentDetail, hold: true },
      ),
    revoke: ({ id, email }) =>
      void mutate(
        { name: 'invitations.revoke', args: { accountId, invitationId: id } },
        { done: t.revoked(email, accountName), detail: t.revokedDetail, hold: true },
      ),
  }
}
