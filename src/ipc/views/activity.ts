import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { activityKinds } from '../activity-filter.ts'
import { count } from './parts.ts'

export const activityItemSchema = c.activitySchema.omit({ accountId: true })
export type ActivityItem = z.infer<typeof activityItemSchema>

/** Which activity is wanted; all that is said has to hold. */
export const accountActivityFilterSchema = z.object({
  text: z.string().max(200),
  kind: z.enum(activityKinds),
  /** A user of the account: what they did, and what was done to them. */
  userId: c.userIdSchema.nullable(),
  applicationId: c.applicationIdSchema.nullable(),
  /** Days as the person at the screen counts them, both counted in. */
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
})

export const accountActivityPageSchema = z.object({
  /** How many the filter lets through. */
  total: count,
  items: z.array(activityItemSchema),
})
export type AccountActivityPage = z.infer<typeof accountActivityPageSchema>

/** What an account's activity can be narrowed down to. */
export const activityFacetsSchema = z.object({
  /** Entries that are on this computer, whatever the filter. */
  all: count,
  /** When the oldest of them was made. */
  oldestAt: z.iso.datetime().nullable(),
  /** Who did something, the most active first; no more than a list can show. */
  people: z.array(z.object({ userId: c.userIdSchema, name: z.string(), count })),
  applications: z.array(z.object({ applicationId: c.applicationIdSchema, name: z.string() })),
})
export type ActivityFacets = z.infer<typeof activityFacetsSchema>

/** How an entry can be taken back. `intent: null`: not; `reason` says why where it could have been. */
export const activityInverseSchema = z.object({
  intent: c.intentSchema.nullable(),
  reason: z.enum(['changed-since', 'refused']).nullable(),
  problem: c.problemSchema.nullable(),
})
export type ActivityInverse = z.infer<typeof activityInverseSchema>
