import { z } from 'zod'
import { accountIdSchema, applicationIdSchema, environmentIdSchema, membershipIdSchema } from '../ids.ts'
import { timeSchema, versionSchema } from './account.ts'

export const applicationSchema = z
  .object({
    id: applicationIdSchema,
    environmentId: environmentIdSchema,
    key: z.string(),
    name: z.string(),
    description: z.string(),
    type: z.enum(['application', 'agent']),
    /** `inactive` = not integrated yet: can be assigned, can't be opened. */
    status: z.enum(['active', 'inactive']),
    applicationUrl: z.url(),
    loginUrl: z.url(),
    logoUrl: z.url().nullable(),
    /** At most one per environment. */
    isDefault: z.boolean(),
    /** Environment-level auto-assignment: every account of the environment has it, and every user of each. */
    autoAssign: z.boolean(),
    version: versionSchema,
  })
  .meta({ id: 'Application' })
export type Application = z.infer<typeof applicationSchema>

/** An application assigned to an account. Environment-auto ones exist without such a row. */
export const accountApplicationSchema = z
  .object({
    accountId: accountIdSchema,
    applicationId: applicationIdSchema,
    /** Account-level auto-assignment: every user of this account has it. */
    autoAssign: z.boolean(),
    assignedAt: timeSchema,
    version: versionSchema,
  })
  .meta({ id: 'AccountApplication' })
export type AccountApplication = z.infer<typeof accountApplicationSchema>

/** A manual assignment of an account application to one membership. */
export const grantSchema = z
  .object({
    accountId: accountIdSchema,
    membershipId: membershipIdSchema,
    applicationId: applicationIdSchema,
    grantedAt: timeSchema,
  })
  .meta({ id: 'Grant' })
export type Grant = z.infer<typeof grantSchema>

export const accessSourceSchema = z.enum(['environment', 'account', 'grant'])
/** Why a membership can open an application. */
export type AccessSource = z.infer<typeof accessSourceSchema>
