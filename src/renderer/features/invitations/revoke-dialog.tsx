import type { Problem } from '@gatehouse/contract'
import { useState } from 'react'
import type { AccountDetail, InvitationItem } from '../../../ipc/views.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { useConfirmedMutate } from '../../data/use-confirmed.ts'
import { ConfirmDialog } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'

const t = invitationWords.revoke

interface RevokeDialogProps {
  account: AccountDetail
  invitation: InvitationItem
  onClose: () => void
}

/** A revoked invitation can't be made valid again, so this one is asked about. */
export function RevokeDialog({ account, invitation, onClose }: RevokeDialogProps) {
  const makeChange = useConfirmedMutate()
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  async function revoke() {
    setIsPending(true)
    const args = { accountId: account.id, invitationId: invitation.id }
    const answer = await makeChange({ name: 'invitations.revoke', args }, t.done(invitation.email))
    setIsPending(false)
    if (answer.ok) onClose()
    else setRefusal(answer.error)
  }
  return (
    <ConfirmDialog
      isOpen
      danger
      account={account}
      title={t.title}
      verb={t.verb}
      isPending={isPending}
      onConfirm={() => void revoke()}
      onClose={onClose}
    >
      <p>{t.body(invitation.email)}</p>
      {refusal && <ErrorState inline problem={refusal} />}
    </ConfirmDialog>
  )
}
