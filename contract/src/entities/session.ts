import { z } from 'zod'
import { timeSchema } from './account.ts'

export const sessionIdSchema = z.string().regex(/^[\w-]{1,100}$/, 'This is not the id of a sign-in')

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

/** How a login is secured. What the issuer of an organisation keeps to itself is null. */
export const securitySchema = z
  .object({
    /** Whether a sign-in asks for a code as well. */
    twoFactor: z.boolean().nullable(),
    recoveryCodesLeft: z.int().nullable(),
    /** Null also where it was never changed. */
    passwordChangedAt: timeSchema.nullable(),
    /** The page where the user changes all of it, for the system browser. */
    url: z.url(),
  })
  .meta({ id: 'Security' })
export type Security = z.infer<typeof securitySchema>
