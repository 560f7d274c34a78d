import { useState } from 'react'
import { words } from '../../strings/common.ts'
import { signOutWords as t } from '../../strings/logins.ts'
import { offlineDataWords } from '../../strings/offline.ts'
import { signOut } from '../../strings/shell.ts'
import { bridge } from '../data/bridge.ts'
import { useBridgeQuery } from '../data/use-bridge.ts'
import { notifyProblem } from '../data/use-mutate.ts'
import { useIsOnline, useSession } from '../data/use-session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/overlay.tsx'
import { notify } from '../ui/toast.tsx'
import { useAppStore, usePanel } from './app-store.ts'

interface SignOutDialogProps {
  /** Changes not sent, and changes refused. */
  waiting: number
  attention: number
}

/** Signing out wipes this computer's copy, so it says what would be lost, and offers every way to keep it. */
export function SignOutDialog({ waiting, attention }: SignOutDialogProps) {
  const panel = usePanel('sign-out')
  const closePanel = useAppStore((store) => store.closePanel)
  const go = useAppStore((store) => store.go)
  const session = useSession()
  const isOnline = useIsOnline()
  const isOpen = panel !== null
  const isAtWork = session.state === 'signed-in' || session.state === 'loading'
  const { data: logins } = useBridgeQuery('logins.list', {}, { enabled: isOpen && isAtWork })
  const [pending, setPending] = useState<'send' | 'export' | 'sign-out' | null>(null)
  const lost = waiting + attention

  async function run(
    name: 'send' | 'sign-out',
    work: () => ReturnType<ReturnType<typeof bridge>['command']>,
  ) {
    setPending(name)
    const answer = await work()
    setPending(null)
    if (!answer.ok) notifyProblem(answer.error)
    return answer.ok
  }
  async function exportAll() {
    setPending('export')
    const answer = await bridge().command('outbox.export', {})
    setPending(null)
    if (!answer.ok) notifyProblem(answer.error)
    else if (answer.value.file !== null) notify({ title: t.exported, detail: answer.value.file })
  }
  async function confirm() {
    const left = await run('sign-out', () => bridge().command('session.signOut', { discardUnsent: lost > 0 }))
    if (left) closePanel('sign-out')
  }

  return (
    <Dialog
      title={signOut.title}
      role="alertdialog"
      size={lost > 0 ? 'medium' : 'small'}
      isOpen={isOpen}
      onClose={() => closePanel('sign-out')}
      footer={
        <>
          <Button autoFocus onPress={() => closePanel('sign-out')}>
            {words.cancel}
          </Button>
          {isAtWork && attention > 0 && (
            <Button onPress={() => go({ screen: 'outbox' })}>{signOut.look}</Button>
          )}
          {isAtWork && lost > 0 && (
            <Button isPending={pending === 'export'} onPress={() => void exportAll()}>
              {t.export}
            </Button>
          )}
          {isAtWork && waiting > 0 && (
            <Button
              isPending={pending === 'send'}
              disabledReason={isOnline ? null : offlineDataWords.sendOffline}
              onPress={() => void run('send', () => bridge().command('sync.now', {}))}
            >
              {t.sendNow}
            </Button>
          )}
          <Button
            kind={lost > 0 ? 'danger' : 'primary'}
            onPress={() => void confirm()}
            isPending={pending === 'sign-out'}
          >
            {lost > 0 ? t.discard(lost) : signOut.verb}
          </Button>
        </>
      }
    >
      <div role="status">
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
      </div>
      <p>{signOut.body}</p>
      {logins && logins.length > 1 && <p>{t.othersStay}</p>}
    </Dialog>
  )
}
