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

/** What an edit of a user is decided on. */
export const userRowSchema = userItemSchema.extend({ version: z.int().min(1) })
export type UserRow = z.infer<typeof userRowSchema>

export const userDetailSchema = userRowSchema.extend({
  permissions: z.array(c.permissionSchema),
  access: z.array(accessLineSchema),
  /** A login of the time when each account had logins of its own. */
  isLegacy: z.boolean(),
  /** Manual grants here, those that are not in force included. */
  grants: count,
  /** In how many of the accounts that the principal sees this person is a user, this one included. */
  accounts: count,
})
export type UserDetail = z.infer<typeof userDetailSchema>

/** Which users of an account are looked for; what is null doesn't matter. */
export const userFilterSchema = z.object({
  /** Part of the name or the address. */
  find: z.string().max(200).default(''),
  role: c.roleSchema.nullable().default(null),
  status: z.enum(['active', 'suspended']).nullable().default(null),
  /**
   * Not seen for so many days; who never was counts from the day of joining. `never`: those who never were. `seen-30`:
   * those who were, in the last 30 days.
   */
  unseen: z.enum(['30', '90', 'never', 'seen-30']).nullable().default(null),
  /** Memberships that end by themselves. */
  temporary: z.boolean().default(false),
  /** Can open this application. */
  applicationId: c.applicationIdSchema.nullable().default(null),
})
export type UserFilter = z.infer<typeof userFilterSchema>

export const userSortSchema = z.object({
  by: z.enum(['name', 'role', 'status', 'applications', 'lastActive', 'joined']).default('name'),
  descending: z.boolean().default(false),
})
export type UserSort = z.infer<typeof userSortSchema>

/** How many users can be chosen at a time. */
export const mostUsersAtOnce = 20_000

/** Some of the users that a filter lets through, in the order that was asked for. */
export const userPageSchema = z.object({
  /** How many the filter lets through. */
  total: count,
  /** How many there are without it. */
  all: count,
  offset: count,
  rows: z.array(userRowSchema),
})
export type UserPage = z.infer<typeof userPageSchema>

/** One of several logins that are likely one person's. */
export const duplicateSideSchema = userItemSchema.extend({
  isLegacy: z.boolean(),
  permissions: z.array(c.permissionSchema),
  /** What was granted to this one alone. */
  grants: z.array(z.object({ applicationId: c.applicationIdSchema, name: z.string() })),
})
export type DuplicateSide = z.infer<typeof duplicateSideSchema>

export const duplicatesSchema = z.object({
  /** Logins that look like another one's. */
  count,
  /** Not all of them where there are very many. */
  groups: z.array(
    z.object({
      keep: duplicateSideSchema,
      others: z.array(z.object({ user: duplicateSideSchema, reasons: z.array(c.duplicateReasonSchema) })),
    }),
  ),
})
export type Duplicates = z.infer<typeof duplicatesSchema>

/** What can be given in an account: the catalogue in its order, the roles, and the account's own templates. */
export const roleChoicesSchema = z.object({
  catalogue: z.array(
    z.object({ key: c.permissionSchema, group: z.string(), enforcedBy: z.enum(['gatehouse', 'billing']) }),
  ),
  presets: z.array(
    z.object({ role: c.roleSchema.exclude(['owner', 'custom']), permissions: z.array(c.permissionSchema) }),
  ),
  templates: z.array(
    z.object({
      templateId: c.templateIdSchema,
      name: z.string(),
      permissions: z.array(c.permissionSchema),
    }),
  ),
  /** Null where nobody owns the account, or where it isn't known here. */
  ownerName: z.string().nullable(),
})
export type RoleChoices = z.infer<typeof roleChoicesSchema>

/** A user as a line of an application's "Manage users" drawer. */
export const applicationUserSchema = userItemSchema
  .pick({ membershipId: true, name: true, email: true, status: true, waiting: true })
  .extend({ sources: z.array(c.accessSourceSchema), hasGrant: z.boolean() })
export type ApplicationUser = z.infer<typeof applicationUserSchema>
