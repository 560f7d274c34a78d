import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count, waiting } from './parts.ts'

export const accessLineSchema = z.object({
  applicationId: c.applicationIdSchema,
  name: z.string(),
  type: z.enum(['application', 'agent']),
  status: z.enum(['active', 'inactive']),
  /** Empty: on the account, but this user has no access. */
  sources: z.array(c.accessSourceSchema),
  hasGrant: z.boolean(),
  waiting,
})
export type AccessLine = z.infer<typeof accessLineSchema>

export const userItemSchema = z.object({
  membershipId: c.membershipIdSchema,
  userId: c.userIdSchema,
  name: z.string(),
  email: z.string(),
  role: c.roleSchema,
  isOwner: z.boolean(),
  isMe: z.boolean(),
  status: z.enum(['active', 'suspended']),
  lastActiveAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  /** Applications this user can reach. */
  applications: count,
  waiting,
})
export type UserItem = z.infer<typeof userItemSchema>

export const userDetailSchema = userItemSchema.extend({
  permissions: z.array(c.permissionSchema),
  access: z.array(accessLineSchema),
})
export type UserDetail = z.infer<typeof userDetailSchema>

/** A user as a line of an application's "Manage users" drawer. */
export const applicationUserSchema = userItemSchema
  .pick({ membershipId: true, name: true, email: true, status: true, waiting: true })
  .extend({ sources: z.array(c.accessSourceSchema), hasGrant: z.boolean() })
export type ApplicationUser = z.infer<typeof applicationUserSchema>
