import {
  type AccountId,
  accountOf,
  type Intent,
  intentSchema,
  type MutationId,
  type Problem,
  problemSchema,
} from '@gatehouse/contract'
import type { BatchLine, BatchReceipt } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { readLabel } from '../repositories/labels.ts'
import type { Write } from '../write.ts'
import { withoutDocuments } from './carried.ts'
import { retry, undo } from './decisions.ts'
import { heldChanges } from './dependence.ts'
import { enqueue } from './enqueue.ts'
import { namesIn } from './names.ts'
import { readQueue } from './rows.ts'

// Changes that were made together: what became of each, and taking all of them back.

export interface BatchedChange {
  mutationId: MutationId
  intent: Intent
  inverse: Intent | null
  /** The change of the same batch that has to be agreed to before. */
  afterId?: MutationId
}

export interface Batch {
  batchId: string
  /** A dialog has asked, so nothing is undone. */
  confirmed: boolean
  changes: readonly BatchedChange[]
}

/** Null: it waits to be sent. */
export type BatchResult = Problem | null

/** So many are remembered, the newest ones. */
const kept = 50

/** Queues each change that is possible; what is refused here and now is noted with its reason. More can be added later. */
export function applyBatch(write: Write, { batchId, confirmed, changes }: Batch, now: Date): BatchResult[] {
  const { sql } = write
  sql.run(
    'insert or ignore into batch (id, created_at, confirmed) values (?, ?, ?)',
    batchId,
    now.toISOString(),
    confirmed ? 1 : 0,
  )
  const n = numberOf(sql, batchId)
  const { next } = sql.get<{ next: number }>(
    'select coalesce(max(position) + 1, 0) as next from batch_line where batch = ?',
    n,
  ) ?? { next: 0 }
  const results = changes.map(({ mutationId, intent, inverse, afterId }, index): BatchResult => {
    const names = namesIn(sql, accountOf(intent), intent)
    const queued = enqueue(write, mutationId, intent, now, names, afterId ?? null)
    const reason = queued.ok ? null : queued.error
    sql.run(
      `insert into batch_line (batch, position, mutation_id, account_id, intent, names, inverse, state, problem)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      n,
      next + index,
      reason ? null : mutationId,
      accountOf(intent),
      JSON.stringify(withoutDocuments(intent)),
      JSON.stringify(names),
      inverse && JSON.stringify(inverse),
      reason ? 'refused' : 'queued',
      reason && JSON.stringify(reason),
    )
    return reason
  })
  forgetOld(sql)
  return results
}

function numberOf(sql: Sql, batchId: string): number {
  return sql.get<{ n: number }>('select n from batch where id = ?', batchId)?.n ?? -1
}

function forgetOld(sql: Sql): void {
  sql.run(
    `delete from batch where n not in (select n from batch order by n desc limit ${kept})
       and n not in (select batch from batch_line where state = 'queued')`,
  )
}

interface Stored {
  position: number
  mutationId: MutationId | null
  accountId: AccountId
  intent: string
  names: string
  inverse: string | null
  lineState: 'queued' | 'refused' | 'done' | 'undone' | 'discarded'
  lineProblem: string | null
  outboxState: 'waiting' | 'sending' | 'sent' | 'refused' | null
  outboxProblem: string | null
  mayHaveArrived: number | null
}

const select = `
  select l.position, l.mutation_id as mutationId, l.account_id as accountId, l.intent, l.names, l.inverse,
    l.state as lineState, l.problem as lineProblem, o.state as outboxState, o.problem as outboxProblem,
    o.may_have_arrived as mayHaveArrived
  from batch_line l left join outbox o on l.state = 'queued' and o.mutation_id = l.mutation_id
  where l.batch = ? order by l.position`

function stateOf({ lineState, outboxState }: Stored): BatchLine['state'] {
  if (lineState !== 'queued') return lineState
  if (outboxState === 'refused') return 'refused'
  return outboxState === 'waiting' || outboxState === 'sending' ? 'waiting' : 'done'
}

const canTakeBack = (line: Stored) =>
  (line.lineState === 'queued' && line.outboxState === 'waiting' && line.mayHaveArrived === 0) ||
  (line.inverse !== null && (stateOf(line) === 'done' || stateOf(line) === 'waiting'))

/** Null where it is not remembered. */
export function readBatch(sql: Sql, batchId: string): BatchReceipt | null {
  const batch = sql.get<{ n: number; createdAt: string; confirmed: number }>(
    'select n, created_at as createdAt, confirmed from batch where id = ?',
    batchId,
  )
  if (!batch) return null
  const stored = sql.all<Stored>(select, batch.n)
  const colours = new Map<AccountId, BatchLine['accountColour']>()
  const held = heldIn(sql, stored)
  const lines = stored.map((line): BatchLine => {
    const { accountId, position, mutationId, lineProblem, outboxProblem } = line
    if (!colours.has(accountId)) colours.set(accountId, readLabel(sql, accountId)?.colour ?? null)
    const names = JSON.parse(line.names) as Record<string, string>
    const reason = outboxProblem ?? lineProblem
    const state = stateOf(line)
    return {
      position,
      accountId,
      accountName: names[accountId] ?? '',
      accountColour: colours.get(accountId) ?? null,
      intent: intentSchema.safeParse(JSON.parse(line.intent)).data ?? null,
      names,
      state,
      isHeld: state === 'waiting' && mutationId !== null && held.has(mutationId),
      problem:
        state === 'refused' && reason ? (problemSchema.safeParse(JSON.parse(reason)).data ?? null) : null,
    }
  })
  return {
    batchId,
    createdAt: batch.createdAt,
    canUndo: batch.confirmed === 0 && stored.some(canTakeBack),
    lines,
  }
}

/** Changes that wait for a decision on a refused one, in the accounts in which one of these lines was refused. */
function heldIn(sql: Sql, stored: readonly Stored[]): ReadonlySet<MutationId> {
  const accounts = new Set(
    stored.filter(({ outboxState }) => outboxState === 'refused').map(({ accountId }) => accountId),
  )
  return new Set([...accounts].flatMap((accountId) => [...heldChanges(readQueue(sql, accountId)).keys()]))
}

/** Which waiting or refused changes were made together with others. */
export function batchesOf(sql: Sql): Map<MutationId, string> {
  const rows = sql.all<{ mutationId: MutationId; batchId: string }>(
    `select l.mutation_id as mutationId, b.id as batchId from batch_line l join batch b on b.n = l.batch
     where l.state = 'queued' and (select count(*) from batch_line others where others.batch = l.batch) > 1`,
  )
  return new Map(rows.map(({ mutationId, batchId }) => [mutationId, batchId]))
}

/** Tries all that was refused again, each in its place. Answers how many. */
export function retryBatch(write: Write, batchId: string, newId: () => MutationId, now: Date): number {
  const { sql } = write
  const n = numberOf(sql, batchId)
  const refused = sql.all<Stored>(select, n).filter((line) => stateOf(line) === 'refused')
  const again = refused.flatMap(({ mutationId }) => (mutationId ? [{ mutationId, newId: newId() }] : []))
  retry(write, now, ...again)
  for (const { position, mutationId, intent } of refused) {
    const parsed = mutationId ? null : intentSchema.safeParse(JSON.parse(intent)).data
    if (!parsed) continue
    const id = newId()
    const queued = enqueue(write, id, parsed, now)
    sql.run(
      'update batch_line set mutation_id = ?, state = ?, problem = ? where batch = ? and position = ?',
      queued.ok ? id : null,
      queued.ok ? 'queued' : 'refused',
      queued.ok ? null : JSON.stringify(queued.error),
      n,
      position,
    )
  }
  return refused.length
}

/**
 * Takes back all of a batch that can be: what hasn't left is removed, what the server has is reversed by the opposite
 * change, the last first. Those are a batch of their own. Answers how many lines were taken back.
 */
export function undoBatch(
  write: Write,
  batchId: string,
  reversal: { batchId: string; newId: () => MutationId },
  now: Date,
): { undone: number; reversing: boolean } {
  const { sql } = write
  const n = numberOf(sql, batchId)
  const lines = sql.all<Stored>(select, n)
  const unsent = lines.flatMap((line) =>
    line.lineState === 'queued' && line.mutationId ? [line.mutationId] : [],
  )
  undo(write, ...unsent)
  const left = sql
    .all<Stored>(select, n)
    .filter((line) => line.inverse !== null && (stateOf(line) === 'done' || stateOf(line) === 'waiting'))
    .toReversed()
  const changes = left.flatMap((line): (BatchedChange & { position: number })[] => {
    const inverse = intentSchema.safeParse(JSON.parse(line.inverse ?? 'null')).data
    const intent = intentSchema.safeParse(JSON.parse(line.intent)).data
    if (!inverse || !intent) return []
    return [{ mutationId: reversal.newId(), intent: inverse, inverse: intent, position: line.position }]
  })
  if (changes.length > 0) {
    const results = applyBatch(write, { batchId: reversal.batchId, confirmed: false, changes }, now)
    for (const [index, { position }] of changes.entries()) {
      if (results[index] !== null) continue
      // It leaves the outbox as done; that it was taken back holds nevertheless.
      sql.run(`update batch_line set state = 'undone' where batch = ? and position = ?`, n, position)
    }
  }
  const undone = sql
    .all<Stored>(select, n)
    .filter((line, index) => line.lineState === 'undone' && lines[index]?.lineState !== 'undone').length
  return { undone, reversing: changes.length > 0 }
}
