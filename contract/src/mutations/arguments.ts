import { z } from 'zod'
import { timeSchema, versionSchema } from '../entities/account.ts'
import { invitationDays } from '../entities/invitation.ts'
import { emailSchema } from '../entities/membership.ts'
import { invitableRoleSchema, permissionsSchema } from '../entities/permission.ts'
import { accountIdSchema, applicationIdSchema, invitationIdSchema, membershipIdSchema } from '../ids.ts'

const account = z.object({ accountId: accountIdSchema })
const accountApplication = account.extend({ applicationId: applicationIdSchema })
const accountInvitation = account.extend({ invitationId: invitationIdSchema })

export const assignBodySchema = z.object({
  applicationIds: z.array(applicationIdSchema).min(1, 'Choose at least one application').max(200),
  autoAssign: z.boolean(),
})
export const assignSchema = account.extend(assignBodySchema.shape)
export const unassignSchema = accountApplication

export const autoAssignBodySchema = z.object({
  autoAssign: z.boolean(),
  /** What becomes of access that auto-assignment alone gave; read when switching off. */
  onDisable: z.enum(['drop', 'keep']).default('drop'),
  /** The version it was decided on; a later one answers `stale_version`. Left out: whatever it is now. */
  baseVersion: z.int().min(1).optional(),
})
export const setAutoAssignSchema = accountApplication.extend(autoAssignBodySchema.shape)

export const grantArgumentsSchema = accountApplication.extend({ membershipId: membershipIdSchema })

export const inviteBodySchema = z.object({
  /** Made by whoever invites, so that an invitation written offline has its id from the start. */
  invitationId: invitationIdSchema,
  email: emailSchema,
  role: invitableRoleSchema,
  /** With the role `custom`: what the invited person may do. Other roles bring their own. */
  permissions: permissionsSchema.optional(),
  applicationIds: z.array(applicationIdSchema).max(200).default([]),
  message: z.string().trim().max(1000, 'A message has at most 1,000 characters').default(''),
  expiresInDays: z
    .int()
    .min(1, 'An invitation lives at least a day')
    .max(invitationDays.max, `An invitation lives at most ${invitationDays.max} days`)
    .default(invitationDays.default),
  anyAddress: z.boolean().default(false),
  /** When the membership ends by itself; null or left out: it lasts. An invitation that would live longer ends with it. */
  membershipEndsAt: timeSchema.nullable().optional(),
})

/** The whole offer as it is to be. */
export const editInvitationBodySchema = z.object({
  /** The version it was decided on; a later one answers `stale_version`. */
  baseVersion: versionSchema,
  ...inviteBodySchema.pick({ role: true, permissions: true }).shape,
  applicationIds: z.array(applicationIdSchema).max(200),
  message: inviteBodySchema.shape.message.unwrap(),
  /** Days from now. Left out: it ends when it would have ended. */
  expiresInDays: inviteBodySchema.shape.expiresInDays.unwrap().optional(),
  /** Left out: as it was offered. */
  membershipEndsAt: timeSchema.nullable().optional(),
})

export const inviteSchema = account.extend(inviteBodySchema.shape)
export const invitationTargetSchema = accountInvitation
export type InvitationTarget = z.output<typeof invitationTargetSchema>

export const editInvitationSchema = accountInvitation.extend(editInvitationBodySchema.shape)
