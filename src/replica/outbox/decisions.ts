import { accountOf, type Intent, type MutationId, type Problem, problem } from '@gatehouse/contract'
import { readLoading } from '../repositories/accounts.ts'
import type { Write } from '../write.ts'
import { basesInPlaceOf } from './bases.ts'
import { forgetDocuments } from './carried.ts'
import { boundTo, builtOn, heldChanges } from './dependence.ts'
import { namesIn } from './names.ts'
import { rebase } from './overlay.ts'
import { deleteQueued, fresh, type Queued, readQueue, readQueued, updateQueued } from './rows.ts'

// What a person decides about a change in the outbox.

/** Thrown to leave everything as it was; the transaction is taken back. */
export class Undecided extends Error {
  readonly problem: Problem
  constructor(reason: Problem) {
    super(reason.code)
    this.problem = reason
  }
}

/** Surely hasn't left this computer. */
export function canUndo({ state, mayHaveArrived }: Pick<Queued, 'state' | 'mayHaveArrived'>): boolean {
  return state === 'waiting' && !mayHaveArrived
}

/**
 * Takes changes back, and with them those that make no sense any more without them. Answers how many went; 0 when all
 * were sent, or may have been.
 */
export function undo(write: Write, ...mutationIds: readonly MutationId[]): number {
  const { sql } = write
  const rows = mutationIds.flatMap((mutationId) => readQueued(sql, mutationId) ?? []).filter(canUndo)
  const byAccount = Map.groupBy(rows, ({ accountId }) => accountId)
  let count = 0
  for (const ofAccount of byAccount.values()) count += undoIn(write, ofAccount)
  return count
}

/** Of one account: what is on the screen is put together anew once, however many go. */
function undoIn(write: Write, rows: readonly Queued[]): number {
  const { sql } = write
  const [first] = rows
  if (!first) return 0
  const ids = new Set(rows.map(({ mutationId }) => mutationId))
  const built = builtOn(readQueue(sql, first.accountId), ids).filter(({ predicted }) => predicted)
  const bound = boundTo(readQueue(sql, first.accountId), ids).filter((queued) => canUndo(queued))
  const going = [...rows, ...bound.filter(({ mutationId }) => !ids.has(mutationId))]
  remove(write, going)
  for (let count = going.length; ; ) {
    // Another change may make them possible as well, so they are looked at again without these.
    const lost = built.flatMap(({ mutationId: id }) => readQueued(sql, id) ?? [])
    const impossible = lost.filter((queued) => canUndo(queued) && !queued.predicted)
    if (impossible.length === 0) return count
    remove(write, impossible)
    count += impossible.length
  }
}

/** Forgets a refused change. What it holds is released to be tried on its own, or forgotten with it. */
export function discard(write: Write, mutationId: MutationId, dependents: 'release' | 'discard'): void {
  const row = readQueued(write.sql, mutationId)
  if (row?.state !== 'refused') return
  // What may have arrived stays: only the server knows what became of it.
  const held = dependents === 'discard' ? heldBy(write, row) : []
  const bound = boundTo(readQueue(write.sql, row.accountId), new Set([mutationId]))
  remove(write, [
    row,
    ...new Map([...held, ...bound].filter(canUndo).map((each) => [each.seq, each])).values(),
  ])
}

function heldBy({ sql }: Write, { accountId, mutationId }: Queued): Queued[] {
  const queue = readQueue(sql, accountId)
  const held = heldChanges(queue)
  return queue.filter((queued) => held.get(queued.mutationId) === mutationId)
}

function remove(write: Write, rows: readonly Queued[]): void {
  const [first] = rows
  if (!first) return
  rebase(write, first.accountId, () => {
    for (const { seq } of rows) deleteQueued(write.sql, seq)
  })
  for (const { intent } of rows) if (intent) forgetDocuments(write.sql, intent)
  write.touch('outbox', first.accountId)
}

export interface Again {
  mutationId: MutationId
  newId: MutationId
}

/** Refused changes are tried again. Each keeps its place in the queue, so that what was built on it stays behind it. */
export function retry(write: Write, now: Date, ...again: readonly Again[]): void {
  const { sql } = write
  const rows = again.flatMap(({ mutationId, newId }) => {
    const row = readQueued(sql, mutationId)
    if (row?.state !== 'refused' || row.intent === null) return []
    // Its answer could not be read, so it may have been applied: only its own id keeps it from being applied twice.
    const id =
      row.problem?.code === 'not_gatehouse' ? { mutationId, mayHaveArrived: true } : { mutationId: newId }
    return [{ row, change: { ...fresh, ...id, createdAt: now.toISOString() } }]
  })
  for (const [accountId, ofAccount] of Map.groupBy(rows, ({ row }) => row.accountId)) {
    rebase(write, accountId, () => {
      for (const { row, change } of ofAccount) updateQueued(sql, row.seq, change)
    })
    write.touch('outbox', accountId)
  }
}

/**
 * Decides a conflict. `mine` is sent again, on top of theirs as it was shown: what changed since collides again.
 * `theirs` forgets the change.
 */
export function resolve(
  write: Write,
  mutationId: MutationId,
  newId: MutationId,
  take: 'mine' | 'theirs',
  now: Date,
): void {
  const row = readQueued(write.sql, mutationId)
  if (row?.state !== 'refused' || !row.conflict || !row.intent) return
  if (take === 'theirs') {
    remove(write, [row])
    return
  }
  const base = row.conflict.theirs
  rebase(write, row.accountId, () =>
    updateQueued(write.sql, row.seq, { ...fresh, mutationId: newId, createdAt: now.toISOString(), base }),
  )
  write.touch('outbox', row.accountId)
}

/**
 * Puts another intent in the place of a change that was refused or hasn't left this computer, under a new id. Throws
 * `Undecided` where it would be refused at its place, and where there is nothing to edit.
 */
export function edit(
  write: Write,
  mutationId: MutationId,
  newId: MutationId,
  intent: Intent,
  now: Date,
): void {
  const { sql } = write
  const row = readQueued(sql, mutationId)
  if (!row || (row.state !== 'refused' && !canUndo(row))) throw new Undecided(tooLate)
  const { accountId, seq } = row
  if (accountOf(intent) !== accountId) throw new Undecided(problem('validation', { detail: otherAccount }))
  rebase(
    write,
    accountId,
    () =>
      updateQueued(sql, seq, {
        ...fresh,
        ...basesInPlaceOf(sql, row, intent, now),
        mutationId: newId,
        intent,
        names: { ...row.names, ...namesIn(sql, accountId, intent) },
        createdAt: now.toISOString(),
        outcome: [],
      }),
    (queued, reason) => {
      const surely = reason.code === 'forbidden' || !readLoading(sql, accountId)
      const isKnown = readLoading(sql, accountId)?.loadedAt !== null
      if (queued.seq === seq && (surely || isKnown)) throw new Undecided(reason)
    },
  )
  if (readQueued(sql, newId)?.state === 'refused') throw new Undecided(problem('stale_version'))
  write.touch('outbox', accountId)
}

const tooLate = problem('not_found', {
  detail: 'This change is on its way, or done. Make another one instead.',
})
const otherAccount = 'A change stays in its account. Discard this one and make another there.'
