import { z } from 'zod'
import {
  accountIdSchema,
  applicationIdSchema,
  environmentIdSchema,
  membershipIdSchema,
  userIdSchema,
} from '../ids.ts'
import { permissionSchema, roleSchema } from './permission.ts'

/** Time as ISO 8601 UTC with milliseconds. */
export const timeSchema = z.iso.datetime().max(40)
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

/** An environment as the principal sees it. */
export const environmentEntrySchema = z
  .object({ environment: environmentSchema, isAdministrator: z.boolean() })
  .meta({ id: 'EnvironmentEntry' })
export type EnvironmentEntry = z.infer<typeof environmentEntrySchema>

/** Who administers an environment: every permission in every account of it. */
export const administratorSchema = z
  .object({ userId: userIdSchema, name: z.string(), email: z.string() })
  .meta({ id: 'Administrator' })
export type Administrator = z.infer<typeof administratorSchema>

const count = z.int().min(0)

/** An account counted. A part that the principal may not see is null. */
export const accountSummarySchema = z
  .object({
    accountId: accountIdSchema,
    /** Temporary memberships that have ended are in neither. */
    users: z.object({ active: count, suspended: count }).nullable(),
    invitations: z.object({ pending: count }).nullable(),
    /** Those on the account, agents and environment auto-assigned ones included; `inactive` are part of `total`. */
    applications: z.object({ total: count, inactive: count }).nullable(),
    /** Of those that the principal may see. `renewing`: active ones that renew within 30 days from now. */
    services: z.object({ total: count, active: count, renewing: count }).nullable(),
    activity: z.object({ lastAt: timeSchema.nullable() }).nullable(),
  })
  .meta({ id: 'AccountSummary' })
export type AccountSummary = z.infer<typeof accountSummarySchema>

/** What went when an account was deleted. */
export const deletedWithAccountSchema = z.object({
  memberships: count,
  applications: count,
  grants: count,
  invitations: count,
  services: count,
  templates: count,
})
export type DeletedWithAccount = z.infer<typeof deletedWithAccountSchema>
