import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count } from './parts.ts'

/** A text as it is shown, and where in it stands what was typed: from a UTF-16 unit to before another. */
export const markedSchema = z.object({ text: z.string(), marks: z.array(z.tuple([count, count])) })
export type Marked = z.infer<typeof markedSchema>

export const foundAccountSchema = z.object({
  accountId: c.accountIdSchema,
  name: markedSchema,
  reference: markedSchema,
  /** The user's own words for it; empty for none. */
  alias: markedSchema,
  tags: z.array(markedSchema),
})
export type FoundAccount = z.infer<typeof foundAccountSchema>

const foundMembershipSchema = z.object({
  membershipId: c.membershipIdSchema,
  accountId: c.accountIdSchema,
  accountName: z.string(),
  role: c.roleSchema,
  isOwner: z.boolean(),
})

export const foundPersonSchema = z.object({
  userId: c.userIdSchema,
  name: markedSchema,
  email: markedSchema,
  /** In how many accounts whose users the principal may see. */
  accounts: count,
  /** The first of them, those one works in first. */
  memberships: z.array(foundMembershipSchema),
})
export type FoundPerson = z.infer<typeof foundPersonSchema>

/** More of a person's accounts than stand beside a name. */
export const personAccountsSchema = foundPersonSchema.pick({ accounts: true, memberships: true })
export type PersonAccounts = z.infer<typeof personAccountsSchema>

export const foundApplicationSchema = z.object({
  applicationId: c.applicationIdSchema,
  name: markedSchema,
  key: markedSchema,
  type: z.enum(['application', 'agent']),
  /** On how many accounts it is; one of them, the one that one works in where it is there. */
  accounts: count,
  accountId: c.accountIdSchema,
  accountName: z.string(),
})
export type FoundApplication = z.infer<typeof foundApplicationSchema>

export const foundInvitationSchema = z.object({
  invitationId: c.invitationIdSchema,
  accountId: c.accountIdSchema,
  accountName: z.string(),
  email: markedSchema,
  status: c.invitationStatusSchema,
})
export type FoundInvitation = z.infer<typeof foundInvitationSchema>

/** The best first in each group. */
export const searchAnswerSchema = z.object({
  /** False while what was fetched isn't all searched: an account or a person may be missing. */
  complete: z.boolean(),
  accounts: z.array(foundAccountSchema),
  people: z.array(foundPersonSchema),
  applications: z.array(foundApplicationSchema),
  invitations: z.array(foundInvitationSchema),
})
export type SearchAnswer = z.infer<typeof searchAnswerSchema>
