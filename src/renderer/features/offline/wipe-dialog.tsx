import { useState } from 'react'
import { words } from '../../../strings/common.ts'
import { offlineDataWords as t } from '../../../strings/offline.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useIsOnline } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/overlay.tsx'

interface WipeDialogProps {
  isOpen: boolean
  onClose: () => void
  /** Changes that the server doesn't have. */
  unsent: number
}

/** Wiping loses what wasn't sent, so it says how much that is and offers to keep it. */
export function WipeDialog({ isOpen, onClose, unsent }: WipeDialogProps) {
  const [pending, setPending] = useState<'send' | 'wipe' | null>(null)
  const go = useAppStore((store) => store.go)
  const isOnline = useIsOnline()

  async function run(name: 'send' | 'wipe', work: () => ReturnType<ReturnType<typeof bridge>['command']>) {
    setPending(name)
    const answer = await work()
    setPending(null)
    if (!answer.ok) notifyProblem(answer.error)
    return answer.ok
  }
  async function wipe() {
    const done = await run('wipe', () => bridge().command('offline.wipe', { discardUnsent: unsent > 0 }))
    if (done) onClose()
  }

  return (
    <Dialog
      title={t.wipeTitle}
      role="alertdialog"
      size="medium"
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <Button autoFocus onPress={onClose}>
            {words.cancel}
          </Button>
          {unsent > 0 && <Button onPress={() => go({ screen: 'outbox' })}>{t.look}</Button>}
          {unsent > 0 && (
            <Button
              isPending={pending === 'send'}
              disabledReason={isOnline ? null : t.sendOffline}
              onPress={() => void run('send', () => bridge().command('sync.now', {}))}
            >
              {t.sendNow}
            </Button>
          )}
          <Button kind="danger" isPending={pending === 'wipe'} onPress={() => void wipe()}>
            {unsent > 0 ? t.wipeDiscard(unsent) : t.wipeVerb}
          </Button>
        </>
      }
    >
      <div role="status">
        {unsent > 0 && (
          <p>
            <strong>{t.wipeUnsent(unsent)}</strong>
          </p>
        )}
      </div>
      <p>{t.wipeBody}</p>
      {!isOnline && <p>{t.wipeOffline}</p>}
    </Dialog>
  )
}
