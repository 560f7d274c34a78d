import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'

const accounts = z.object({ accountIds: z.array(c.accountIdSchema).max(10_000) })
const batch = z.object({ batchId: z.uuid() })

/** Many changes made together, each an ordinary one. */
export const bulkArea = {
  queries: {
    /** What became of each. `not_found` for one that is no longer remembered. */
    'bulk.receipt': query({ input: batch, output: view.batchReceiptSchema }),
    /** What can be assigned in these accounts, or unassigned. */
    'bulk.applications': query({
      input: accounts,
      output: z.object({
        /** How many environments the accounts are in. */
        environments: z.int().min(0),
        applications: z.array(view.bulkApplicationSchema),
      }),
    }),
    /** What a change would do in each account, in the order in which they were named. */
    'bulk.preview': query({
      input: accounts.extend({
        applicationIds: z.array(c.applicationIdSchema).max(200),
        change: z.enum(['assign', 'unassign']),
        autoAssign: z.boolean().default(false),
      }),
      output: z.array(view.bulkAccountSchema),
    }),
  },
  commands: {
    /** Puts all that is possible into the outbox at once; the same online and offline. */
    'bulk.apply': command({
      input: z.object({
        intents: z.array(c.intentSchema).min(1).max(500),
        /** By position: the change that takes one back once it was sent. */
        inverses: z.array(c.intentSchema.nullable()).max(500).default([]),
        /** Adds to one that was begun, where there are more than fit into one. */
        batchId: z.uuid().optional(),
        /** A dialog has asked, so "Undo" isn't offered. */
        confirmed: z.boolean().default(false),
        /** Keeps them here for as long as "Undo" is offered: for what no other change takes back. */
        hold: z.boolean().default(false),
      }),
      output: z.object({
        batchId: z.uuid(),
        results: z.array(
          z.union([z.object({ mutationId: c.mutationIdSchema }), z.object({ problem: c.problemSchema })]),
        ),
      }),
    }),
    /** Tries what was refused again. */
    'bulk.retry': command({ input: batch, output: z.object({ retried: z.int().min(0) }) }),
    /** Takes back what can be. `reversal`: the opposite changes of what had been sent, a batch of their own. */
    'bulk.undo': command({
      input: batch,
      output: z.object({ undone: z.int().min(0), reversal: z.uuid().nullable() }),
    }),
    /** Writes what became of each to a file that the user chooses; null where they chose none. */
    'bulk.export': command({ input: batch, output: z.object({ file: z.string().nullable() }) }),
  },
} as const
