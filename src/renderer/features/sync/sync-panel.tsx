import type { RefObject } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Popover } from 'react-aria-components/Popover'
import type { SyncStatus } from '../../../ipc/views.ts'
import { syncText } from '../../../strings/common.ts'
import { contactWords } from '../../../strings/loading.ts'
import { syncWords } from '../../../strings/sync.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { Button } from '../../ui/button.tsx'
import { OutboxList } from './outbox-list.tsx'
import styles from './sync.module.css'

interface SyncPanelProps {
  status: SyncStatus
  /** The pill; the focus goes back to it. */
  trigger: RefObject<HTMLButtonElement | null>
  onClose: () => void
}

/** What the pill opens: the first of what waits, and what can be done about it. */
export function SyncPanel({ status, trigger, onClose }: SyncPanelProps) {
  return (
    <Popover
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      triggerRef={trigger}
      className={styles.popover ?? ''}
      placement="bottom end"
      offset={6}
    >
      <Dialog className={styles.dialog ?? ''}>
        <Waiting status={status} onLeave={onClose} />
      </Dialog>
    </Popover>
  )
}

const shownInPanel = 6

function Waiting({ status, onLeave }: { status: SyncStatus; onLeave: () => void }) {
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
      {items.length > 0 && <OutboxList items={items.slice(0, shownInPanel)} />}
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
