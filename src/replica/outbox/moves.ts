import { type AccountId, assertNever, type MutationId, type Problem, problem } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { OutboxMove, Outgoing } from '../port.ts'
import { readMeta } from '../repositories/meta.ts'
import type { Write } from '../write.ts'
import { heldChanges } from './held.ts'
import { rebase } from './overlay.ts'
import { deleteQueued, type Queued, readQueue, readQueued, refuseQueued } from './rows.ts'

/** At most one change per account, oldest first; none of an account that has one on its way. */
export function outgoing(sql: Sql): Outgoing[] {
  const queue = readQueue(sql)
  const held = heldChanges(queue)
  const busy = new Set(queue.filter(({ state }) => state === 'sending').map(({ accountId }) => accountId))
  const next: Outgoing[] = []
  for (const { mutationId, accountId, intent, state, attempts } of queue) {
    if (state !== 'waiting' || intent === null || busy.has(accountId) || held.has(mutationId)) continue
    busy.add(accountId)
    next.push({ mutationId, intent, attempts })
  }
  return next
}

export function move(write: Write, mutationId: MutationId, to: OutboxMove): void {
  const row = readQueued(write.sql, mutationId)
  // It was dropped meanwhile: a pull covered it, or the principal forgot it.
  if (!row) return
  // It was refused since the push loop looked, as access to its account ended.
  if (to.to === 'sending' && row.state !== 'waiting') return
  write.touch('outbox', row.accountId)
  switch (to.to) {
    case 'sending':
      write.sql.run(`update outbox set state = 'sending', attempts = attempts + 1 where seq = ?`, row.seq)
      break
    case 'waiting':
      // An earlier try may have arrived even where this one surely didn't.
      write.sql.run(
        `update outbox set state = 'waiting', may_have_arrived = ? where seq = ?`,
        row.mayHaveArrived || !to.notSent ? 1 : 0,
        row.seq,
      )
      break
    case 'sent':
      markSent(write, row, to.transaction)
      break
    case 'refused':
      rebase(write, row.accountId, () => refuseQueued(write.sql, row.seq, to.problem))
      break
    default:
      assertNever(to)
  }
}

function markSent(write: Write, row: Queued, transaction: string): void {
  const coversBelow = readMeta(write.sql, 'coversBelow')
  // The pull was faster than the answer: nothing is left to wait for.
  if (coversBelow !== null && isCovered(transaction, coversBelow)) {
    rebase(write, row.accountId, () => deleteQueued(write.sql, row.seq))
    return
  }
  // Keep it until a pull covers it: dropping it now would show the old row for a moment.
  write.sql.run(`update outbox set state = 'sent', transaction_ = ? where seq = ?`, transaction, row.seq)
}

/** Numbers of transactions outgrow what a double holds exactly. */
function isCovered(transaction: string, coversBelow: string): boolean {
  return BigInt(transaction) < BigInt(coversBelow)
}

/** Drops what the server agreed to and the tables now hold. To be called inside a rebase. */
export function dropCovered(write: Write, coversBelow: string): void {
  for (const { seq, accountId, state, transaction } of readQueue(write.sql)) {
    if (state !== 'sent' || transaction === null || !isCovered(transaction, coversBelow)) continue
    deleteQueued(write.sql, seq)
    write.touch('outbox', accountId)
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

/** Access to the account ended: its waiting changes ask for a decision, as the server would refuse each of them. */
export function refuseAllOf(write: Write, accountId: AccountId): void {
  for (const { seq, state } of readQueue(write.sql, accountId)) {
    if (state === 'waiting') refuseQueued(write.sql, seq, accessEnded)
  }
  write.touch('outbox', accountId)
}

const accessEnded: Problem = problem('not_found', {
  detail: 'Your access to this account ended before the change could be sent.',
})

/** False when it was sent, or may have been. */
export function undo(write: Write, mutationId: MutationId): boolean {
  const row = readQueued(write.sql, mutationId)
  if (row?.state !== 'waiting' || row.mayHaveArrived) return false
  remove(write, row)
  return true
}

export function discard(write: Write, mutationId: MutationId): void {
  const row = readQueued(write.sql, mutationId)
  if (row?.state === 'refused') remove(write, row)
}

function remove(write: Write, row: Queued): void {
  rebase(write, row.accountId, () => deleteQueued(write.sql, row.seq))
  write.touch('outbox', row.accountId)
}

/** Keeps its place in the queue, so that what was built on it stays behind it. */
export function retry(write: Write, mutationId: MutationId, newId: MutationId, now: Date): void {
  const row = readQueued(write.sql, mutationId)
  if (row?.state !== 'refused' || row.intent === null) return
  rebase(write, row.accountId, () =>
    write.sql.run(
      `update outbox set mutation_id = ?, state = 'waiting', created_at = ?, may_have_arrived = 0, attempts = 0,
         transaction_ = null, problem = null where seq = ?`,
      newId,
      now.toISOString(),
      row.seq,
    ),
  )
  write.touch('outbox', row.accountId)
}
