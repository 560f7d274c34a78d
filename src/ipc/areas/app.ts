import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** The program itself: what it is, and what the user set. */
export const appArea = {
  queries: {
    'app.info': query({ input: nothing, output: view.appInfoSchema }),
    'preferences.get': query({ input: nothing, output: view.preferencesSchema }),
  },
  commands: {
    /** The renderer listens now: links that came before are handed over as events. */
    'app.ready': command({ input: nothing, output: nothing }),
    /** The first picture stands: what it didn't need may begin. */
    'app.drawn': command({ input: nothing, output: nothing }),
    'clipboard.write': command({ input: z.object({ text: z.string().max(10_000) }), output: nothing }),
    'preferences.set': command({ input: view.preferencesChangeSchema, output: view.preferencesSchema }),
  },
} as const
