import { z } from 'zod'
import { accountIdSchema, environmentIdSchema, membershipIdSchema, userIdSchema } from '../ids.ts'
import { timeSchema, versionSchema } from './account.ts'
import { permissionSchema, roleSchema } from './permission.ts'

/** An address as people type it, trimmed; compared without case. RFC 5321 allows 254 characters. */
export const emailSchema = z
  .string()
  .trim()
  .max(254, 'An e-mail address has at most 254 characters')
  .pipe(z.email('This is not an e-mail address. Write it like name@example.com'))

export const membershipSchema = z
  .object({
    id: membershipIdSchema,
    accountId: accountIdSchema,
    userId: userIdSchema,
    /** The user's own name and address, repeated here so that an account can be read alone. */
    name: z.string(),
    email: z.string(),
    role: roleSchema,
    isOwner: z.boolean(),
    status: z.enum(['active', 'suspended']),
    permissions: z.array(permissionSchema),
    /** A login of the time when each account had logins of its own; see `likelyDuplicates`. */
    isLegacy: z.boolean(),
    lastActiveAt: timeSchema.nullable(),
    /** A temporary membership ends by itself. */
    endsAt: timeSchema.nullable(),
    createdAt: timeSchema,
    version: versionSchema,
  })
  .meta({ id: 'Membership' })
export type Membership = z.infer<typeof membershipSchema>

/** The signed-in user. */
export const principalSchema = z
  .object({
    userId: userIdSchema,
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    /** Environments this user administers: every permission in every account of them. */
    administers: z.array(environmentIdSchema),
  })
  .meta({ id: 'Principal' })
export type Principal = z.infer<typeof principalSchema>
