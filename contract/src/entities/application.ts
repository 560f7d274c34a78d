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

/**
 * The address of a page that browsers are sent to: http or https, without a login in it, as such addresses look like
 * others' ("https://example.com@elsewhere"). At most 2,000 characters.
 */
export const webAddressSchema = z
  .string()
  .trim()
  .max(2000, 'An address has at most 2,000 characters')
  .regex(
    /^https?:\/\/[^\s\p{C}/?#@\\]+(?:[/?#][^\s\p{C}]*)?$/iu,
    'Write an address that begins with https:// or http://, without spaces and without a login in it',
  )
  .pipe(z.url('This is not the address of a page'))

/** What administrators say of an application. */
export const applicationFieldsSchema = z.object({
  /** For people and programs to read; integrations use the id. Unique in the environment. */
  key: z
    .string()
    .trim()
    .max(63, 'A key has at most 63 characters')
    .regex(
      /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
      'A key is made of small letters, digits and single hyphens between them',
    ),
  name: z.string().trim().min(1, 'An application needs a name').max(100, 'A name has at most 100 characters'),
  description: z.string().trim().max(1000, 'A description has at most 1,000 characters'),
  type: applicationSchema.shape.type,
  applicationUrl: webAddressSchema,
  loginUrl: webAddressSchema,
  logoUrl: webAddressSchema.nullable(),
})
export type ApplicationFields = z.infer<typeof applicationFieldsSchema>

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
