import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** What happened that the user may want to hear of. */
export const notificationsArea = {
  queries: {
    /** The newest first. */
    'notifications.list': query({ input: nothing, output: z.array(view.notificationSchema) }),
  },
  commands: {
    /** The user has seen these; null: all. */
    'notifications.read': command({
      input: z.object({ ids: z.array(z.string().max(40)).max(500).nullable() }),
      output: nothing,
    }),
  },
} as const
