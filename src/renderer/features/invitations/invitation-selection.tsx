import { useState } from 'react'
import type { InvitationItem } from '../../../ipc/views.ts'
import { invitationWords as t } from '../../../strings/invitations.ts'
import { useBulk } from '../../data/use-bulk.ts'
import type { Rights } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { canBeResent, isPending } from './invitation-menu.ts'

interface InvitationSelectionProps {
  rights: Rights
  chosen: readonly InvitationItem[]
  shown: readonly InvitationItem[]
  onChosen: (ids: ReadonlySet<string>) => void
}

/** What can be done with several invitations at once; those for which it makes no sense are left out. */
export function InvitationSelection({ rights, chosen, shown, onChosen }: InvitationSelectionProps) {
  const runBulk = useBulk()
  const [isAsking, setIsAsking] = useState(false)
  const refused = rights.refusal('users.invite')
  const pending = chosen.filter(isPending)
  const resendable = chosen.filter(canBeResent)
  const accountId = rights.account?.id ?? ''
  const clear = () => onChosen(new Set())

  async function run(name: 'invitations.resend' | 'invitations.revoke', those: readonly InvitationItem[]) {
    const lines = those.map(({ id }) => ({ intent: { name, args: { accountId, invitationId: id } } }))
    const outcome =
      name === 'invitations.resend'
        ? await runBulk(lines, { done: t.resentMany(those.length), detail: t.resentDetail, hold: true })
        : await runBulk(lines, { done: t.revokedMany(those.length), confirmed: true })
    if (outcome) clear()
  }

  return (
    <>
      <SelectionBar
        count={chosen.length}
        hidden={chosen.filter(({ id }) => !shown.some((row) => row.id === id)).length}
        onClear={clear}
      >
        <Button
          size="small"
          disabledReason={refused ?? (resendable.length === 0 ? t.reasons.noneToResend : null)}
          onPress={() => void run('invitations.resend', resendable)}
        >
          {t.resendMany(resendable.length)}
        </Button>
        <Button
          size="small"
          kind="danger"
          disabledReason={refused ?? (pending.length === 0 ? t.reasons.nonePending : null)}
          onPress={() => setIsAsking(true)}
        >
          {t.revokeMany(pending.length)}
        </Button>
      </SelectionBar>
      {isAsking && rights.account && (
        <ConfirmDialog
          isOpen
          danger
          account={rights.account}
          title={t.revoke.title(pending.length)}
          verb={t.revoke.verb(pending.length)}
          onClose={() => setIsAsking(false)}
          onConfirm={() => {
            setIsAsking(false)
            void run('invitations.revoke', pending)
          }}
        >
          <p>{t.revoke.body(pending.map(({ email }) => email))}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
