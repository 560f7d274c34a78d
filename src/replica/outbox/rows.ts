import {
  type AccountId,
  type Intent,
  intentSchema,
  type MutationId,
  type Problem,
  problem,
  problemSchema,
} from '@gatehouse/contract'
import { z } from 'zod'
import { type Conflict, conflictSchema } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'

export type OutboxState = 'waiting' | 'sending' | 'sent' | 'refused'

const rowSchema = z.record(z.string(), z.json())
/** A row of the contract as JSON; of an account without the access to it. */
export type Row = z.infer<typeof rowSchema>

const resultSchema = z.array(z.object({ entity: z.string(), key: z.string(), row: rowSchema }))
/** Rows with a version that a change would write: the fields that it makes other than they stood, as predicted last. */
export type Outcome = z.infer<typeof resultSchema>

/** A change in the queue, as stored but for its JSON. */
export interface Queued {
  seq: number
  mutationId: MutationId
  accountId: AccountId
  /** Null when what is stored is no intent that this version knows; such a change is always refused. */
  intent: Intent | null
  names: Record<string, string>
  createdAt: string
  state: OutboxState
  mayHaveArrived: boolean
  predicted: boolean
  transaction: string | null
  attempts: number
  problem: Problem | null
  /** The change that has to be agreed to before this one may be sent. */
  afterId: MutationId | null
  /** Of an edit: the confirmed row that it was decided on, later own changes that were agreed to included. */
  base: Row | null
  /** Of an edit: the row as it stood on the screen, other waiting changes included. */
  seen: Row | null
  outcome: Outcome
  /** With `stale_version`: what both sides made of it. */
  conflict: Conflict | null
}

type Json = 'intent' | 'names' | 'problem' | 'base' | 'seen' | 'outcome' | 'conflict'
type Stored = Omit<Queued, Json | 'mayHaveArrived' | 'predicted'> & { [name in Json]: string | null } & {
  mayHaveArrived: number
  predicted: number
}

const select = `
  select seq, mutation_id as mutationId, account_id as accountId, intent, names, created_at as createdAt, state,
    may_have_arrived as mayHaveArrived, predicted, transaction_ as "transaction", attempts, problem, base, seen,
    outcome, conflict, after_id as afterId
  from outbox`

/** The whole queue in the order in which the changes were made, or one account's. */
export function readQueue(sql: Sql, accountId: AccountId | null = null): Queued[] {
  const stored = accountId
    ? sql.all<Stored>(`${select} where account_id = ? order by seq`, accountId)
    : sql.all<Stored>(`${select} order by seq`)
  return stored.map(decode)
}

export function readQueued(sql: Sql, mutationId: MutationId): Queued | null {
  const stored = sql.get<Stored>(`${select} where mutation_id = ?`, mutationId)
  return stored ? decode(stored) : null
}

export function readQueuedAt(sql: Sql, seq: number): Queued | null {
  const stored = sql.get<Stored>(`${select} where seq = ?`, seq)
  return stored ? decode(stored) : null
}

/** Edits of one account's rows whose intent names an id: few, however many wait. */
export function readEditsNaming(sql: Sql, accountId: AccountId, id: string): Queued[] {
  const named = `${select} where account_id = ? and base is not null and instr(intent, ?) > 0 order by seq`
  return sql.all<Stored>(named, accountId, id).map(decode)
}

const namesSchema = z.record(z.string(), z.string())

function decode(stored: Stored): Queued {
  return {
    ...stored,
    intent: parsed(intentSchema, stored.intent),
    names: parsed(namesSchema, stored.names) ?? {},
    problem: stored.problem === null ? null : (parsed(problemSchema, stored.problem) ?? problem('internal')),
    mayHaveArrived: stored.mayHaveArrived === 1,
    predicted: stored.predicted === 1,
    base: parsed(rowSchema, stored.base),
    seen: parsed(rowSchema, stored.seen),
    outcome: parsed(resultSchema, stored.outcome) ?? [],
    conflict: parsed(conflictSchema, stored.conflict),
  }
}

function parsed<T>(schema: z.ZodType<T>, stored: string | null): T | null {
  if (stored === null) return null
  try {
    return schema.safeParse(JSON.parse(stored)).data ?? null
  } catch {
    return null
  }
}

export function insertQueued(
  sql: Sql,
  row: Pick<Queued, 'mutationId' | 'accountId' | 'names' | 'createdAt' | 'predicted' | 'base' | 'seen'> & {
    intent: Intent
    afterId?: MutationId | null
  },
): void {
  sql.run(
    `insert into outbox (mutation_id, account_id, intent, names, created_at, state, predicted, base, seen,
       after_id)
     values (?, ?, ?, ?, ?, 'waiting', ?, ?, ?, ?)`,
    row.mutationId,
    row.accountId,
    JSON.stringify(row.intent),
    JSON.stringify(row.names),
    row.createdAt,
    row.predicted ? 1 : 0,
    row.base && JSON.stringify(row.base),
    row.seen && JSON.stringify(row.seen),
    row.afterId ?? null,
  )
}

type Change = Partial<
  Pick<
    Queued,
    | 'mutationId'
    | 'intent'
    | 'names'
    | 'createdAt'
    | 'state'
    | 'mayHaveArrived'
    | 'predicted'
    | 'transaction'
    | 'attempts'
    | 'problem'
    | 'base'
    | 'seen'
    | 'outcome'
    | 'conflict'
  >
>

const columns: Record<keyof Change, string> = {
  mutationId: 'mutation_id',
  intent: 'intent',
  names: 'names',
  createdAt: 'created_at',
  state: 'state',
  mayHaveArrived: 'may_have_arrived',
  predicted: 'predicted',
  transaction: 'transaction_',
  attempts: 'attempts',
  problem: 'problem',
  base: 'base',
  seen: 'seen',
  outcome: 'outcome',
  conflict: 'conflict',
}

/** Writes what is named of a change in the queue. */
export function updateQueued(sql: Sql, seq: number, change: Change): void {
  const names = Object.keys(change) as (keyof Change)[]
  const values = names.map((name) => {
    const value = change[name]
    if (typeof value === 'boolean') return value ? 1 : 0
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null)
  })
  const sets = names.map((name) => `${columns[name]} = ?`)
  sql.run(`update outbox set ${sets.join(', ')} where seq = ?`, ...values, seq)
}

/** Ready to be sent for the first time, as what was refused is once it was decided on. */
export const fresh = {
  state: 'waiting',
  mayHaveArrived: false,
  attempts: 0,
  transaction: null,
  problem: null,
  conflict: null,
} as const satisfies Change

export function deleteQueued(sql: Sql, seq: number): void {
  sql.run('delete from outbox where seq = ?', seq)
}

export function refuseQueued(sql: Sql, seq: number, reason: Problem, conflict: Conflict | null = null): void {
  updateQueued(sql, seq, { state: 'refused', problem: reason, conflict, predicted: false })
}

/**
 * Puts right what an end of the program left behind: what was on its way may or may not have arrived, so it is sent
 * again under its id; an intent that this version can't read asks for a decision instead of being lost.
 */
export function mendQueue(sql: Sql): void {
  sql.run(`update outbox set state = 'waiting', may_have_arrived = 1 where state = 'sending'`)
  for (const { seq, intent, state } of readQueue(sql)) {
    if (intent !== null || state === 'refused') continue
    refuseQueued(
      sql,
      seq,
      problem('validation', {
        detail: 'Another version of Gatehouse made this change, and this version can not read it.',
      }),
    )
  }
}

/** Whether `mendQueue` has anything to do. */
export function needsMending(sql: Sql): boolean {
  return readQueue(sql).some(
    ({ intent, state }) => state === 'sending' || (intent === null && state !== 'refused'),
  )
}
