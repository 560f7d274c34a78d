import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count } from './parts.ts'

const inAccount = { accountId: c.accountIdSchema, accountName: z.string() }

/** What happened that the user may want to hear of. */
export const notificationFactSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('invitation'),
    invitationId: c.invitationIdSchema,
    accountName: z.string(),
    invitedByName: z.string(),
    role: c.invitableRoleSchema,
  }),
  z.object({ kind: z.literal('access-given'), ...inAccount, role: c.roleSchema.nullable() }),
  /** Null: neither before nor after, by a membership. */
  z.object({
    kind: z.literal('access-changed'),
    ...inAccount,
    before: c.roleSchema.nullable(),
    role: c.roleSchema.nullable(),
    /** How many permissions came and went. */
    given: count,
    taken: count,
  }),
  z.object({ kind: z.literal('access-suspended'), ...inAccount }),
  z.object({ kind: z.literal('access-resumed'), ...inAccount }),
  /** Nothing of the account is kept, so its name is known until Gatehouse is closed or locked. */
  z.object({ kind: z.literal('access-taken'), accountName: z.string() }),
  z.object({
    kind: z.enum(['application-given', 'application-taken']),
    ...inAccount,
    applicationId: c.applicationIdSchema,
    applicationName: z.string(),
  }),
  z.object({ kind: z.literal('membership-ends'), ...inAccount, endsAt: z.iso.datetime() }),
  z.object({
    kind: z.literal('invitation-ends'),
    invitationId: c.invitationIdSchema,
    accountName: z.string(),
    expiresAt: z.iso.datetime(),
  }),
  z.object({
    /**
     * `mine`: handed to the principal to decide. `second`: to be signed by them as the second one. `returned`: by that
     * one. `recorded`: signed and sealed. `refused`: something that was to follow from it.
     */
    kind: z.enum([
      'review-mine',
      'review-due',
      'review-overdue',
      'review-second',
      'review-returned',
      'review-recorded',
      'review-refused',
    ]),
    ...inAccount,
    reviewId: c.reviewIdSchema,
    title: z.string(),
    dueAt: z.iso.datetime().nullable(),
  }),
])
export type NotificationFact = z.infer<typeof notificationFactSchema>

export const notificationSchema = z.object({
  id: z.string().max(40),
  at: z.iso.datetime(),
  isRead: z.boolean(),
  fact: notificationFactSchema,
})
export type Notification = z.infer<typeof notificationSchema>

/** The kinds as a person switches them on and off. `refused`: changes that the server refused. */
export const notificationKinds = ['invitations', 'access', 'expiry', 'reviews', 'refused'] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** What a notification of the system opens: what it tells of, the refused changes, or the list. */
export const notificationTargetSchema = z.union([
  notificationFactSchema,
  z.object({ kind: z.literal('refused') }),
  z.object({ kind: z.literal('several') }),
])
export type NotificationTarget = z.infer<typeof notificationTargetSchema>
