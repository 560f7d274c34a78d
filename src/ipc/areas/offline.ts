import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { account, nothing } from './parts.ts'

/** What lies on this computer. */
export const offlineArea = {
  queries: {
    'offline.summary': query({ input: nothing, output: view.offlineSummarySchema }),
    /** What became of a copy that could not be used any more; null once the user has seen it. */
    'offline.recovery': query({
      input: nothing,
      output: z.object({ recovery: view.recoverySchema.nullable() }),
    }),
    'offline.accounts': query({ input: nothing, output: z.array(view.offlineAccountSchema) }),
  },
  commands: {
    /** Whether an account's rows are on this computer. Kept again, they are fetched at the next contact. */
    'offline.keep': command({ input: account.extend({ keep: z.boolean() }), output: nothing }),
    /**
     * Empties this copy and fetches everything anew. Labels and the choice of accounts stay. With changes unsent it is
     * refused as `validation` unless `discardUnsent` is said, and then they go.
     */
    'offline.wipe': command({ input: z.object({ discardUnsent: z.boolean() }), output: nothing }),
    /** The user has seen what became of a copy that could not be used any more. */
    'offline.acknowledge': command({ input: nothing, output: nothing }),
    /** Tries again to open a copy that could not be opened. */
    'offline.open': command({ input: nothing, output: nothing }),
  },
} as const
