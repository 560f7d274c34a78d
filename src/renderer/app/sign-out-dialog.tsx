import { useState } from 'react'
import { bridge } from '../data/bridge.ts'
import { notifyProblem } from '../data/use-mutate.ts'
import { useSyncStatus } from '../data/use-session.ts'
import { words } from '../strings/en.ts'
import { signOut } from '../strings/en-shell.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { useAppStore, usePanel } from './app-store.ts'

/** Signing out wipes this device's copy, so it says what would be lost before it does. */
export function SignOutDialog() {
  const panel = usePanel('sign-out')
  const closePanel = useAppStore((store) => store.closePanel)
  const go = useAppStore((store) => store.go)
  const { waiting, attention } = useSyncStatus()
  const [isPending, setPending] = useState(false)
  const lost = waiting + attention

  async function confirm() {
    setPending(true)
    const answer = await bridge().command('session.signOut', { discardUnsent: lost > 0 })
    setPending(false)
    if (answer.ok) closePanel('sign-out')
    else notifyProblem(answer.error)
  }

  return (
    <Dialog
      title={signOut.title}
      role="alertdialog"
      isOpen={panel !== null}
      onClose={() => closePanel('sign-out')}
      footer={
        <>
          {lost > 0 && <Button onPress={() => go({ screen: 'outbox' })}>{signOut.look}</Button>}
          <Button onPress={() => closePanel('sign-out')}>{words.cancel}</Button>
          <Button kind={lost > 0 ? 'danger' : 'primary'} onPress={confirm} isPending={isPending}>
            {lost > 0 ? signOut.verbDiscard(lost) : signOut.verb}
          </Button>
        </>
      }
    >
      {waiting > 0 && (
        <p>
          <strong>{signOut.unsent(waiting)}</strong>
        </p>
      )}
      {attention > 0 && (
        <p>
          <strong>{signOut.refused(attention)}</strong>
        </p>
      )}
      <p>{signOut.body}</p>
    </Dialog>
  )
}
