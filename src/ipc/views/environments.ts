import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count, waiting } from './parts.ts'

const kind = c.environmentSchema.shape.kind
export type EnvironmentKind = z.infer<typeof kind>

/** An environment that the principal administers, for the way to it. */
export const environmentItemSchema = z.object({ id: c.environmentIdSchema, name: z.string(), kind })
export type EnvironmentItem = z.infer<typeof environmentItemSchema>

export const environmentDetailSchema = environmentItemSchema.extend({
  key: z.string(),
  version: z.int().min(1),
  accounts: z.object({ total: count, active: count, suspended: count, closed: count }),
  /** Active users of active accounts; somebody in two accounts counts twice. */
  users: count,
  applications: count,
  /** What a login without an application id opens. */
  defaultApplication: z
    .object({ id: c.applicationIdSchema, name: z.string(), status: z.enum(['active', 'inactive']) })
    .nullable(),
  /** What every account and user has. */
  autoAssigned: z.array(z.string()),
  /** Rows of some accounts have not arrived yet, so what is counted is too low. */
  isPartial: z.boolean(),
})
export type EnvironmentDetail = z.infer<typeof environmentDetailSchema>

/** An account as its environment's administrators see it. */
export const environmentAccountSchema = z.object({
  id: c.accountIdSchema,
  name: z.string(),
  reference: z.string(),
  plan: z.string(),
  status: c.accountStatusSchema,
  createdAt: z.iso.datetime(),
  version: z.int().min(1),
  /** Null while the account's rows haven't arrived. */
  users: count.nullable(),
  owner: z.union([z.object({ name: z.string() }), z.literal('none'), z.literal('unknown')]),
  waiting: count,
})
export type EnvironmentAccount = z.infer<typeof environmentAccountSchema>

export const environmentAccountFilterSchema = z.object({
  /** Part of the name, the reference or the plan. */
  find: z.string().max(200).default(''),
  status: c.accountStatusSchema.nullable().default(null),
  /** Those that nobody owns, alone. */
  withoutOwner: z.boolean().default(false),
})

export const environmentAccountSortSchema = z.object({
  by: z.enum(['name', 'reference', 'plan', 'status', 'users', 'created']).default('name'),
  descending: z.boolean().default(false),
})
export type EnvironmentAccountSort = z.infer<typeof environmentAccountSortSchema>

/** Some of those that a filter lets through, in the order that was asked for. */
export const environmentAccountsPageSchema = z.object({
  total: count,
  /** How many there are without the filter. */
  all: count,
  offset: count,
  rows: z.array(environmentAccountSchema),
})

export const environmentApplicationSchema = c.applicationSchema.omit({ environmentId: true }).extend({
  /** Accounts that have it: all of them where it is auto-assigned. */
  accounts: count,
  /** Users who can reach it, as far as their accounts are on this computer. */
  users: count,
})
export type EnvironmentApplication = z.infer<typeof environmentApplicationSchema>

/** An application as typed; the server says what is wrong with it. */
export const applicationFormSchema = z.object({
  key: z.string().max(500),
  name: z.string().max(500),
  description: z.string().max(5000),
  type: z.enum(['application', 'agent']),
  applicationUrl: z.string().max(5000),
  loginUrl: z.string().max(5000),
  logoUrl: z.string().max(5000).nullable(),
})
export type ApplicationForm = z.infer<typeof applicationFormSchema>

/** The catalogue of permissions in its order, and which of them each role includes. */
export const rolesSchema = z.object({
  catalogue: z.array(
    z.object({ key: c.permissionSchema, group: z.string(), enforcedBy: z.enum(['gatehouse', 'billing']) }),
  ),
  roles: z.array(z.object({ role: c.namedRoleSchema, permissions: z.array(c.permissionSchema) })),
})

export const templateItemSchema = c.templateSchema.omit({ accountId: true }).extend({ waiting })
export type TemplateItem = z.infer<typeof templateItemSchema>

/** A template of one of the environment's accounts. */
export const environmentTemplateSchema = z.object({
  accountId: c.accountIdSchema,
  accountName: z.string(),
  templateId: c.templateIdSchema,
  name: z.string(),
  permissions: count,
})
export type EnvironmentTemplate = z.infer<typeof environmentTemplateSchema>

export const environmentTemplatesPageSchema = z.object({
  total: count,
  all: count,
  offset: count,
  rows: z.array(environmentTemplateSchema),
})

/** How the page at an address answered when it was asked for without cookies and without a login. */
export const addressCheckSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('answered'),
    status: z.int(),
    /** Where it led in the end, where that is another host. */
    endedAt: z.string().nullable(),
    milliseconds: count,
  }),
  z.object({
    outcome: z.literal('silent'),
    why: z.enum(['not-web', 'unknown-host', 'refused', 'certificate', 'timeout', 'no-network', 'other']),
    /** As the network names it, for whoever looks into it. */
    code: z.string(),
  }),
])
export type AddressCheck = z.infer<typeof addressCheckSchema>
