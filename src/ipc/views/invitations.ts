import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { waiting } from './parts.ts'
import { loginIdSchema, serverInfoSchema } from './session.ts'

export const invitationItemSchema = z.object({
  id: c.invitationIdSchema,
  email: z.string(),
  role: c.invitableRoleSchema,
  permissions: z.array(c.permissionSchema),
  status: c.invitationStatusSchema,
  applicationIds: z.array(c.applicationIdSchema),
  applicationNames: z.array(z.string()),
  /** Any login that holds the link may accept it. */
  anyAddress: z.boolean(),
  membershipEndsAt: z.iso.datetime().nullable(),
  invitedByName: z.string(),
  message: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  version: z.int().min(1),
  waiting,
})
export type InvitationItem = z.infer<typeof invitationItemSchema>

/** In how many accounts the same people can be invited at a time. */
export const mostAccountsToInvite = 200

/** What judging addresses takes, of one account. Addresses as `normalizeAddress` spells them. */
export const knownInAccountSchema = z.object({
  accountId: c.accountIdSchema,
  name: z.string(),
  /** Why nobody can be invited there; null: they can. */
  refusal: c.problemSchema.nullable(),
  /** What the principal holds there, and so can offer. */
  permissions: z.array(c.permissionSchema),
  /** Those that can be granted there. */
  applications: z.array(z.object({ id: c.applicationIdSchema, key: z.string(), name: z.string() })),
  members: z.array(z.string()),
  suspended: z.array(z.string()),
  pending: z.array(z.string()),
  /** Where its users have their mail, the most frequent first. Asked of a single account alone. */
  domains: z.array(z.string()),
})
export type KnownInAccount = z.infer<typeof knownInAccountSchema>

/** A link that arrived or was pasted. Its token stays in the main process; the id stands for it. */
export const linkSchema = z.object({
  linkId: z.uuid(),
  preview: c.invitationPreviewSchema,
  server: serverInfoSchema,
  /** Null when nobody is signed in. */
  principalEmail: z.string().nullable(),
  /** The signed-in address is the invited one, or any address will do. */
  matches: z.boolean(),
  /** Other logins of this computer that it could be answered with. */
  otherLogins: z.array(z.object({ id: loginIdSchema, email: z.string(), isInvited: z.boolean() })),
})
export type InvitationLink = z.infer<typeof linkSchema>

/** Its server is none that this computer knows, and was not asked anything yet: the user decides whether it is. */
export const strangeLinkSchema = z.object({ linkId: z.uuid(), stranger: z.string() })
export type StrangeLink = z.infer<typeof strangeLinkSchema>
