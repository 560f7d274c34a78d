import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { waiting } from './parts.ts'
import { loginIdSchema, serverInfoSchema } from './session.ts'

export const invitationItemSchema = z.object({
  id: c.invitationIdSchema,
  email: z.string(),
  role: c.invitableRoleSchema,
  status: c.invitationStatusSchema,
  applicationNames: z.array(z.string()),
  invitedByName: z.string(),
  message: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  waiting,
})
export type InvitationItem = z.infer<typeof invitationItemSchema>

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
