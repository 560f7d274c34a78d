import { z } from 'zod'
import { timeSchema } from './account.ts'

/** One device that a user is signed in on. */
export const sessionSchema = z
  .object({
    id: z.string(),
    /** What the device calls itself; null where it never said. */
    device: z.string().nullable(),
    startedAt: timeSchema,
    /** To the hour; null where it has not been seen since it signed in. */
    lastSeenAt: timeSchema.nullable(),
    /** The one that asks. */
    isCurrent: z.boolean(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof sessionSchema>
