import { z } from 'zod'
import { invitationTokenSchema } from '../../entities/index.ts'
import * as ids from '../../ids.ts'

// What the routes have in common.

export const account = z.object({ accountId: ids.accountIdSchema })
export const accountApplication = account.extend({ applicationId: ids.applicationIdSchema })
export const accountGrant = accountApplication.extend({ membershipId: ids.membershipIdSchema })
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
