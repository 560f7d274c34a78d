import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { activityKinds } from '../activity-filter.ts'
import {
  accountSorts,
  applicationRelations,
  attentionFilters,
  attentionLevels,
  attentionReasons,
  invitationAges,
  invitationStates,
} from '../attention.ts'
import { accountItemSchema } from './accounts.ts'
import { activityItemSchema } from './activity.ts'
import { invitationItemSchema } from './invitations.ts'
import { count } from './parts.ts'

/** Why an account needs somebody. */
export const attentionReasonSchema = z.object({
  kind: z.enum(attentionReasons),
  /** How many invitations, renewals, people...; 1 where there is nothing to count. */
  count,
  /** When the next of them is due, or since when the oldest waits. */
  at: z.iso.datetime().nullable(),
  /** Of the invitations those that have expired; of the applications those that are agents. */
  part: count,
})
export type AttentionReason = z.infer<typeof attentionReasonSchema>

/** An account in a list over all of them. */
export const accountLineSchema = accountItemSchema.extend({
  /** Null where nothing is known to have happened, or the principal may not see it. */
  lastActivityAt: z.iso.datetime().nullable(),
  /** The most pressing first. */
  reasons: z.array(attentionReasonSchema),
  level: z.enum(attentionLevels).nullable(),
})
export type AccountLine = z.infer<typeof accountLineSchema>

const something = z.string().max(200)

/** What a list of accounts is narrowed to; what isn't said narrows nothing. */
export const accountFilterSchema = z.object({
  text: something.default(''),
  environmentId: c.environmentIdSchema.nullable().default(null),
  status: c.accountStatusSchema.nullable().default(null),
  role: z
    .enum([...c.roleSchema.options, 'environment'])
    .nullable()
    .default(null),
  tag: something.nullable().default(null),
  /** Accounts without any tag of the user's own; with `plan` that is a row of the coverage. */
  untagged: z.boolean().default(false),
  plan: something.nullable().default(null),
  attention: z.enum(attentionFilters).nullable().default(null),
  application: z
    .object({ applicationId: c.applicationIdSchema, has: z.enum(applicationRelations) })
    .nullable()
    .default(null),
})
export type AccountFilter = z.infer<typeof accountFilterSchema>

export const accountSortSchema = z.object({ by: z.enum(accountSorts), descending: z.boolean() })

export const accountPageSchema = z.object({
  items: z.array(accountLineSchema),
  /** How many the filter lets through, and how many there are. */
  total: count,
  all: count,
})
export type AccountPage = z.infer<typeof accountPageSchema>

/** What a list of accounts can be narrowed to. */
export const accountFacetsSchema = z.object({
  environments: z.array(z.object({ id: c.environmentIdSchema, name: z.string(), accounts: count })),
  plans: z.array(z.object({ name: z.string(), accounts: count })),
  tags: z.array(z.object({ name: z.string(), accounts: count })),
  roles: z.array(z.object({ role: z.enum([...c.roleSchema.options, 'environment']), accounts: count })),
  applications: z.array(
    z.object({
      id: c.applicationIdSchema,
      name: z.string(),
      environmentId: c.environmentIdSchema,
      environmentName: z.string(),
    }),
  ),
})
export type AccountFacets = z.infer<typeof accountFacetsSchema>

/** Null: not counted yet. */
export const portfolioSchema = z.object({
  accounts: count,
  tags: count,
  /** By the most pressing reason of each account. */
  attention: z.object({ accounts: count, urgent: count }),
  /** Accounts by reason. */
  reasons: z.record(z.enum(attentionReasons), count),
  invitations: z.object({ count, accounts: count, oldestAt: z.iso.datetime().nullable() }).nullable(),
  inactiveApplications: z.object({ count, accounts: count }).nullable(),
  renewals: z.object({ count, accounts: count, nextAt: z.iso.datetime().nullable() }).nullable(),
  owners: z.object({ none: count, one: count }).nullable(),
  outbox: z.object({ waiting: count, attention: count }),
  /** How many of the accounts have been looked at as a whole. */
  looked: z.object({ done: count, of: count }),
  /** Accounts whose rows are not on this computer: nothing is known of them. */
  unknown: count,
  syncedAt: z.iso.datetime().nullable(),
})
export type Portfolio = z.infer<typeof portfolioSchema>

/** How many accounts of each kind have each application: the user's tags, or the plans where there are none. */
export const coverageSchema = z.object({
  by: z.enum(['tag', 'plan']),
  environmentId: c.environmentIdSchema.nullable(),
  environmentName: z.string(),
  applications: z.array(z.object({ id: c.applicationIdSchema, name: z.string(), accounts: count })),
  rows: z.array(
    z.object({
      name: z.string(),
      accounts: count,
      /** In the order of `applications`. */
      counts: z.array(count),
    }),
  ),
})
export type Coverage = z.infer<typeof coverageSchema>

export const invitationLineSchema = invitationItemSchema.extend({
  accountId: c.accountIdSchema,
  accountName: z.string(),
  accountColour: accountItemSchema.shape.colour,
  /** What keeps the principal from resending or revoking it; null where nothing does. */
  refusal: z.enum(['permission', 'read-only', 'own-access']).nullable(),
})
export type InvitationLine = z.infer<typeof invitationLineSchema>

export const invitationFilterSchema = z.object({
  text: something.default(''),
  state: z.enum(invitationStates).default('any'),
  age: z.enum(invitationAges).default('any'),
  accountId: c.accountIdSchema.nullable().default(null),
  invitedBy: something.nullable().default(null),
})
export type InvitationFilter = z.infer<typeof invitationFilterSchema>

export const invitationPageSchema = z.object({
  items: z.array(invitationLineSchema),
  total: count,
  all: count,
  /** Who invited, the most often first; at most fifty. */
  inviters: z.array(z.object({ name: z.string(), count })),
})
export type InvitationPage = z.infer<typeof invitationPageSchema>

export const activityLineSchema = activityItemSchema.extend({
  accountId: c.accountIdSchema,
  accountName: z.string(),
})
export type ActivityLine = z.infer<typeof activityLineSchema>

export const anyActivityFilterSchema = z.object({
  text: something.default(''),
  kind: z.enum(activityKinds).default('all'),
  person: something.nullable().default(null),
  accountId: c.accountIdSchema.nullable().default(null),
  /** Days, the last of them included. */
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
})
export type AnyActivityFilter = z.infer<typeof anyActivityFilterSchema>

export const anyActivityPageSchema = z.object({
  items: z.array(activityLineSchema),
  total: count,
  all: count,
  /** Who did something, the most often first; at most fifty. */
  people: z.array(z.object({ name: z.string(), count })),
})
export type AnyActivityPage = z.infer<typeof anyActivityPageSchema>
