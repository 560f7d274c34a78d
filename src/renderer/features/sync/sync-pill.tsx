import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Popover } from 'react-aria-components/Popover'
import type { SyncStatus } from '../../../ipc/views.ts'
import { syncText } from '../../../strings/common.ts'
import { contactWords } from '../../../strings/loading.ts'
import { syncWords } from '../../../strings/sync.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { useSyncStatus } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import styles from './sync.module.css'

// Every change in words takes some room, and the pill stands there from the first moment.
const OutboxList = lazy(async () => ({ default: (await import('./outbox-list.tsx')).OutboxList }))

/** How this device stands with the server, in one of five texts; opens what is waiting. */
export function SyncPill() {
  const status = useSyncStatus()
  return (
    <DialogTrigger>
      <AriaButton className={styles.pill ?? ''} data-state={status.state}>
        <StateMark state={status.state} />
        {syncText(status)}
      </AriaButton>
      <Popover className={styles.popover ?? ''} placement="bottom end" offset={6}>
        <Dialog className={styles.dialog ?? ''}>
          {({ close }) => <WaitingPanel status={status} onLeave={close} />}
        </Dialog>
      </Popover>
    </DialogTrigger>
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

const shownInPanel = 6

function WaitingPanel({ status, onLeave }: { status: SyncStatus; onLeave: () => void }) {
  const { data: items = [] } = useBridgeQuery('outbox.list', {})
  const signIn = useCommand('session.signIn')
  const go = useAppStore((store) => store.go)
  return (
    <>
      <Heading slot="title" className={styles.title ?? ''}>
        {items.length === 0 ? syncText(status) : syncWords.title}
      </Heading>
      <p className={styles.hint}>
        {items.length === 0 ? syncWords.nothingReason : syncWords.saved(status.syncedAt)}
      </p>
      {status.why && <p className={styles.hint}>{contactWords[status.why]}</p>}
      <Suspense>{items.length > 0 && <OutboxList items={items.slice(0, shownInPanel)} />}</Suspense>
      {items.length > shownInPanel && (
        <p className={styles.hint}>{syncWords.more(items.length - shownInPanel)}</p>
      )}
      <div className={styles.actions}>
        {items.length > 0 && (
          <Button
            kind="link"
            onPress={() => {
              onLeave()
              go({ screen: 'outbox' })
            }}
          >
            {syncWords.openOutbox}
          </Button>
        )}
        {status.state === 'sign-in' ? (
          <Button kind="primary" size="small" onPress={() => signIn.mutate({})} isPending={signIn.isPending}>
            {syncWords.signIn}
          </Button>
        ) : (
          <Button size="small" onPress={() => void bridge().command('sync.now', {})}>
            {syncWords.syncNow}
          </Button>
        )}
      </div>
    </>
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
