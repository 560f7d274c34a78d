import type { Problem } from '@gatehouse/contract'
import type { ReactNode } from 'react'
import { words } from '../../../strings/common.ts'
import { Button } from '../../ui/button.tsx'
import { EnvironmentMark } from '../../ui/environment-badge.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import type { OfEnvironment } from './environment-screen.tsx'
import { useOffline } from './use-server.ts'

interface ChangeDialogProps extends OfEnvironment {
  title: string
  verb: string
  danger?: boolean
  /** The account it is about, where it is one. */
  account?: { id: string; name: string }
  /** Why it can't be done yet. */
  notYet?: string | null
  run: { isPending: boolean; error: Problem | null }
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}

/** Asks before a change that reaches wide or can't be undone, and keeps the reason where the server refuses it. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { environment, account, run, onClose } = props
  const offline = useOffline()
  return (
    <Dialog
      isOpen
      role="alertdialog"
      title={props.title}
      account={account}
      subtitle={<EnvironmentMark environment={environment} />}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button
            kind={props.danger ? 'danger' : 'primary'}
            isPending={run.isPending}
            disabledReason={offline ?? props.notYet}
            onPress={props.onConfirm}
          >
            {props.verb}
          </Button>
        </>
      }
    >
      {props.children}
      {run.error && <ErrorState inline problem={run.error} />}
    </Dialog>
  )
}
