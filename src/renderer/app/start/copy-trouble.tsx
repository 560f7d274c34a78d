import type { Problem } from '@gatehouse/contract'
import { offlineDataWords } from '../../../strings/offline.ts'
import { explain } from '../../../strings/problems.ts'
import { useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/states.tsx'
import styles from './start.module.css'

const t = offlineDataWords.trouble

/** Whether the copy on this computer stands in the way, rather than the connection. */
export function isOfCopy({ code, state }: Problem): boolean {
  return code === 'keychain_unavailable' || (code === 'replica_unavailable' && state !== 'fresh')
}

/** The copy on this computer can't be opened or written: why, and every way out. Nothing is removed by itself. */
export function CopyTrouble({ problem }: { problem: Problem }) {
  const open = useCommand('offline.open')
  const signOut = useCommand('session.signOut')
  const unsent = signOut.error?.code === 'validation' ? signOut.error : null
  return (
    <>
      <ErrorState problem={open.error ?? problem} inline />
      <p className={styles.text}>{problem.state === 'newer' ? t.newer : t.kept}</p>
      <div className={styles.actions}>
        <Button kind="primary" autoFocus isPending={open.isPending} onPress={() => open.mutate({})}>
          {t.tryAgain}
        </Button>
        <Button
          isPending={signOut.isPending && !unsent}
          onPress={() => signOut.mutate({ discardUnsent: false })}
        >
          {t.signOut}
        </Button>
      </div>
      {unsent && (
        <div role="alert">
          <p className={styles.text}>{explain(unsent).advice}</p>
          <Button kind="danger" onPress={() => signOut.mutate({ discardUnsent: true })}>
            {t.discardAnyway}
          </Button>
        </div>
      )}
    </>
  )
}
