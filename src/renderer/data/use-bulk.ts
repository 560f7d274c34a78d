import type { IntentInput, Problem } from '@gatehouse/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { SyncStatus } from '../../ipc/views.ts'
import { bulkWords as t } from '../../strings/bulk.ts'
import { undoWords, words } from '../../strings/common.ts'
import { useAppStore } from '../app/app-store.ts'
import { notify } from '../ui/toast.tsx'
import { bridge } from './bridge.ts'
import { askBefore, type BulkQuestion } from './bulk-question.ts'
import { noteChange } from './first-steps.ts'
import { queryKey } from './keys.ts'
import { notifyProblem } from './use-mutate.ts'

export interface BulkLine {
  intent: IntentInput
  /** The change that takes it back once it was sent. */
  inverse?: IntentInput | null
}

export interface BulkOptions {
  /** What was done, for the notification: "Payroll assigned to 12 accounts". */
  done: string
  detail?: string | undefined
  /** Asked before it is done in more than fifty accounts; left out where the caller has asked. */
  wide?: Omit<BulkQuestion, 'accounts'> | undefined
  /** A dialog has asked already: no "Undo". */
  confirmed?: boolean
  /** No change takes it back, so it isn't sent for as long as "Undo" is offered. */
  hold?: boolean
  /** Opened at once; otherwise only where something was refused, and over several accounts. */
  receipt?: boolean
}

export interface BulkOutcome {
  batchId: string
  made: number
  refused: number
}

/** Null: it was called off, or nothing could be done, and that was said. */
export type RunBulk = (lines: readonly BulkLine[], options: BulkOptions) => Promise<BulkOutcome | null>

const mostAtOnce = 500
/** More accounts than these are asked about first. */
export const wideFrom = 50

/**
 * Makes many changes as one step: at once on this machine, then each at the server, the same online and offline. What
 * became of each stands in the receipt, which opens by itself where it matters.
 */
export function useBulk(): RunBulk {
  const client = useQueryClient()
  return useCallback<RunBulk>(
    async (lines, options) => {
      if (lines.length === 0) return null
      const accounts = new Set(lines.map(({ intent }) => intent.args.accountId)).size
      const mustAsk = accounts > wideFrom && !options.confirmed && options.wide !== undefined
      if (mustAsk && options.wide && !(await askBefore({ ...options.wide, accounts }))) return null
      const confirmed = mustAsk || (options.confirmed ?? false)
      const outcome = await send(lines, confirmed, options.hold ?? false)
      if ('code' in outcome) {
        notifyProblem(outcome)
        return null
      }
      const { batchId, made, refused } = outcome
      if (made > 0) for (const { intent } of lines) noteChange(intent.name)
      const openReceipt = () => useAppStore.getState().openPanel({ kind: 'receipt', batchId })
      const isOpen = options.receipt ?? (refused > 0 || accounts > 1)
      const status = client.getQueryData<SyncStatus>(queryKey('sync.status', {}))
      const later = status?.state === 'offline' ? words.savedOffline : undefined
      notify({
        title: refused === 0 ? options.done : made === 0 ? t.none(refused) : t.some(made, refused),
        detail: options.detail ?? later,
        undo: confirmed || made === 0 ? undefined : () => void undoBatch(batchId),
        more: isOpen || lines.length === 1 ? undefined : { label: t.show, onPress: openReceipt },
      })
      if (isOpen) openReceipt()
      return outcome
    },
    [client],
  )
}

async function send(
  lines: readonly BulkLine[],
  confirmed: boolean,
  hold: boolean,
): Promise<BulkOutcome | Problem> {
  let batchId: string | undefined
  let refused = 0
  for (let from = 0; from < lines.length; from += mostAtOnce) {
    const some = lines.slice(from, from + mostAtOnce)
    const answer = await bridge().command('bulk.apply', {
      intents: some.map(({ intent }) => intent),
      inverses: some.map(({ inverse }) => inverse ?? null),
      confirmed,
      hold,
      ...(batchId ? { batchId } : {}),
    })
    if (!answer.ok) return answer.error
    batchId = answer.value.batchId
    refused += answer.value.results.filter((result) => 'problem' in result).length
  }
  return { batchId: batchId ?? '', made: lines.length - refused, refused }
}

/** Takes back all of a batch that can be, and says how much that was. */
export async function undoBatch(batchId: string): Promise<void> {
  const answer = await bridge().command('bulk.undo', { batchId })
  if (!answer.ok) return void notifyProblem(answer.error)
  const { undone, reversal } = answer.value
  if (undone === 0) return void notify({ title: undoWords.tooLate, detail: t.nothingUndoneDetail })
  const openReversal = () =>
    reversal && useAppStore.getState().openPanel({ kind: 'receipt', batchId: reversal })
  notify({ title: t.undone(undone), more: reversal ? { label: t.show, onPress: openReversal } : undefined })
}
