import { useEffect, useRef, useState } from 'react'
import type { BootstrapProgress } from '../../ipc/views.ts'
import { loadingWords as t } from '../../strings/loading.ts'
import { useCommand } from '../data/use-bridge.ts'
import { useSyncStatus } from '../data/use-session.ts'
import { Button } from '../ui/button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import styles from './loading-progress.module.css'
import { useFocusHandedOn } from './use-focus-handed-on.ts'

interface LoadingProgressProps {
  label: string
  progress: BootstrapProgress
}

/** How far the first sync is, how long it still takes, and the button that stops it or lets it go on. */
export function LoadingProgress({ label, progress }: LoadingProgressProps) {
  const { syncedAt } = useSyncStatus()
  const stop = useCommand('sync.stopLoading')
  const goOn = useCommand('sync.goOnLoading')
  const { accountsDone, accountsTotal, rowsDone, rowsTotal, secondsLeft, paused } = progress
  const frame = useFocusHandedOn<HTMLDivElement>()
  const isAsking = accountsTotal === 0
  const accounts = isAsking && paused ? null : t.accounts(accountsDone, accountsTotal)
  const rows = t.rows(rowsDone, rowsTotal)
  const left = secondsLeft === null ? null : t.timeLeft(secondsLeft)
  const state = paused ? t.stopped : left
  const hasRows = rowsTotal > 0
  return (
    <div ref={frame} className={styles.progress}>
      <ProgressBar
        label={label}
        value={hasRows ? rowsDone : accountsDone}
        max={hasRows ? rowsTotal : accountsTotal}
        isStill={paused}
        valueText={[accounts, state].filter(Boolean).join(', ')}
      />
      <div className={styles.sum}>
        {accounts && <span>{accounts}</span>}
        {rows && <span>{rows}</span>}
      </div>
      {paused && <p className={styles.hint}>{t.stoppedHint(progress.usable ? syncedAt : null)}</p>}
      <div className={styles.foot}>
        <span>{state}</span>
        {/* One button, so that it keeps the focus when it becomes the other. */}
        <Button
          size="small"
          kind={paused ? 'primary' : 'default'}
          isPending={stop.isPending || goOn.isPending}
          onPress={() => (paused ? goOn : stop).mutate({})}
        >
          {paused ? t.goOn : t.stop}
        </Button>
      </div>
      <Announcer key={String(paused)} text={[accounts, state].filter(Boolean).join(', ')} />
    </div>
  )
}

/** Often enough to know that it goes on, and seldom enough to get something else said. */
const announceEveryMs = 10_000

/** Reads the text out when it comes, and then what it has become, no more often than every few seconds. */
function Announcer({ text }: { text: string }) {
  const [said, setSaid] = useState('')
  const saidAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const wait = Math.max(0, saidAt.current + announceEveryMs - performance.now())
    const timer = setTimeout(() => {
      saidAt.current = performance.now()
      setSaid(text)
    }, wait)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <div role="status" className="visually-hidden">
      {said}
    </div>
  )
}
