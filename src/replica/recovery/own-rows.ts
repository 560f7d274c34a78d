import { reviewDecisionsSchema, reviewSnapshotSchema } from '@gatehouse/contract'
import { z } from 'zod'
import type { SqlValue } from '../database.ts'
import { hashOf } from '../reviews/freeze.ts'

// What is the user's own and can be fetched from nowhere: changes that wait with what they carry, what is decided in
// reviews, labels, and which accounts are kept here.

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

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const ofReview = { account_id: z.uuid(), review_id: z.uuid() }

/** Its hash tells whether it is what was frozen or signed; conflicts stand beside the decisions, under their hash. */
const documentSchema = z
  .looseObject({
    ...ofReview,
    kind: z.enum(['snapshot', 'decisions', 'conflicts']),
    sha256,
    body: json,
  })
  .refine(({ kind, body, sha256: expected }) => {
    if (kind === 'conflicts') return Array.isArray(JSON.parse(body))
    const schema = kind === 'snapshot' ? reviewSnapshotSchema : reviewDecisionsSchema
    return hashOf(body) === expected && schema.safeParse(JSON.parse(body)).success
  })

const count = z.int().nonnegative()
const draftSchema = z.looseObject({
  ...ofReview,
  n: count,
  snapshot_sha256: sha256,
  decided: count,
  changes: count,
  saved: count,
  version: count,
})

const decisionSchema = z.looseObject({
  place: count,
  cells: z.string().regex(/^[.krnc]+$/),
  change: json.nullable(),
  notes: json.nullable(),
  changed: count,
})

export type OwnTable = 'outbox' | 'account_label' | 'account_not_kept' | 'review_document' | 'review_draft'

export const ownTables: Record<OwnTable, { key: string; schema: z.ZodType }> = {
  outbox: { key: 'seq', schema: changeSchema },
  account_label: { key: 'account_id', schema: labelSchema },
  account_not_kept: { key: 'account_id', schema: notKeptSchema },
  review_document: { key: 'n', schema: documentSchema },
  review_draft: { key: 'n', schema: draftSchema },
}

/** What is decided of one user; null for what isn't that. */
export function parseDecision(row: unknown): Row | null {
  return decisionSchema.safeParse(row).success ? (row as Row) : null
}

/** Null for what isn't a row of this table: a damaged file may answer anything. */
export function parseRow(table: OwnTable, row: unknown): Row | null {
  return ownTables[table].schema.safeParse(row).success ? (row as Row) : null
}
