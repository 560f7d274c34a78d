import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** How this copy and the server come together. */
export const syncArea = {
  queries: { 'sync.status': query({ input: nothing, output: view.syncStatusSchema }) },
  commands: {
    'sync.now': command({ input: nothing, output: nothing }),
    /** Holds the first sync, or the one anew, until it is let go on; over restarts too. The outbox is still sent. */
    'sync.stopLoading': command({ input: nothing, output: nothing }),
    'sync.goOnLoading': command({ input: nothing, output: nothing }),
  },
} as const
