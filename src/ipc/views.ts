import * as c from '@gatehouse/contract'
import { z } from 'zod'

// What the screens show: answers of the replica, shaped for reading. All times ISO UTC.

const count = z.int().min(0)

/** A change made on this machine that the server hasn't confirmed yet stands on this row. */
const waiting = z.boolean()

export const appInfoSchema = z.object({
  version: z.string(),
  platform: z.string(),
  /** `plain-text`: no password store, so the sign-in and the local copy can be read by whoever can read the disk. */
  keychain: z.enum(['protected', 'plain-text', 'unavailable']).optional(),
})

export const serverInfoSchema = z.object({ address: z.url(), name: z.string(), apiVersion: z.int() })
export type ServerInfo = z.infer<typeof serverInfoSchema>

export const bootstrapProgressSchema = z.object({
  accountsDone: count,
  accountsTotal: count,
  rowsDone: count,
  rowsTotal: count,
  /** The directory is in: accounts can be listed and switched while the rest loads. */
  usable: z.boolean(),
})
export type BootstrapProgress = z.infer<typeof bootstrapProgressSchema>

/** Where this program stands between "never used" and "at work". */
export const sessionStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({
    state: z.literal('no-server'),
    suggestion: z.string().nullable(),
    problem: c.problemSchema.nullable(),
  }),
  z.object({
    state: z.literal('signed-out'),
    server: serverInfoSchema,
    /** The system browser is open and waited for. */
    signingIn: z.boolean(),
    problem: c.problemSchema.nullable(),
  }),
  z.object({
    state: z.literal('loading'),
    server: serverInfoSchema,
    principal: c.principalSchema.nullable(),
    progress: bootstrapProgressSchema,
    problem: c.problemSchema.nullable(),
  }),
  z.object({ state: z.literal('signed-in'), server: serverInfoSchema, principal: c.principalSchema }),
])
export type SessionState = z.infer<typeof sessionStateSchema>

/** The pill. Exactly one state; the numbers say how much. */
export const syncStatusSchema = z.object({
  state: z.enum(['synced', 'syncing', 'offline', 'attention', 'sign-in']),
  /** Changes waiting to be sent or confirmed. */
  waiting: count,
  /** Changes the server refused, waiting for a decision. */
  attention: count,
  syncedAt: z.iso.datetime().nullable(),
})
export type SyncStatus = z.infer<typeof syncStatusSchema>

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
  /** Null while the account's rows haven't arrived, or where the principal may not see users. */
  users: count.nullable(),
  waiting: count,
})
export type AccountItem = z.infer<typeof accountItemSchema>

export const accountDetailSchema = accountItemSchema.extend({
  permissions: z.array(c.permissionSchema),
  loaded: z.boolean(),
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

export const assignmentLevelSchema = z.enum(['environment', 'account', 'manual'])
export const applicationItemSchema = z.object({
  id: c.applicationIdSchema,
  name: z.string(),
  key: z.string(),
  description: z.string(),
  type: z.enum(['application', 'agent']),
  status: z.enum(['active', 'inactive']),
  isDefault: z.boolean(),
  level: assignmentLevelSchema,
  accountAuto: z.boolean(),
  version: z.int().nullable(),
  /** Users with effective access; null where the principal may not see users. */
  users: count.nullable(),
  assignedAt: z.iso.datetime().nullable(),
  waiting,
})
export type ApplicationItem = z.infer<typeof applicationItemSchema>

/** A line of the "Assign application" drawer. */
export const assignableSchema = applicationItemSchema
  .pick({ id: true, name: true, description: true, type: true, status: true })
  .extend({
    assigned: z.boolean(),
  })
export type Assignable = z.infer<typeof assignableSchema>

export const accessLineSchema = z.object({
  applicationId: c.applicationIdSchema,
  name: z.string(),
  type: z.enum(['application', 'agent']),
  status: z.enum(['active', 'inactive']),
  /** Empty: on the account, but this user has no access. */
  sources: z.array(c.accessSourceSchema),
  hasGrant: z.boolean(),
  waiting,
})
export type AccessLine = z.infer<typeof accessLineSchema>

export const userItemSchema = z.object({
  membershipId: c.membershipIdSchema,
  userId: c.userIdSchema,
  name: z.string(),
  email: z.string(),
  role: c.roleSchema,
  isOwner: z.boolean(),
  isMe: z.boolean(),
  status: z.enum(['active', 'suspended']),
  lastActiveAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  /** Applications this user can reach. */
  applications: count,
  waiting,
})
export type UserItem = z.infer<typeof userItemSchema>

export const userDetailSchema = userItemSchema.extend({
  permissions: z.array(c.permissionSchema),
  access: z.array(accessLineSchema),
})
export type UserDetail = z.infer<typeof userDetailSchema>

/** A user as a line of an application's "Manage users" drawer. */
export const applicationUserSchema = userItemSchema
  .pick({ membershipId: true, name: true, email: true, status: true, waiting: true })
  .extend({ sources: z.array(c.accessSourceSchema), hasGrant: z.boolean() })
export type ApplicationUser = z.infer<typeof applicationUserSchema>

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

export const serviceItemSchema = c.serviceSchema.omit({ accountId: true, version: true })
export type ServiceItem = z.infer<typeof serviceItemSchema>

export const activityItemSchema = c.activitySchema.omit({ accountId: true })
export type ActivityItem = z.infer<typeof activityItemSchema>

/** A change in the outbox, with the names needed to say it in words. */
export const outboxItemSchema = z.object({
  mutationId: c.mutationIdSchema,
  accountId: c.accountIdSchema,
  accountName: z.string(),
  /** Null for a change of another version that this one can't read: it can only be discarded. */
  intent: c.intentSchema.nullable(),
  /** Names of the applications, users and invitations that the intent speaks of, by id. */
  names: z.record(z.string(), z.string()),
  createdAt: z.iso.datetime(),
  /** `sent`: agreed by the server, not yet seen in a pull. `refused`: needs a decision. `held`: waits for a refused one. */
  state: z.enum(['waiting', 'sending', 'sent', 'refused', 'held']),
  attempts: count,
  problem: c.problemSchema.nullable(),
})
export type OutboxItem = z.infer<typeof outboxItemSchema>

/** A link that arrived or was pasted. Its token stays in the main process; the id stands for it. */
export const linkSchema = z.object({
  linkId: z.uuid(),
  preview: c.invitationPreviewSchema,
  server: serverInfoSchema,
  /** Null when nobody is signed in. */
  principalEmail: z.string().nullable(),
  /** The signed-in address is the invited one, or any address will do. */
  matches: z.boolean(),
})
export type InvitationLink = z.infer<typeof linkSchema>

export const tabSchema = z.enum([
  'dashboard',
  'applications',
  'agents',
  'users',
  'invitations',
  'services',
  'activity',
])
export type Tab = z.infer<typeof tabSchema>

const preferenceFields = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  pins: z.array(c.accountIdSchema).max(50),
  /** Most recent first. */
  recents: z.array(c.accountIdSchema).max(20),
  lastAccountId: c.accountIdSchema.nullable(),
  lastTab: tabSchema,
})
/** A change of some preferences. Without defaults: those would set back whatever a change leaves out. */
export const preferencesChangeSchema = preferenceFields.partial()
export const preferencesSchema = z.object({
  theme: preferenceFields.shape.theme.default('system'),
  density: preferenceFields.shape.density.default('comfortable'),
  pins: preferenceFields.shape.pins.default([]),
  recents: preferenceFields.shape.recents.default([]),
  lastAccountId: preferenceFields.shape.lastAccountId.default(null),
  lastTab: preferenceFields.shape.lastTab.default('dashboard'),
})
export type Preferences = z.infer<typeof preferencesSchema>
