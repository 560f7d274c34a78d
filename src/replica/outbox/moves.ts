import { type AccountId, assertNever, type MutationId, type Problem, problem } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { OutboxMove, Outgoing } from '../port.ts'
import { readMeta } from '../repositories/meta.ts'
import type { Write } from '../write.ts'
import { confirmFor, rowNamed, rowsTouched, takeTheirs } from './bases.ts'
import { withoutDocuments } from './carried.ts'
import { heldChanges } from './dependence.ts'
import { rebase } from './overlay.ts'
import {
  deleteQueued,
  type OutboxState,
  type Queued,
  readQueue,
  readQueued,
  readQueuedAt,
  refuseQueued,
  updateQueued,
} from './rows.ts'

interface Glance {
  seq: number
  accountId: AccountId
  state: OutboxState
}

/**
 * At most one change per account, oldest first; none of an account that has one on its way. An edit of a row waits
 * until the pull has brought what the server agreed to before: it names the version of the row. Asked after every
 * change that was sent, so of a long queue only what matters is read as a whole.
 */
export function outgoing(sql: Sql): Outgoing[] {
  const all = sql.all<Glance>('select seq, account_id as accountId, state from outbox order by seq')
  const next: (Outgoing & { seq: number })[] = []
  for (const [accountId, queue] of Map.groupBy(all, (row) => row.accountId)) {
    if (queue.some(({ state }) => state === 'sending')) continue
    const first = firstToSend(sql, accountId, queue)
    if (!first?.intent) continue
    const { seq, mutationId, intent, attempts, mayHaveArrived } = first
    const named = mayHaveArrived ? null : rowNamed(first)
    if (named && isAgreed(sql, queue, seq, named)) continue
    next.push({ seq, mutationId, intent, attempts })
  }
  return next.sort((a, b) => a.seq - b.seq).map(({ seq: _, ...outgoing }) => outgoing)
}

function firstToSend(sql: Sql, accountId: AccountId, queue: readonly Glance[]): Queued | null {
  if (!queue.some(({ state }) => state === 'refused')) {
    for (const { seq, state } of queue) {
      const queued = state === 'waiting' ? readQueuedAt(sql, seq) : null
      if (queued?.intent) return queued
    }
    return null
  }
  const whole = readQueue(sql, accountId)
  const held = heldChanges(whole)
  const isReady = ({ mutationId, state, intent }: Queued) =>
    state === 'waiting' && intent !== null && !held.has(mutationId)
  return whole.find(isReady) ?? null
}

/** Whether the server agreed to an earlier change of the row, which a pull has still to bring. */
function isAgreed(sql: Sql, queue: readonly Glance[], before: number, row: string): boolean {
  return queue.some(({ seq, state }) => {
    const sent = state === 'sent' && seq < before ? readQueuedAt(sql, seq) : null
    return sent !== null && rowsTouched(sent).includes(row)
  })
}

export function move(write: Write, mutationId: MutationId, to: OutboxMove): void {
  const row = readQueued(write.sql, mutationId)
  // It was dropped meanwhile: a pull covered it, or the principal forgot it.
  if (!row) return
  if (to.to === 'sending' && !isStillToSend(row, to)) return
  write.touch('outbox', row.accountId)
  switch (to.to) {
    case 'sending':
      updateQueued(write.sql, row.seq, { state: 'sending', attempts: row.attempts + 1 })
      break
    case 'waiting':
      // An earlier try may have arrived even where this one surely didn't.
      updateQueued(write.sql, row.seq, {
        state: 'waiting',
        mayHaveArrived: row.mayHaveArrived || !to.notSent,
      })
      break
    case 'sent':
      markSent(write, row, to.transaction)
      break
    case 'refused':
      markRefused(write, row, to.problem)
      break
    default:
      assertNever(to)
  }
}

/** It was refused since the push loop looked, as access to its account ended; or put onto a newer row. */
function isStillToSend({ state, intent }: Queued, taken: Extract<OutboxMove, { to: 'sending' }>): boolean {
  if (state !== 'waiting') return false
  return (
    taken.intent === undefined || JSON.stringify(withoutDocuments(taken.intent)) === JSON.stringify(intent)
  )
}

function markSent(write: Write, row: Queued, transaction: string): void {
  const coversBelow = readMeta(write.sql, 'coversBelow')
  // The pull was faster than the answer: nothing is left to wait for.
  if (coversBelow !== null && isCovered(transaction, coversBelow)) {
    rebase(write, row.accountId, () => finish(write, row))
    return
  }
  // Keep it until a pull covers it: dropping it now would show the old row for a moment.
  updateQueued(write.sql, row.seq, { state: 'sent', transaction })
}

/**
 * A stale edit is put onto the row that the server named; it is refused where both changed the same, or where that
 * makes no difference. Everything else is refused as the server said.
 */
function markRefused(write: Write, row: Queued, reason: Problem): void {
  const { sql } = write
  rebase(write, row.accountId, () => {
    if (takeTheirs(write, row, reason))
      updateQueued(sql, row.seq, { state: 'waiting', mayHaveArrived: false })
    else refuseQueued(sql, row.seq, reason)
  })
  const after = readQueued(sql, row.mutationId)
  const isSame = JSON.stringify(after?.intent) === JSON.stringify(row.intent)
  if (after?.state === 'waiting' && isSame)
    rebase(write, row.accountId, () => refuseQueued(sql, row.seq, reason))
  // The server's own words say more than what was found out here.
  else if (after?.state === 'refused') updateQueued(sql, row.seq, { problem: reason })
}

/** Numbers of transactions outgrow what a double holds exactly. */
function isCovered(transaction: string, coversBelow: string): boolean {
  return BigInt(transaction) < BigInt(coversBelow)
}

/** The confirmed rows hold it now. To be called inside a rebase. */
function finish(write: Write, done: Queued): void {
  deleteQueued(write.sql, done.seq)
  const later = readQueue(write.sql, done.accountId).filter(({ seq }) => seq > done.seq)
  confirmFor(write.sql, done, later)
  write.touch('outbox', done.accountId)
}

/** Drops what the server agreed to and the tables now hold. To be called inside a rebase. */
export function dropCovered(write: Write, coversBelow: string): void {
  for (const queued of readQueue(write.sql)) {
    const { state, transaction } = queued
    if (state === 'sent' && transaction !== null && isCovered(transaction, coversBelow)) finish(write, queued)
  }
}

/**
 * Another feed numbers its transactions anew and may have forgotten what was agreed, so agreed changes are sent once
 * more: their ids make sure that none takes effect twice.
 */
export function sendAgain(write: Write): void {
  const changed = write.sql.run(
    `update outbox set state = 'waiting', may_have_arrived = 1, transaction_ = null where state = 'sent'`,
  )
  if (changed > 0) write.touch('outbox', null)
}

/**
 * Access to the account ended: its waiting changes ask for a decision, as the server would refuse each of them. Not
 * those that it may have agreed to before, though their answer was lost: they are sent again, and it says.
 */
export function refuseAllOf(write: Write, accountId: AccountId): void {
  for (const { seq, state, mayHaveArrived } of readQueue(write.sql, accountId)) {
    if (state === 'waiting' && !mayHaveArrived) refuseQueued(write.sql, seq, accessEnded)
  }
  write.touch('outbox', accountId)
}

const accessEnded: Problem = problem('not_found', {
  detail: 'Your access to this account ended before the change could be sent.',
})
