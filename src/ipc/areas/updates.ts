import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** Newer versions of the program itself. Each command answers at once; what comes of it is told by `updates.changed`. */
export const updatesArea = {
  queries: {
    'updates.get': query({ input: nothing, output: view.updatesViewSchema }),
  },
  commands: {
    'updates.check': command({ input: nothing, output: nothing }),
    'updates.download': command({ input: nothing, output: nothing }),
    /** Loads the newest version of the channel though it is older than this trial version. */
    'updates.goBack': command({ input: nothing, output: nothing }),
    /** Closes the local copy, installs what is ready, and starts again. */
    'updates.restart': command({ input: nothing, output: nothing }),
  },
} as const
