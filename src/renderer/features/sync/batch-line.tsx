import type { OutboxItem } from '../../../ipc/views.ts'
import { bulkWords as t } from '../../../strings/bulk.ts'
import { list } from '../../../strings/format.ts'
import { syncWords } from '../../../strings/sync.ts'
import { useAppStore } from '../../app/app-store.ts'
import { StatusDot } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './sync.module.css'

interface BatchLineProps {
  batchId: string
  state: 'refused' | 'waiting'
  items: readonly OutboxItem[]
}

/** Many changes that were made together: how many, where, and what opens what became of each. */
export function BatchLine({ batchId, state, items }: BatchLineProps) {
  const openPanel = useAppStore((store) => store.openPanel)
  const [first] = items
  const accounts = [...new Set(items.map(({ accountName }) => accountName))]
  return (
    <li className={styles.item} data-state={state} data-change={first?.mutationId} tabIndex={-1}>
      <div className={styles.what}>
        <p>{t.inOutbox(items.length)}</p>
        <p className={styles.facts}>
          <StatusDot shape={state === 'refused' ? 'stopped' : 'waiting'}>{syncWords.states[state]}</StatusDot>
          <bdi>{list(accounts)}</bdi>
          {first && (
            <span>
              <Time at={first.createdAt} as="clock" />
            </span>
          )}
        </p>
      </div>
      <div className={styles.buttons}>
        <Button size="small" onPress={() => openPanel({ kind: 'receipt', batchId })}>
          {t.showReceipt}
        </Button>
      </div>
    </li>
  )
}
