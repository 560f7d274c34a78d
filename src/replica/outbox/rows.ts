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
import type { Sql } from '../database.ts'

export type OutboxState = 'waiting' | 'sending' | 'sent' | 'refused'

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
}

type Stored = Omit<Queued, 'intent' | 'names' | 'problem' | 'mayHaveArrived' | 'predicted'> & {
  intent: string
  names: string
  problem: string | null
  mayHaveArrived: number
  predicted: number
}

const select = `
  select seq, mutation_id as mutationId, account_id as accountId, intent, names, created_at as createdAt, state,
    may_have_arrived as mayHaveArrived, predicted, transaction_ as "transaction", attempts, problem
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

const namesSchema = z.record(z.string(), z.string())

function decode(stored: Stored): Queued {
  return {
    ...stored,
    intent: parsed(intentSchema, stored.intent),
    names: parsed(namesSchema, stored.names) ?? {},
    problem: stored.problem === null ? null : (parsed(problemSchema, stored.problem) ?? problem('internal')),
    mayHaveArrived: stored.mayHaveArrived === 1,
    predicted: stored.predicted === 1,
  }
}

function parsed<T>(schema: z.ZodType<T>, stored: string): T | null {
  try {
    return schema.safeParse(JSON.parse(stored)).data ?? null
  } catch {
    return null
  }
}

export function insertQueued(
  sql: Sql,
  row: Pick<Queued, 'mutationId' | 'accountId' | 'names' | 'createdAt' | 'predicted'> & { intent: Intent },
): void {
  sql.run(
    `insert into outbox (mutation_id, account_id, intent, names, created_at, state, predicted)
     values (?, ?, ?, ?, ?, 'waiting', ?)`,
    row.mutationId,
    row.accountId,
    JSON.stringify(row.intent),
    JSON.stringify(row.names),
    row.createdAt,
    row.predicted ? 1 : 0,
  )
}

export function deleteQueued(sql: Sql, seq: number): void {
  sql.run('delete from outbox where seq = ?', seq)
}

export function refuseQueued(sql: Sql, seq: number, reason: Problem): void {
  sql.run(
    `update outbox set state = 'refused', problem = ?, predicted = 0 where seq = ?`,
    JSON.stringify(reason),
    seq,
  )
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
