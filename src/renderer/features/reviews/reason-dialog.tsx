import type { Problem, Result } from '@gatehouse/contract'
import { type ReactNode, useState } from 'react'
import type { AccountDetail } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { changeReviewWords as t } from '../../../strings/reviews.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/fields.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'

interface ReasonDialogProps {
  account: AccountDetail
  title: string
  verb: string
  danger?: boolean
  /** What takes the question back. */
  no?: string
  children: ReactNode
  onClose: () => void
  onConfirm: (reason: string) => Promise<Result<unknown>>
}

/** A question that wants a reason. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { account, title, verb, danger, no, children, onClose, onConfirm } = props
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  async function confirm() {
    setTried(true)
    if (reason.trim() === '') return
    setPending(true)
    const answer = await onConfirm(reason.trim())
    setPending(false)
    if (answer.ok) onClose()
    else setProblem(answer.error)
  }
  return (
    <Dialog
      isOpen
      role="alertdialog"
      account={{ id: account.id, name: account.name }}
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{no ?? words.cancel}</Button>
          <Button kind={danger ? 'danger' : 'primary'} isPending={isPending} onPress={() => void confirm()}>
            {verb}
          </Button>
        </>
      }
    >
      {problem && <ErrorState inline problem={problem} />}
      {children}
      <TextArea
        label={t.reason}
        value={reason}
        onChange={setReason}
        maxLength={500}
        rows={2}
        error={isTried && reason.trim() === '' ? t.reasonMissing : null}
        autoFocus
      />
    </Dialog>
  )
}
