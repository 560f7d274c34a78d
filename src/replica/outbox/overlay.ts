import { type AccountId, type Problem, type RowChange, sameValue } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { createView } from '../repositories/view.ts'
import type { Write } from '../write.ts'
import { currentAt, forCurrentRow, isOnItsWay, putOnto, rowNamed, rowsTouched } from './bases.ts'
import { predictKept } from './carried.ts'
import { placeOf } from './entities.ts'
import { type Outcome, type Queued, type Row, readQueue, updateQueued } from './rows.ts'
import { overlay, restore } from './shadows.ts'

/** Is told of each change that can't be predicted, and why. */
type OnFailure = (queued: Queued, problem: Problem) => void

/**
 * Runs `work` on confirmed rows alone: takes the overlay off, lets `work` write what the server said, and puts what
 * still waits back on top, in order and as of the time at which each change was made. A change that can't be predicted
 * any more stays queued without rows of its own: the server decides. An edit of what somebody else changed meanwhile is
 * put onto that, or refused where both changed the same. Of one account, or of all.
 */
export function rebase<T>(
  write: Write,
  accountId: AccountId | null,
  work: () => T,
  onFailure: OnFailure = () => {},
): T {
  restore(write, accountId)
  const result = work()
  replay(write, accountId, onFailure)
  return result
}

function replay(write: Write, accountId: AccountId | null, onFailure: OnFailure): void {
  const { sql } = write
  const view = createView(sql)
  /** Rows of which an earlier change is on its way: what is confirmed of them may hold it already, or not yet. */
  const underWay = new Set<string>()
  const refused = new Set<string>()
  for (const queued of readQueue(sql, accountId)) {
    if (queued.state === 'refused') refused.add(queued.mutationId)
    if (queued.state === 'refused' || queued.intent === null) continue
    // What follows from a change that was refused isn't done, and isn't shown as if it were.
    if (queued.afterId !== null && refused.has(queued.afterId)) {
      noteOutcome(write, queued, null)
      continue
    }
    const row = rowNamed(queued)
    const isOpen = row !== null && underWay.has(`${queued.accountId}/${row}`)
    const intent = isOpen ? queued.intent : putOnto(write, queued, queued.intent)
    if (intent === null) continue
    const now = new Date(queued.createdAt)
    const prediction = predictKept(sql, forCurrentRow(sql, queued, intent), { view, now })
    noteOutcome(write, queued, prediction.ok ? prediction.value : null)
    if (prediction.ok) overlay(write, prediction.value)
    else onFailure(queued, prediction.error)
    if (isOnItsWay(queued))
      for (const touched of rowsTouched(queued)) underWay.add(`${queued.accountId}/${touched}`)
  }
}

/** Keeps what was predicted, to be called before it is shown: once the server agrees, later edits are based on that. */
function noteOutcome(write: Write, queued: Queued, changes: RowChange[] | null): void {
  const { sql } = write
  const predicted = changes !== null
  if (predicted !== queued.predicted) updateQueued(sql, queued.seq, { predicted })
  // What was sent is what the server agrees to, whatever others made of the row since.
  if (queued.outcome.length > 0 && isOnItsWay(queued)) return
  // Put onto rows that hold it already, a change makes no difference: what it made before counts.
  const outcome = outcomeOf(sql, changes ?? [])
  if (outcome.length === 0 || JSON.stringify(outcome) === JSON.stringify(queued.outcome)) return
  queued.outcome = outcome
  updateQueued(sql, queued.seq, { outcome })
}

/** Of each row with a version the fields that these changes make other than they stand. */
export function outcomeOf(sql: Sql, changes: readonly RowChange[]): Outcome {
  return changes.flatMap((change) => {
    if (change.op !== 'put' || change.entity === 'grant') return []
    const place = placeOf(change)
    const before = currentAt(sql, place) ?? {}
    const row = change.entity === 'account' ? change.row.account : change.row
    const made = Object.entries(row as unknown as Row).filter(
      ([name, value]) => !(name in before && sameValue(value, before[name])),
    )
    return [{ entity: change.entity, key: place.key, row: Object.fromEntries(made) }]
  })
}
