import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count } from './parts.ts'

/** A change in the outbox, with the names needed to say it in words. */
export const outboxItemSchema = z.object({
  mutationId: c.mutationIdSchema,
  accountId: c.accountIdSchema,
  accountName: z.string(),
  /** Null for a change of another version that this one can't read: it can only be discarded. */
  intent: c.intentSchema.nullable(),
  /** Names of the applications, users and invitations that the intent speaks of, by id. */
  names: z.record(z.string(), z.string()),
  createdAt: z.iso.datetime(),
  /** `sent`: agreed by the server, not yet seen in a pull. `refused`: needs a decision. `held`: waits for a refused one. */
  state: z.enum(['waiting', 'sending', 'sent', 'refused', 'held']),
  attempts: count,
  problem: c.problemSchema.nullable(),
})
export type OutboxItem = z.infer<typeof outboxItemSchema>
