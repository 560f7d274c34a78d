import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count } from './parts.ts'

export const labelColours = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'grey'] as const
export type LabelColour = (typeof labelColours)[number]

/** The user's own words for an account; nobody else sees them. */
export const accountLabelSchema = z.object({
  /** Empty for none. */
  alias: z.string().trim().max(100),
  colour: z.enum(labelColours).nullable(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20),
})
export type AccountLabel = z.infer<typeof accountLabelSchema>

export const accountItemSchema = z.object({
  id: c.accountIdSchema,
  name: z.string(),
  reference: z.string(),
  plan: z.string(),
  status: c.accountStatusSchema,
  environmentId: c.environmentIdSchema,
  environmentName: z.string(),
  environmentKind: c.environmentSchema.shape.kind,
  via: z.enum(['membership', 'environment']),
  role: c.roleSchema.nullable(),
  isOwner: z.boolean(),
  membershipStatus: z.enum(['active', 'suspended']).nullable(),
  ...accountLabelSchema.shape,
  /** Null while the account's rows haven't arrived, or where the principal may not see users. */
  users: count.nullable(),
  waiting: count,
})
export type AccountItem = z.infer<typeof accountItemSchema>

export const accountDetailSchema = accountItemSchema.extend({
  permissions: z.array(c.permissionSchema),
  loaded: z.boolean(),
  /** False: the user doesn't want its rows on this computer. */
  kept: z.boolean(),
  syncedAt: z.iso.datetime().nullable(),
})
export type AccountDetail = z.infer<typeof accountDetailSchema>

/** Null where the principal lacks the permission to see what is counted. */
export const dashboardSchema = z.object({
  users: z.object({ total: count, active30Days: count, suspended: count, notSeen90Days: count }).nullable(),
  applications: z.object({
    total: count,
    inactive: count,
    environmentAuto: count,
    accountAuto: count,
    agents: count,
  }),
  invitations: z.object({ pending: count, oldestPendingAt: z.iso.datetime().nullable() }).nullable(),
  services: z
    .object({ active: count, renewals30Days: count, nextRenewalAt: z.iso.datetime().nullable() })
    .nullable(),
  /** Activity rows a day, the last 30 days, oldest first. */
  activityByDay: z.array(z.object({ day: z.iso.date(), count })).nullable(),
  /** Users with access, of active users, by application; the most used first, at most eight. */
  applicationUse: z
    .array(
      z.object({
        applicationId: c.applicationIdSchema,
        name: z.string(),
        withAccess: count,
        activeUsers: count,
      }),
    )
    .nullable(),
  hasDefaultApplication: z.boolean(),
  /** Rule: neither a default nor an auto-assigned application, so a login without an id lands on the error page. */
  noWayIn: z.boolean(),
  ownerName: z.string().nullable(),
})
export type Dashboard = z.infer<typeof dashboardSchema>

export const serviceItemSchema = c.serviceSchema.omit({ accountId: true, version: true })
export type ServiceItem = z.infer<typeof serviceItemSchema>

export const activityItemSchema = c.activitySchema.omit({ accountId: true })
export type ActivityItem = z.infer<typeof activityItemSchema>
