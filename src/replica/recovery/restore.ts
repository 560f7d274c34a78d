import { type AccountId, intentSchema, type Problem, problem } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { lacksDocuments, lostDocuments } from '../outbox/carried.ts'
import type { Write } from '../write.ts'
import { insert } from './insert.ts'
import type { Row } from './own-rows.ts'
import { restoreReviews } from './restore-reviews.ts'
import type { Salvage } from './salvage.ts'

/**
 * Puts what was taken out of another file into this one. Doing it twice adds nothing. What waited or was on its way is
 * sent again under its id, so that nothing takes effect twice; what is doubtful waits for the user's decision.
 */
export function restore(write: Write, found: Salvage): { changes: number; doubtful: number } {
  const { sql } = write
  // First, as what a change carries has to be here before it may wait to be sent.
  restoreReviews(write, found.reviews)
  const changes = found.changes.filter((row) => insertChange(sql, stillToSend(sql, row))).length
  const doubtful = found.doubtful
    .filter(({ state }) => state !== 'sent')
    .filter((row) => insertChange(sql, toBeDecided(row))).length
  insertAll(sql, 'account_label', found.labels)
  insertAll(sql, 'account_not_kept', found.notKept)
  for (const { account_id } of [...found.changes, ...found.doubtful]) {
    write.touch('outbox', account_id as AccountId)
  }
  if (found.labels.length + found.notKept.length > 0) write.touch('account', null)
  return { changes, doubtful }
}

/** The rows it was predicted on aren't here; numbers of transactions mean nothing without them. */
function stillToSend(sql: Sql, row: Row): Row {
  if (row.state === 'refused') return { ...row, predicted: 0 }
  if (row.state !== 'sent' && isWithoutDocuments(sql, row)) {
    const reason = JSON.stringify(lostDocuments)
    return { ...row, state: 'refused', predicted: 0, may_have_arrived: 1, problem: reason }
  }
  const mayHaveArrived = row.state === 'waiting' ? (row.may_have_arrived ?? 1) : 1
  return { ...row, state: 'waiting', predicted: 0, transaction_: null, may_have_arrived: mayHaveArrived }
}

/** A review that was begun or signed, and whose snapshot or decisions lay in a damaged part. */
function isWithoutDocuments(sql: Sql, { intent }: Row): boolean {
  const parsed = intentSchema.safeParse(JSON.parse(String(intent)))
  return parsed.success && lacksDocuments(sql, parsed.data)
}

const found: Problem = problem('validation', {
  state: 'found',
  detail:
    'This change was found in a damaged part of the local copy. Whether it was sent can not be told: look at what it was about, then send it again or discard it.',
})

function toBeDecided(row: Row): Row {
  return { ...row, state: 'refused', predicted: 0, may_have_arrived: 1, problem: JSON.stringify(found) }
}

/** False where it is here already. Its number is kept where it is free, and so is the order. */
function insertChange(sql: Sql, row: Row): boolean {
  if (sql.get('select 1 from outbox where mutation_id = ?', row.mutation_id ?? null)) return false
  const isTaken = sql.get('select 1 from outbox where seq = ?', row.seq ?? null) !== undefined
  insert(sql, 'outbox', { ...row, seq: isTaken ? null : (row.seq ?? null) })
  return true
}

function insertAll(sql: Sql, table: string, rows: readonly Row[]): void {
  for (const row of rows) insert(sql, table, row)
}
