import { z } from 'zod'
import { accountIdSchema, activityIdSchema, mutationIdSchema, userIdSchema } from '../ids.ts'
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
  'invitation.link_copied',
  'invitation.revoked',
  'invitation.accepted',
  'invitation.declined',
  'membership.added',
  'account.created',
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
    targetKind: z.enum(['application', 'membership', 'invitation', 'account', 'grant']),
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
