import type { Problem } from '@gatehouse/contract'
import { lazy, Suspense, useEffect } from 'react'
import type { BootstrapProgress } from '../../../ipc/views.ts'
import { lockWords } from '../../../strings/logins.ts'
import { offlineDataWords } from '../../../strings/offline.ts'
import { start } from '../../../strings/shell.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useSyncStatus } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useAppStore } from '../app-store.ts'
import { LoadingProgress } from '../loading-progress.tsx'
import { SignOutDialog } from '../sign-out-dialog.tsx'
import { CopyTrouble, isOfCopy } from './copy-trouble.tsx'
import { OtherLogins } from './other-logins.tsx'
import styles from './start.module.css'
import { StartFrame } from './start-frame.tsx'

const RecoveryNotice = lazy(async () => ({
  default: (await import('../../features/offline/recovery-notice.tsx')).RecoveryNotice,
}))

interface LoadingScreenProps {
  progress: BootstrapProgress
  problem: Problem | null
}

export function LoadingScreen({ progress, problem }: LoadingScreenProps) {
  const { data, refetch } = useBridgeQuery('offline.recovery', {})
  // It can be asked only once the copy is open, and what stands in the way changes with that.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever the problem is another one
  useEffect(() => void refetch(), [problem?.code, refetch])
  if (problem && isOfCopy(problem)) {
    return (
      <StartFrame>
        <section className={styles.card} aria-labelledby="trouble-title">
          <h1 id="trouble-title" className={styles.title}>
            {offlineDataWords.trouble.title}
          </h1>
          <CopyTrouble problem={problem} />
        </section>
      </StartFrame>
    )
  }
  return (
    <StartFrame>
      <section className={styles.card} aria-labelledby="loading-title">
        <h1 id="loading-title" className={styles.title}>
          {start.loadingTitle}
        </h1>
        <LoadingProgress label={start.loadingTitle} progress={progress} />
        <p className={styles.text}>{start.loadingHint}</p>
        <Suspense>{data?.recovery && <RecoveryNotice recovery={data.recovery} isBeforeAccounts />}</Suspense>
        {problem && (
          <ErrorState problem={problem} inline onRetry={() => void bridge().command('sync.now', {})} />
        )}
      </section>
      <OtherLogins />
      <WayOut />
    </StartFrame>
  )
}

/** Without a connection it could stay like this for long, and what waits came along from the copy before. */
function WayOut() {
  const openPanel = useAppStore((store) => store.openPanel)
  const { waiting, attention } = useSyncStatus()
  return (
    <>
      <div className={styles.others}>
        <Button kind="link" onPress={() => openPanel({ kind: 'sign-out' })}>
          {lockWords.signOut}
        </Button>
      </div>
      <SignOutDialog waiting={waiting} attention={attention} />
    </>
  )
}
