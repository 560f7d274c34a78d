import { useMemo, useState } from 'react'
import type { BatchLine, BatchReceipt } from '../../../ipc/views.ts'
import { type ReceiptCounts, bulkWords as t } from '../../../strings/bulk.ts'
import { intentInWords } from '../../../strings/intents.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { undoBatch } from '../../data/use-bulk.ts'
import { notifyProblem } from '../../data/use-mutate.ts'
import { useIsOnline } from '../../data/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { Drawer } from '../../ui/overlay.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { EmptyState, ErrorState, NothingFound, Skeleton } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { notify } from '../../ui/toast.tsx'
import styles from './bulk.module.css'
import { cutColumns, wholeColumns } from './receipt-columns.tsx'

type Shown = 'all' | 'refused' | 'waiting'

/** What became of changes that were made together, a line each, as the server answers; and what can be done about it. */
export function ReceiptDrawer({ batchId }: { batchId: string }) {
  const answer = useBridgeQuery('bulk.receipt', { batchId })
  const closePanel = useAppStore((store) => store.closePanel)
  const receipt = answer.data
  const counts = useMemo(() => countsOf(receipt?.lines ?? []), [receipt])
  return (
    <Drawer
      wide
      isOpen
      onClose={() => closePanel('receipt')}
      title={t.receipt(receipt?.lines.length ?? 0)}
      subtitle={receipt && t.madeAt(receipt.createdAt)}
      footer={receipt && <Actions receipt={receipt} counts={counts} />}
    >
      {receipt ? (
        <Lines receipt={receipt} counts={counts} />
      ) : answer.error?.code === 'not_found' ? (
        <EmptyState title={t.gone} reason={t.goneReason} />
      ) : answer.error ? (
        <ErrorState inline problem={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <Skeleton />
      )}
    </Drawer>
  )
}

function Lines({ receipt, counts }: { receipt: BatchReceipt; counts: ReceiptCounts }) {
  const isOnline = useIsOnline()
  const [chosen, setShown] = useState<Shown>('all')
  const [filter, setFilter] = useState('')
  const { lines } = receipt
  // Its last line may have become another while one looks on.
  const shown = chosen !== 'all' && counts[chosen] === 0 ? 'all' : chosen
  const found = useMemo(() => matching(lines, shown, filter), [lines, shown, filter])
  return (
    <>
      <div className={styles.sum}>
        <p role="status" className={styles.counts}>
          {t.sum(counts)}
        </p>
        {counts.waiting > 0 && (
          <ProgressBar
            label={t.progress}
            value={lines.length - counts.waiting}
            max={lines.length}
            valueText={t.sum(counts)}
            isStill={!isOnline}
          />
        )}
        {counts.waiting > 0 && !isOnline && <p className={styles.muted}>{t.waitingOffline}</p>}
      </div>
      <div className={styles.tools}>
        <SearchField label={t.find} value={filter} onChange={setFilter} className={styles.search} />
        {(counts.refused > 0 || counts.waiting > 0) && (
          <Segmented
            isLabelHidden
            label={t.show}
            value={shown}
            onChange={setShown}
            options={[
              { value: 'all', label: t.all },
              ...(counts.refused > 0
                ? [{ value: 'refused' as const, label: t.failedOnly(counts.refused) }]
                : []),
              ...(counts.waiting > 0
                ? [{ value: 'waiting' as const, label: t.waitingOnly(counts.waiting) }]
                : []),
            ]}
          />
        )}
      </div>
      {found.length > 0 ? (
        <Table
          label={t.tableOf}
          rows={found}
          columns={found.length > 100 ? cutColumns : wholeColumns}
          rowKey={(line) => String(line.position)}
          rowName={(line) => intentInWords(line.intent, line.names, line.accountName)}
        />
      ) : (
        <NothingFound
          title={t.nothingFound}
          reason={t.nothingFoundReason}
          onClear={() => {
            setFilter('')
            setShown('all')
          }}
        />
      )}
    </>
  )
}

function Actions({ receipt, counts }: { receipt: BatchReceipt; counts: ReceiptCounts }) {
  const { batchId, canUndo } = receipt
  const [isPending, setIsPending] = useState(false)

  async function during(work: () => Promise<void>) {
    setIsPending(true)
    await work()
    setIsPending(false)
  }
  async function retry() {
    const answer = await bridge().command('bulk.retry', { batchId })
    if (answer.ok) notify({ title: t.retried(answer.value.retried) })
    else notifyProblem(answer.error)
  }
  async function save() {
    const answer = await bridge().command('bulk.export', { batchId })
    if (!answer.ok) notifyProblem(answer.error)
    else if (answer.value.file) notify({ title: t.exported, detail: answer.value.file })
  }

  return (
    <>
      <Button kind="quiet" onPress={() => void during(save)} isPending={isPending}>
        {t.export}
      </Button>
      {canUndo && (
        <Button onPress={() => void during(() => undoBatch(batchId))} isPending={isPending}>
          {t.undoAll}
        </Button>
      )}
      {counts.refused > 0 && (
        <Button kind="primary" onPress={() => void during(retry)} isPending={isPending}>
          {t.retry(counts.refused)}
        </Button>
      )}
    </>
  )
}

function countsOf(lines: readonly BatchLine[]): ReceiptCounts {
  const counts: ReceiptCounts = { done: 0, refused: 0, waiting: 0, undone: 0, discarded: 0 }
  for (const { state } of lines) counts[state] += 1
  return counts
}

function matching(lines: readonly BatchLine[], shown: Shown, filter: string): readonly BatchLine[] {
  const wanted = filter.trim().toLocaleLowerCase()
  const found = lines.filter(
    (line) =>
      (shown === 'all' || line.state === shown) &&
      (wanted === '' ||
        intentInWords(line.intent, line.names, line.accountName).toLocaleLowerCase().includes(wanted)),
  )
  // What failed needs somebody, so it stands first.
  return [...found].sort((a, b) => Number(b.state === 'refused') - Number(a.state === 'refused'))
}
