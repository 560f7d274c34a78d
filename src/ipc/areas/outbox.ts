import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { mutation, nothing } from './parts.ts'

/** Changes made on this machine. */
export const outboxArea = {
  queries: { 'outbox.list': query({ input: nothing, output: z.array(view.outboxItemSchema) }) },
  commands: {
    /** Puts a change into the outbox and shows it at once; the same online and offline. */
    mutate: command({
      input: z.object({
        intent: c.intentSchema,
        /** Keeps it here for as long as "Undo" is offered: for what no other change takes back. */
        hold: z.boolean().default(false),
      }),
      output: z.object({ mutationId: c.mutationIdSchema }),
    }),
    /** Takes back a change that wasn't sent yet. `undone: false`: too late, it is on its way. */
    'outbox.undo': command({
      input: mutation,
      /** `also`: how many more were taken back that made no sense without it. */
      output: z.object({ undone: z.boolean(), also: z.int().min(0) }),
    }),
    'outbox.retry': command({ input: mutation, output: nothing }),
    /** What the refused change holds is released to be tried on its own, or discarded with it. */
    'outbox.discard': command({
      input: mutation.extend({ dependents: z.enum(['release', 'discard']).default('release') }),
      output: nothing,
    }),
    /** Decides a conflict: mine is sent again on top of theirs, or forgotten. */
    'outbox.resolve': command({
      input: mutation.extend({ with: z.enum(['mine', 'theirs']) }),
      output: nothing,
    }),
    /** Puts another change in the place of one that was refused, or that hasn't left this computer. */
    'outbox.edit': command({
      input: mutation.extend({ intent: c.intentSchema }),
      output: z.object({ mutationId: c.mutationIdSchema }),
    }),
    /** Writes all that isn't sent to a file that the user chooses; `file: null` where they chose none. */
    'outbox.export': command({
      input: nothing,
      output: z.object({ file: z.string().nullable(), count: z.int().min(0) }),
    }),
  },
} as const
