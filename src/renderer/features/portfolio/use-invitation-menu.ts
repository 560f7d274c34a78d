import type { InvitationFilter, InvitationLine } from '../../../ipc/views.ts'
import { invitationStatusNames } from '../../../strings/invitations.ts'
import { allInvitationsWords as t } from '../../../strings/portfolio.ts'
import { bridge } from '../../data/bridge.ts'
import { useBulk } from '../../data/use-bulk.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { notify } from '../../ui/toast.tsx'
import { canResend, canRevoke } from './invitation-columns.tsx'
import { openInvitation } from './invitations-tab.tsx'

interface Options {
  onRevoke: (row: InvitationLine) => void
  onOnly: (change: Partial<InvitationFilter>) => void
}

/** What can be done with an invitation of whichever account, and with several. */
export function useInvitationMenu({ onRevoke, onOnly }: Options) {
  const runBulk = useBulk()

  /** Not sent for as long as "Undo" is offered: the links sent before are dead afterwards. */
  async function resend(rows: readonly InvitationLine[]): Promise<boolean> {
    const outcome = await runBulk(linesOf('invitations.resend', rows), {
      done: t.resent(rows.length),
      detail: t.resentDetail,
      wide: { title: t.resendTitle(rows.length), verb: t.resendMany(rows.length) },
      hold: true,
    })
    return outcome !== null
  }

  function menu(row: InvitationLine): MenuEntry[] {
    return [
      { id: 'open', label: t.open, onAction: () => openInvitation(row) },
      {
        id: 'resend',
        label: t.resend,
        disabledReason: canResend(row) ? null : whyNot(row),
        onAction: () => void resend([row]),
      },
      { id: 'copy', label: t.copyAddress, onAction: () => void copyAddress(row) },
      { id: 'only', label: t.onlyAccount, onAction: () => onOnly({ accountId: row.accountId }) },
      'separator',
      {
        id: 'revoke',
        label: t.revoke,
        danger: true,
        disabledReason: canRevoke(row) ? null : whyNot(row),
        onAction: () => onRevoke(row),
      },
    ]
  }

  return { menu, resend }
}

export function linesOf(name: 'invitations.resend' | 'invitations.revoke', rows: readonly InvitationLine[]) {
  return rows.map(({ accountId, id }) => ({ intent: { name, args: { accountId, invitationId: id } } }))
}

const refusals = { permission: t.noRight, 'read-only': t.readOnly, 'own-access': t.ownAccess }

function whyNot({ refusal, status, waiting }: InvitationLine): string {
  if (refusal) return refusals[refusal]
  return waiting ? t.notSentYet : t.wrongState(invitationStatusNames[status])
}

async function copyAddress({ email }: InvitationLine): Promise<void> {
  const answer = await bridge().command('clipboard.write', { text: email })
  if (answer.ok) notify({ title: t.copiedAddress(email) })
  else notifyProblem(answer.error)
}
