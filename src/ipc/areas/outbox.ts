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
      input: z.object({ intent: c.intentSchema }),
      output: z.object({ mutationId: c.mutationIdSchema }),
    }),
    /** Takes back a change that wasn't sent yet. `undone: false`: too late, it is on its way. */
    'outbox.undo': command({ input: mutation, output: z.object({ undone: z.boolean() }) }),
    'outbox.retry': command({ input: mutation, output: nothing }),
    'outbox.discard': command({ input: mutation, output: nothing }),
  },
} as const
