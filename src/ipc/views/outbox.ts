import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { accountLabelSchema } from './accounts.ts'
import { count } from './parts.ts'

const fields = z.record(z.string(), z.json())

/** Somebody changed the same fields of the row that a change made here was decided on. */
export const conflictSchema = z.object({
  entity: z.enum([
    'account',
    'accountApplication',
    'invitation',
    'membership',
    'review',
    'service',
    'template',
  ]),
  /** Of the row in its account. */
  id: z.string(),
  /** Those that both changed, each to another value. */
  fields: z.array(z.object({ field: z.string(), base: z.json(), mine: z.json(), theirs: z.json() })),
  /** The row that the change was decided on, as this change would have it, and as it is now. */
  base: fields,
  mine: fields,
  theirs: fields,
})
export type Conflict = z.infer<typeof conflictSchema>

/** A change in the outbox, with the names needed to say it in words. */
export const outboxItemSchema = z.object({
  mutationId: c.mutationIdSchema,
  accountId: c.accountIdSchema,
  accountName: z.string(),
  /** What the user marked the account with. */
  accountColour: accountLabelSchema.shape.colour,
  /** Null for a change of another version that this one can't read: it can only be discarded. */
  intent: c.intentSchema.nullable(),
  /** Names of the applications, users and invitations that the intent speaks of, by id. */
  names: z.record(z.string(), z.string()),
  createdAt: z.iso.datetime(),
  /** `sent`: agreed by the server, not yet seen in a pull. `refused`: needs a decision. `held`: waits for a refused one. */
  state: z.enum(['waiting', 'sending', 'sent', 'refused', 'held']),
  attempts: count,
  problem: c.problemSchema.nullable(),
  /** The refused change without which a held one makes no sense. */
  heldBy: c.mutationIdSchema.nullable(),
  /** Of a refused change those that it holds; of a waiting one those that would be taken back with it. */
  dependents: z.array(c.mutationIdSchema),
  /** With the problem `stale_version`, where it is known what was changed. */
  conflict: conflictSchema
    .extend({
      /** Who changed it last and when, where the activity is here. */
      changedBy: z.object({ name: z.string(), at: z.iso.datetime() }).nullable(),
    })
    .nullable(),
  /** The rows of its account are on this computer. */
  isKept: z.boolean(),
  /** It surely hasn't left this computer. */
  canUndo: z.boolean(),
  /** With others that were made together with it, more than one; see `bulk.receipt`. */
  batchId: z.uuid().nullable(),
  /** Whom to ask for a permission: the owner of the account, where that is known and isn't the user. */
  ownerName: z.string().nullable(),
})
export type OutboxItem = z.infer<typeof outboxItemSchema>
