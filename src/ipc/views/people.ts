import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { accountLabelSchema } from './accounts.ts'
import { count } from './parts.ts'

/** Somebody as every account knows them. */
export const personSchema = z.object({ userId: c.userIdSchema, name: z.string(), email: z.string() })
export type Person = z.infer<typeof personSchema>

/** Another login that may be the same person's, and why. */
export const sameLoginSchema = personSchema.extend({
  reasons: z.array(c.duplicateReasonSchema),
  /** In how many accounts that the principal may see the users of. */
  accounts: count,
})
export type SameLogin = z.infer<typeof sameLoginSchema>

const ofAccount = {
  accountId: c.accountIdSchema,
  accountName: z.string(),
  reference: z.string(),
  colour: accountLabelSchema.shape.colour,
}

export const reachedApplicationSchema = z.object({
  id: c.applicationIdSchema,
  name: z.string(),
  sources: z.array(c.accessSourceSchema),
})
export type ReachedApplication = z.infer<typeof reachedApplicationSchema>

/** Somebody who can take over an account. */
export const heirSchema = z.object({
  membershipId: c.membershipIdSchema,
  name: z.string(),
  email: z.string(),
  role: c.roleSchema,
  version: z.int(),
})
export type Heir = z.infer<typeof heirSchema>

/** One membership of somebody who leaves. */
export const leaverLineSchema = z.object({
  ...ofAccount,
  membershipId: c.membershipIdSchema,
  userId: c.userIdSchema,
  email: z.string(),
  role: c.roleSchema,
  isOwner: z.boolean(),
  isMe: z.boolean(),
  status: z.enum(['active', 'suspended']),
  lastActiveAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime().nullable(),
  /** What they can open, and why; null where the principal may not see the account's applications. */
  applications: z.array(reachedApplicationSchema).nullable(),
  /** Nobody else who is active there holds these. */
  lastWith: z.array(c.permissionSchema),
  /** Why the principal can't remove anybody there, or hand over the ownership; null where they can. */
  removeRefusal: c.problemSchema.nullable(),
  transferRefusal: c.problemSchema.nullable(),
  /** Whom to ask: the owner, where that is nobody who leaves and not the principal. */
  askName: z.string().nullable(),
  /** Of an account that is owned by who leaves: those who were chosen to take over and still can, of one or more who can. */
  heirs: z.array(heirSchema),
  hasHeirs: z.boolean(),
  /** A change that isn't confirmed stands on it. */
  waiting: z.boolean(),
})
export type LeaverLine = z.infer<typeof leaverLineSchema>

export const leaverInvitationSchema = z.object({
  ...ofAccount,
  invitationId: c.invitationIdSchema,
  email: z.string(),
  role: c.roleSchema,
  expiresAt: z.iso.datetime(),
  refusal: c.problemSchema.nullable(),
})
export type LeaverInvitation = z.infer<typeof leaverInvitationSchema>

/** All that somebody has, over all accounts. */
export const leaverSchema = z.object({
  people: z.array(personSchema),
  lines: z.array(leaverLineSchema),
  invitations: z.array(leaverInvitationSchema),
  /** Memberships that are not among the lines: of more accounts than fit into one plan. */
  more: count,
})
export type Leaver = z.infer<typeof leaverSchema>

/** What a line of a plan comes to. */
export const planChoiceSchema = z.enum(['remove', 'transfer', 'keep'])
export type PlanChoice = z.infer<typeof planChoiceSchema>

/** What somebody new would get in one account. */
export const joinerLineSchema = z.object({
  ...ofAccount,
  /** The colleague's own place there. */
  colleagueRole: c.roleSchema,
  isColleagueOwner: z.boolean(),
  isColleagueSuspended: z.boolean(),
  email: z.string(),
  /**
   * `invite`: a new user. `change`: is there already, and gets the role and applications. `same`: has all of it.
   * `invited`: an invitation is pending.
   */
  kind: z.enum(['invite', 'change', 'same', 'invited']),
  /** Who it is in the account, of those there already. */
  membershipId: c.membershipIdSchema.nullable(),
  version: z.int().nullable(),
  roleBefore: c.roleSchema.nullable(),
  /** The role to be given; null where it isn't changed. */
  role: c.invitableRoleSchema.nullable(),
  /** With the role `custom`, and only then. */
  permissions: z.array(c.permissionSchema).nullable(),
  /** What the colleague may do and can't be given, as the principal doesn't hold it. */
  lacks: z.array(c.permissionSchema),
  /** Applications that are given one by one. */
  grants: z.array(z.object({ id: c.applicationIdSchema, name: z.string() })),
  /** Applications of the colleague that can't be given, as the principal may not assign. */
  ungiven: z.array(z.string()),
  /** Applications that every user there has. */
  auto: z.array(z.string()),
  /** Why nothing can be done there. */
  refusal: c.problemSchema.nullable(),
  askName: z.string().nullable(),
})
export type JoinerLine = z.infer<typeof joinerLineSchema>

export const joinerSchema = z.object({
  colleague: personSchema,
  lines: z.array(joinerLineSchema),
  more: count,
})
export type Joiner = z.infer<typeof joinerSchema>
