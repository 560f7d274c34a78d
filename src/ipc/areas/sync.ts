import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** How this copy and the server come together. */
export const syncArea = {
  queries: { 'sync.status': query({ input: nothing, output: view.syncStatusSchema }) },
  commands: { 'sync.now': command({ input: nothing, output: nothing }) },
} as const
