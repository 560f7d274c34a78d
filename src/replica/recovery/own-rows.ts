import { z } from 'zod'
import type { SqlValue } from '../database.ts'

// What is the user's own and can be fetched from nowhere: changes that wait, labels, and which accounts are kept here.

export type Row = Record<string, SqlValue>

const json = z.string().refine((text) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
})

/** A row of the queue as stored, of this version or another: columns that only some have come along unread. */
const changeSchema = z.looseObject({
  mutation_id: z.uuid(),
  account_id: z.uuid(),
  intent: json,
  names: json,
  created_at: z.iso.datetime(),
  state: z.enum(['waiting', 'sending', 'sent', 'refused']),
})

const labelSchema = z.looseObject({
  account_id: z.uuid(),
  alias: z.string(),
  colour: z.string().nullable(),
  tags: json,
})

const notKeptSchema = z.looseObject({ account_id: z.uuid() })

export type OwnTable = 'outbox' | 'account_label' | 'account_not_kept'

export const ownTables: Record<OwnTable, { key: string; schema: z.ZodType }> = {
  outbox: { key: 'seq', schema: changeSchema },
  account_label: { key: 'account_id', schema: labelSchema },
  account_not_kept: { key: 'account_id', schema: notKeptSchema },
}

/** Null for what isn't a row of this table: a damaged file may answer anything. */
export function parseRow(table: OwnTable, row: unknown): Row | null {
  return ownTables[table].schema.safeParse(row).success ? (row as Row) : null
}
