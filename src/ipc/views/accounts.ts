import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count, waiting } from './parts.ts'

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
  users: z
    .object({
      total: count,
      active30Days: count,
      suspended: count,
      notSeen90Days: count,
      /** Memberships that end by themselves, and those of them that do within 30 days. */
      temporary: count,
      endingSoon: count,
    })
    .nullable(),
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
  hasDefaultApplication: z.boolean(),
  /** Rule: neither a default nor an auto-assigned application, so a login without an id lands on the error page. */
  noWayIn: z.boolean(),
  ownerName: z.string().nullable(),
})
export type Dashboard = z.infer<typeof dashboardSchema>

/** What is drawn of an account: painted after its figures. Null where the principal may not see what is counted. */
export const dashboardChartsSchema = z.object({
  /** Activity rows a day, the last 30 days, oldest first. */
  activityByDay: z.array(z.object({ day: z.iso.date(), count })).nullable(),
  /** Changes of what people can open, a week from its Monday, the last twelve; the present one is not over. */
  changesByWeek: z
    .array(z.object({ week: z.iso.date(), given: count, taken: count, changed: count }))
    .nullable(),
  /** The oldest activity that is on this computer: before it the two above know nothing. */
  activitySince: z.iso.datetime().nullable(),
  /** How long ago active users were last active. */
  lastActive: z
    .object({ today: count, week: count, month: count, quarter: count, longer: count, never: count })
    .nullable(),
  /** Users with access to an application, and those of them who were active in the account in the last 30 days. */
  seats: z
    .array(
      z.object({ applicationId: c.applicationIdSchema, name: z.string(), assigned: count, active: count }),
    )
    .nullable(),
  /** How many applications there are in all, of which the above are the largest. */
  seatsOf: count,
  /** Active services by when they renew, the next first; those whose day is past come before. */
  renewals: z
    .array(z.object({ serviceId: c.serviceIdSchema, name: z.string(), renewsAt: z.iso.datetime() }))
    .nullable(),
})
export type DashboardCharts = z.infer<typeof dashboardChartsSchema>

export const serviceItemSchema = c.serviceSchema.omit({ accountId: true }).extend({ waiting })
export type ServiceItem = z.infer<typeof serviceItemSchema>

/** What the settings of an account show beside its line in the list. */
export const accountSettingsSchema = z.object({
  version: c.versionSchema,
  createdAt: z.iso.datetime(),
  /** The principal administers its environment. */
  isAdministrator: z.boolean(),
  /** The own membership; null for an administrator without one. */
  membershipId: c.membershipIdSchema.nullable(),
  /** Null where there is none, or where users may not be seen. */
  owner: z.object({ membershipId: c.membershipIdSchema, name: z.string() }).nullable(),
  /** Rows on this computer; null where it isn't kept here. */
  rows: count.nullable(),
  /** A change of the account's own row that the server hasn't confirmed. */
  waiting,
})
export type AccountSettings = z.infer<typeof accountSettingsSchema>
