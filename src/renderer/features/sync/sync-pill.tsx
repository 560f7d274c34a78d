import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { SyncStatus } from '../../../ipc/views.ts'
import { syncText } from '../../../strings/common.ts'
import { useSyncStatus } from '../../data/use-session.ts'
import { later } from '../../ui/later.tsx'
import styles from './sync.module.css'

// What waits, in words, takes some room, and the pill stands there from the first moment.
const SyncPanel = later(async () => (await import('./sync-panel.tsx')).SyncPanel)

/** How this computer stands with the server, in one of five texts; opens what is waiting. */
export function SyncPill() {
  const status = useSyncStatus()
  const trigger = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <AriaButton
        ref={trigger}
        className={styles.pill ?? ''}
        data-state={status.state}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPress={() => setOpen(true)}
      >
        <StateMark state={status.state} />
        {syncText(status)}
      </AriaButton>
      {isOpen && <SyncPanel status={status} trigger={trigger} onClose={() => setOpen(false)} />}
    </>
  )
}

/** The state as a shape: disc, turning arc, half disc, exclamation mark, key hole. */
function StateMark({ state }: { state: SyncStatus['state'] }) {
  return (
    <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true" className={styles.mark}>
      {state === 'synced' && (
        <path d="M1.5 6.4 4.6 9.5 10.5 2.8" fill="none" stroke="currentColor" strokeWidth="1.8" />
      )}
      {state === 'syncing' && (
        <path d="M10.5 6a4.5 4.5 0 1 1-1.6-3.4" fill="none" stroke="currentColor" strokeWidth="1.8" />
      )}
      {state === 'offline' && (
        <>
          <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="M6 1.4a4.6 4.6 0 0 0 0 9.2z" fill="currentColor" />
        </>
      )}
      {(state === 'attention' || state === 'sign-in') && (
        <path d="M6 1.2v5.6M6 9v1.6" stroke="currentColor" strokeWidth="2" />
      )}
    </svg>
  )
}

/**
 * Reads the pill out, politely and once a change. A new time on an old state is no change, and neither is the moment
 * of syncing between two states.
 */
export function SyncAnnouncer() {
  const status = useSyncStatus()
  const last = useRef<string | null>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (status.state === 'syncing') return
    const key = `${status.state} ${status.why ?? ''} ${status.waiting} ${status.attention}`
    if (last.current !== null && last.current !== key) setSaid(syncText(status))
    last.current = key
  }, [status])
  return (
    <div role="status" className="visually-hidden">
      {said}
    </div>
  )
}
