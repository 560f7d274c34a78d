import { z } from 'zod'
import { count } from './parts.ts'

/** The pill. Exactly one state; the numbers say how much. */
export const syncStatusSchema = z.object({
  state: z.enum(['synced', 'syncing', 'offline', 'attention', 'sign-in']),
  /** Changes waiting to be sent or confirmed. */
  waiting: count,
  /** Changes the server refused, waiting for a decision. */
  attention: count,
  syncedAt: z.iso.datetime().nullable(),
  /**
   * `offline`, though something answers: its certificate can't be trusted, or it is somebody else. `attention`, with no
   * change refused: the disk here takes nothing more.
   */
  why: z.enum(['certificate', 'stranger', 'disk']).optional(),
})
export type SyncStatus = z.infer<typeof syncStatusSchema>
