import { z } from 'zod'
import {
  accountIdSchema,
  activityIdSchema,
  environmentIdSchema,
  mutationIdSchema,
  userIdSchema,
} from '../ids.ts'
import { timeSchema } from './account.ts'

export const activityActionSchema = z.enum([
  'application.assigned',
  'application.unassigned',
  'application.auto_assign_enabled',
  'application.auto_assign_disabled',
  'grant.added',
  'grant.removed',
  'invitation.sent',
  'invitation.resent',
  'invitation.edited',
  'invitation.link_copied',
  'invitation.revoked',
  'invitation.accepted',
  'invitation.declined',
  'invitation.expired',
  'invitation.requested',
  'membership.added',
  'membership.edited',
  'membership.end_changed',
  'membership.suspended',
  'membership.resumed',
  'membership.removed',
  'membership.ended',
  'ownership.transferred',
  'template.created',
  'template.edited',
  'template.deleted',
  'review.planned',
  'review.opened',
  'review.edited',
  'review.returned',
  'review.signed',
  'review.cancelled',
  'service.added',
  'service.edited',
  'service.removed',
  'account.created',
  'account.edited',
  'account.suspended',
  'account.resumed',
  'account.closed',
  'account.reopened',
  'account.deleted',
  'application.created',
  'application.edited',
  'application.activated',
  'application.deactivated',
  'application.default_set',
  'application.default_cleared',
  'application.deleted',
  'environment.created',
  'environment.edited',
  'administrator.added',
  'administrator.removed',
  'user.signed_in',
])
export type ActivityAction = z.infer<typeof activityActionSchema>

/** Who did what, when, before and after. Written in the transaction of the change itself. */
export const activitySchema = z
  .object({
    id: activityIdSchema,
    accountId: accountIdSchema,
    actorId: userIdSchema.nullable(),
    actorName: z.string(),
    action: activityActionSchema,
    targetKind: z.enum([
      'application',
      'membership',
      'invitation',
      'account',
      'grant',
      'template',
      'review',
      'service',
      'environment',
      'user',
    ]),
    targetId: z.string(),
    /** What it was called then, for a person to read. */
    targetName: z.string(),
    before: z.record(z.string(), z.json()).nullable(),
    after: z.record(z.string(), z.json()).nullable(),
    at: timeSchema,
    /** The machine it was made on, as the client names itself. */
    device: z.string().nullable(),
    /** The mutation that caused it; the same one never causes two rows. */
    mutationId: mutationIdSchema.nullable(),
  })
  .meta({ id: 'Activity' })
export type Activity = z.infer<typeof activitySchema>

/** What administrators did in an environment: to its applications, its accounts as a whole, and to themselves. */
export const environmentActivitySchema = activitySchema
  .omit({ accountId: true })
  .extend({
    environmentId: environmentIdSchema,
    /** The account it was done to, where it was one. It may be no more. */
    accountId: accountIdSchema.nullable(),
  })
  .meta({ id: 'EnvironmentActivity' })
export type EnvironmentActivity = z.infer<typeof environmentActivitySchema>
