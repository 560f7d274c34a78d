import { z } from 'zod'
import { accountIdSchema, applicationIdSchema, environmentIdSchema, membershipIdSchema } from '../ids.ts'
import { permissionSchema, roleSchema } from './permission.ts'

/** Time as ISO 8601 UTC with milliseconds. */
export const timeSchema = z.iso.datetime()
/** Grows by one with each change of the row; what an edit bases on. */
export const versionSchema = z.int().min(1)

export const environmentSchema = z
  .object({
    id: environmentIdSchema,
    key: z.string(),
    name: z.string(),
    kind: z.enum(['development', 'qa', 'staging', 'production']),
    defaultApplicationId: applicationIdSchema.nullable(),
    version: versionSchema,
  })
  .meta({ id: 'Environment' })
export type Environment = z.infer<typeof environmentSchema>

export const accountStatusSchema = z.enum(['active', 'suspended', 'closed'])
export const accountSchema = z
  .object({
    id: accountIdSchema,
    environmentId: environmentIdSchema,
    name: z.string().min(1).max(200),
    /** The vendor's number for it, unique in the environment. */
    reference: z.string(),
    plan: z.string(),
    status: accountStatusSchema,
    createdAt: timeSchema,
    version: versionSchema,
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof accountSchema>

/** How the principal may work in an account: by a membership, or as administrator of its environment. */
export const accessSchema = z
  .object({
    accountId: accountIdSchema,
    via: z.enum(['membership', 'environment']),
    /** Null for an environment administrator without a membership. */
    membershipId: membershipIdSchema.nullable(),
    role: roleSchema.nullable(),
    isOwner: z.boolean(),
    membershipStatus: z.enum(['active', 'suspended']).nullable(),
    permissions: z.array(permissionSchema),
  })
  .meta({ id: 'Access' })
export type Access = z.infer<typeof accessSchema>

/** One line of the account switcher. */
export const directoryEntrySchema = z
  .object({ account: accountSchema, access: accessSchema })
  .meta({ id: 'DirectoryEntry' })
export type DirectoryEntry = z.infer<typeof directoryEntrySchema>
