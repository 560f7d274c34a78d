import {
  accountOf,
  type Intent,
  type MutationId,
  ok,
  predict,
  type Result,
  type RowChange,
} from '@gatehouse/contract'
import { readEntry, readLoading } from '../repositories/accounts.ts'
import { createView } from '../repositories/view.ts'
import type { Write } from '../write.ts'
import { basesOf } from './bases.ts'
import { keepDocuments, withoutDocuments } from './carried.ts'
import { namesIn } from './names.ts'
import { outcomeOf } from './overlay.ts'
import { insertQueued, readQueued, updateQueued } from './rows.ts'
import { overlay } from './shadows.ts'

/**
 * Predicts a change, shows it in the tables and puts it at the end of the queue. Refused where the prediction is and
 * the account is here as a whole; while its rows still arrive a refusal proves nothing, so it is queued unseen.
 * Queuing the same id again changes nothing. `afterId`: the change that has to be agreed to before.
 */
export function enqueue(
  write: Write,
  mutationId: MutationId,
  intent: Intent,
  now: Date,
  names = namesIn(write.sql, accountOf(intent), intent),
  afterId: MutationId | null = null,
): Result<void> {
  const { sql } = write
  if (readQueued(sql, mutationId)) return ok(undefined)
  const accountId = accountOf(intent)
  const prediction = predict(intent, { view: createView(sql), now })
  if (!prediction.ok) {
    const surely = prediction.error.code === 'forbidden' || !readEntry(sql, accountId)
    if (surely || readLoading(sql, accountId)?.loadedAt) return prediction
  }
  keepDocuments(sql, intent)
  insertQueued(sql, {
    mutationId,
    accountId,
    intent: withoutDocuments(intent),
    afterId,
    names,
    createdAt: now.toISOString(),
    predicted: prediction.ok,
    ...basesOf(sql, accountId, intent, now),
  })
  if (prediction.ok) show(write, mutationId, prediction.value)
  write.touch('outbox', accountId)
  return ok(undefined)
}

function show(write: Write, mutationId: MutationId, changes: readonly RowChange[]): void {
  const queued = readQueued(write.sql, mutationId)
  if (queued) updateQueued(write.sql, queued.seq, { outcome: outcomeOf(write.sql, changes) })
  overlay(write, changes)
}
