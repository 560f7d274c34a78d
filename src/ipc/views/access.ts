import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { accountLabelSchema } from './accounts.ts'
import { count } from './parts.ts'

const days = z.int().min(0).max(3650)

/** Somebody who can open an application, in one of the accounts. */
export const accessHolderSchema = z.object({
  accountId: c.accountIdSchema,
  accountName: z.string(),
  membershipId: c.membershipIdSchema,
  name: z.string(),
  email: z.string(),
  /** Why; never empty. */
  sources: z.array(c.accessSourceSchema),
})
export type AccessHolder = z.infer<typeof accessHolderSchema>

/** Who has an application, over all accounts whose users and applications the principal may see. */
export const whoHasAccessSchema = z.object({
  /** Memberships with effective access: somebody in two accounts counts twice. */
  count,
  /** The environment gives it to every user of every account. */
  environmentAuto: z.boolean(),
  /** Account by account. Not the whole of it: see `count`. */
  first: z.array(accessHolderSchema),
})
export type WhoHasAccess = z.infer<typeof whoHasAccessSchema>

/** What an access search goes by; all that is said has to hold. Null, false and '' don't matter. */
export const accessFilterSchema = z.object({
  /** Words of a name or an address, in any script. */
  text: z.string().max(200).default(''),
  userId: c.userIdSchema.nullable().default(null),
  /** Who can open it, for whatever reason. */
  applicationId: c.applicationIdSchema.nullable().default(null),
  permission: c.permissionSchema.nullable().default(null),
  role: c.roleSchema.nullable().default(null),
  /** Not seen for so many days, or never and here for as long. */
  unseenDays: days.nullable().default(null),
  /** Users who never came, and invitations that wait, for so many days. */
  invitedDays: days.nullable().default(null),
  /** The one person of an account who may do everything in it. */
  onlyOwner: z.boolean().default(false),
  administrators: z.boolean().default(false),
  /** Temporary, and over within so many days. */
  endingDays: days.nullable().default(null),
  status: z.enum(['active', 'suspended']).nullable().default(null),
  legacy: z.boolean().default(false),
  /** Of the account. */
  tag: z.string().max(100).nullable().default(null),
  environmentId: c.environmentIdSchema.nullable().default(null),
  accountId: c.accountIdSchema.nullable().default(null),
})
export type AccessFilter = z.infer<typeof accessFilterSchema>

export const accessSortSchema = z.object({
  by: z.enum(['person', 'account', 'seen', 'ends']),
  descending: z.boolean(),
})
export type AccessSort = z.infer<typeof accessSortSchema>

export const accessRowSchema = z.object({
  accountId: c.accountIdSchema,
  accountName: z.string(),
  accountColour: accountLabelSchema.shape.colour,
  accountStatus: c.accountSchema.shape.status,
  /** Null for an invitation: nobody is there yet. */
  membershipId: c.membershipIdSchema.nullable(),
  invitationId: c.invitationIdSchema.nullable(),
  userId: c.userIdSchema.nullable(),
  /** Of an invitation its address. */
  name: z.string(),
  email: z.string(),
  role: c.roleSchema,
  isOwner: z.boolean(),
  isLegacy: z.boolean(),
  isMe: z.boolean(),
  status: z.enum(['active', 'suspended', 'invited']),
  lastActiveAt: z.string().nullable(),
  createdAt: z.string(),
  endsAt: z.string().nullable(),
  /** How many can be opened; null where the principal may not see applications. */
  applications: count.nullable(),
  /** Why the application that was asked for can be opened; null where none was. */
  sources: z.array(c.accessSourceSchema).nullable(),
})
export type AccessRow = z.infer<typeof accessRowSchema>

/** How much of what is here was looked at: ask again while `done` is less than `of`. */
const looked = z.object({ done: count, of: count })

export const accessPageSchema = z.object({
  items: z.array(accessRowSchema),
  total: count,
  /** How many accounts they are in. */
  accounts: count,
  looked,
  /** Where administrators are asked for: who may do everything in all accounts of an environment, users or not. */
  administrators: z.array(z.object({ environment: z.string(), names: z.array(z.string()) })),
  /** Accounts of which not everything has arrived on this computer, so that their users can't be found yet. */
  missing: count,
  /** Accounts whose users the principal may not see. */
  hidden: count,
  syncedAt: z.string().nullable(),
})
export type AccessPage = z.infer<typeof accessPageSchema>

/** What one person has in one account. */
export const personAccessSchema = z.object({
  accountId: c.accountIdSchema,
  accountName: z.string(),
  accountColour: accountLabelSchema.shape.colour,
  accountStatus: c.accountSchema.shape.status,
  membershipId: c.membershipIdSchema,
  role: c.roleSchema,
  isOwner: z.boolean(),
  isLegacy: z.boolean(),
  status: z.enum(['active', 'suspended']),
  permissions: z.array(c.permissionSchema),
  lastActiveAt: z.string().nullable(),
  endsAt: z.string().nullable(),
  /** By name, with every reason; null where the principal may not see applications. */
  applications: z
    .array(z.object({ id: c.applicationIdSchema, name: z.string(), sources: z.array(c.accessSourceSchema) }))
    .nullable(),
})
export type PersonAccess = z.infer<typeof personAccessSchema>

/** Another login that is likely the same person's. Nothing is ever merged by itself. */
export const otherLoginSchema = z.object({
  userId: c.userIdSchema,
  name: z.string(),
  email: z.string(),
  accounts: count,
  /** Why it is taken for theirs. */
  reasons: z.array(c.duplicateReasonSchema),
})
export type OtherLogin = z.infer<typeof otherLoginSchema>

export const accessPersonSchema = z.object({
  userId: c.userIdSchema,
  name: z.string(),
  email: z.string(),
  isMe: z.boolean(),
  /** A piece of the accounts, by name. */
  items: z.array(personAccessSchema),
  /** In how many accounts they are; of those whose users may be seen. */
  total: count,
  others: z.array(otherLoginSchema),
  syncedAt: z.string().nullable(),
})
export type AccessPerson = z.infer<typeof accessPersonSchema>

/** A search under a name, kept on this computer for this login. */
export const savedSearchSchema = z.object({
  id: z.string().max(60),
  name: z.string().trim().min(1).max(80),
  filter: accessFilterSchema,
  sort: accessSortSchema,
})
export type SavedSearch = z.infer<typeof savedSearchSchema>
