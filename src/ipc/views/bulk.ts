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
  /** It needs a change that was refused, so it isn't sent before somebody decides on that. */
  isHeld: z.boolean(),
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

/** An application that can be chosen for many accounts at once. */
export const bulkApplicationSchema = z.object({
  id: c.applicationIdSchema,
  name: z.string(),
  key: z.string(),
  description: z.string(),
  type: z.enum(['application', 'agent']),
  status: z.enum(['active', 'inactive']),
  environment: z.string(),
  /** The environment gives it to every account. */
  everywhere: z.boolean(),
  /** How many of the accounts are in its environment, and how many of them have a row of it. */
  accounts: z.int().min(0),
  assignedIn: z.int().min(0),
})
export type BulkApplication = z.infer<typeof bulkApplicationSchema>

/** Why nothing changes about an application in an account; `elsewhere`: it is of another environment. */
export const bulkSameSchema = z.object({
  id: c.applicationIdSchema,
  reason: z.enum(['assigned', 'not-assigned', 'environment', 'elsewhere']),
})
export type BulkSame = z.infer<typeof bulkSameSchema>

/** What a change of many accounts would do in one of them. */
export const bulkAccountSchema = z.object({
  id: c.accountIdSchema,
  name: z.string(),
  reference: z.string(),
  colour: accountLabelSchema.shape.colour,
  /** Why nothing may be changed here at all. */
  refused: c.problemSchema.nullable(),
  changes: z.array(c.applicationIdSchema),
  same: z.array(bulkSameSchema),
  /** Users who gain access (or lose it, where something is unassigned), each counted once an application; null where they can't be seen. */
  users: z.int().min(0).nullable(),
})
export type BulkAccount = z.infer<typeof bulkAccountSchema>
