import { z } from 'zod'
import {
  type ActivityAction,
  activityActionSchema,
  activitySchema,
  invitationTokenSchema,
  timeSchema,
} from '../../entities/index.ts'
import * as ids from '../../ids.ts'

export { baseVersionSchema as baseVersion } from '../../mutations/account-arguments.ts'

// What the routes have in common.

export const environment = z.object({ environmentId: ids.environmentIdSchema })
export const account = z.object({ accountId: ids.accountIdSchema })
export const accountApplication = account.extend({ applicationId: ids.applicationIdSchema })
export const accountGrant = accountApplication.extend({ membershipId: ids.membershipIdSchema })
export const accountMembership = account.extend({ membershipId: ids.membershipIdSchema })
export const accountTemplate = account.extend({ templateId: ids.templateIdSchema })
export const accountReview = account.extend({ reviewId: ids.reviewIdSchema })
export const accountInvitation = account.extend({ invitationId: ids.invitationIdSchema })
export const token = z.object({ token: invitationTokenSchema })
export const joined = z.object({ accountId: ids.accountIdSchema, membershipId: ids.membershipIdSchema })

/** A window of a list: `after` is the `next` of the answer before. */
export const page = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(200).optional(),
})
export function paged<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

// As `action=a&action=b` or `action=a,b`.
const actions = z.preprocess(
  (value: string | ActivityAction[] | undefined) => (typeof value === 'string' ? value.split(',') : value),
  z.array(activityActionSchema).min(1).max(50).optional(),
)

/** Which activity is wanted; all that is said has to hold. `from` is counted in, `to` isn't. */
export const activityFilter = z.object({
  action: actions,
  actorId: ids.userIdSchema.optional(),
  targetKind: activitySchema.shape.targetKind.optional(),
  targetId: z.string().min(1).max(200).optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
  /** Part of the name of the actor or the target, without regard to case. */
  q: z.string().trim().min(1).max(100).optional(),
})
