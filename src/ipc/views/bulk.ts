import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { accountLabelSchema } from './accounts.ts'

/** What became of one of the changes that were made together. */
export const batchLineSchema = z.object({
  position: z.int().min(0),
  accountId: c.accountIdSchema,
  accountName: z.string(),
  accountColour: accountLabelSchema.shape.colour,
  /** Null for what another version of Gatehouse made and this one can't read. */
  intent: c.intentSchema.nullable(),
  /** Names of the things that the intent speaks of, as they were called then, by id. */
  names: z.record(z.string(), z.string()),
  /** `done`: the server agreed. `undone`: taken back, by the opposite change where it had been sent. */
  state: z.enum(['waiting', 'done', 'refused', 'undone', 'discarded']),
  /** Why it was refused. */
  problem: c.problemSchema.nullable(),
})
export type BatchLine = z.infer<typeof batchLineSchema>

export const batchReceiptSchema = z.object({
  batchId: z.uuid(),
  createdAt: z.iso.datetime(),
  /** Some of it can still be taken back. */
  canUndo: z.boolean(),
  lines: z.array(batchLineSchema),
})
export type BatchReceipt = z.infer<typeof batchReceiptSchema>
