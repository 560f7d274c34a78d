import { z } from 'zod'
import { accountIdSchema, applicationIdSchema, environmentIdSchema, invitationIdSchema } from '../ids.ts'
import { timeSchema, versionSchema } from './account.ts'
import { invitableRoleSchema, permissionSchema } from './permission.ts'

export const invitationStatusSchema = z.enum(['pending', 'accepted', 'declined', 'revoked', 'expired'])
export type InvitationStatus = z.infer<typeof invitationStatusSchema>

/** Days an invitation lives. */
export const invitationDays = { default: 7, max: 30 } as const

export const invitationSchema = z
  .object({
    id: invitationIdSchema,
    accountId: accountIdSchema,
    email: z.string(),
    role: invitableRoleSchema,
    permissions: z.array(permissionSchema),
    applicationIds: z.array(applicationIdSchema),
    message: z.string(),
    /** Any signed-in user holding the link may accept, whatever their address. */
    anyAddress: z.boolean(),
    /** When the membership that it makes ends by itself; null: it lasts. The invitation never outlives it. */
    membershipEndsAt: timeSchema.nullable().default(null),
    /** As last moved on the server. A pending one whose `expiresAt` has passed counts as expired. */
    status: invitationStatusSchema,
    invitedByName: z.string(),
    createdAt: timeSchema,
    expiresAt: timeSchema,
    version: versionSchema,
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof invitationSchema>

/** 256 random bits, base64url. */
export const invitationTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This is not an invitation code')

/** What a holder of the link sees before accepting. */
export const invitationPreviewSchema = z
  .object({
    invitationId: invitationIdSchema,
    accountId: accountIdSchema,
    accountName: z.string(),
    environmentId: environmentIdSchema,
    environmentName: z.string(),
    email: z.string(),
    invitedByName: z.string(),
    role: invitableRoleSchema,
    applicationNames: z.array(z.string()),
    message: z.string(),
    anyAddress: z.boolean(),
    membershipEndsAt: timeSchema.nullable().default(null),
    status: invitationStatusSchema,
    expiresAt: timeSchema,
    /**
     * A login with the invited address exists: sign in rather than sign up. Told to whoever reads the invited mailbox
     * alone; null for a copied link and for one that anybody may use, whose holder may be anybody.
     */
    hasLogin: z.boolean().nullable(),
  })
  .meta({ id: 'InvitationPreview' })
export type InvitationPreview = z.infer<typeof invitationPreviewSchema>
