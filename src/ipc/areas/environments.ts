import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { account, nothing } from './parts.ts'

const environment = z.object({ environmentId: c.environmentIdSchema })
const ofApplication = environment.extend({ applicationId: c.applicationIdSchema })
const baseVersion = z.int().min(1)

/**
 * One try of a person to do something: said again with the same content it counts once, however often the connection
 * broke. A form makes it when it opens.
 */
const attempt = z.object({ attempt: z.uuid() })

const window = {
  offset: z.int().min(0).default(0),
  limit: z.int().min(0).max(500).default(200),
}

const version = z.object({ version: baseVersion })

/**
 * Administration of an environment: what its administrators alone may do. The lists are read here, the changes are
 * made at the server and need the network; they have been pulled when a command answers.
 */
export const environmentsArea = {
  queries: {
    /** Those that the principal administers, by name. */
    'environments.list': query({ input: nothing, output: z.array(view.environmentItemSchema) }),
    /** `not_found` for one that the principal doesn't administer, by this query and those that follow. */
    'environments.get': query({ input: environment, output: view.environmentDetailSchema }),
    'environments.accounts': query({
      input: environment.extend({
        filter: view.environmentAccountFilterSchema,
        sort: view.environmentAccountSortSchema,
        ...window,
      }),
      output: view.environmentAccountsPageSchema,
    }),
    'environments.applications': query({
      input: environment,
      output: z.array(view.environmentApplicationSchema),
    }),
    'environments.templates': query({
      input: environment.extend({ find: z.string().max(200).default(''), ...window }),
      output: view.environmentTemplatesPageSchema,
    }),
    'environments.roles': query({ input: nothing, output: view.rolesSchema }),
    /** The templates of an account, by name. */
    'templates.list': query({ input: account, output: z.array(view.templateItemSchema) }),
    // What follows is asked of the server.
    'environments.impact': query({
      input: ofApplication.extend({ change: c.environmentImpactChangeSchema }),
      output: c.environmentImpactSchema,
    }),
    'environments.accountSummary': query({ input: account, output: c.accountSummarySchema }),
    'environments.administrators': query({ input: environment, output: z.array(c.administratorSchema) }),
    'environments.activity': query({
      input: environment.extend({
        filter: view.accountActivityFilterSchema,
        /** The `next` of the page before. */
        after: z.string().max(200).nullable().default(null),
      }),
      output: z.object({ items: z.array(c.environmentActivitySchema), next: z.string().nullable() }),
    }),
  },
  commands: {
    'environments.rename': command({
      input: environment.extend({ name: z.string().max(200), baseVersion }).extend(attempt.shape),
      output: version,
    }),
    /** `invitation`: why its owner-to-be could not be invited; the account is there all the same. */
    'environments.createAccount': command({
      input: environment
        .extend({
          accountId: c.accountIdSchema,
          name: z.string().max(500),
          reference: z.string().max(500),
          plan: z.string().max(500),
          owner: z.object({ invitationId: c.invitationIdSchema, email: z.string().max(500) }).nullable(),
        })
        .extend(attempt.shape),
      output: z.object({ invitation: c.problemSchema.nullable() }),
    }),
    'environments.moveAccount': command({
      input: account
        .extend({
          move: z.enum(['suspend', 'resume', 'close', 'reopen']),
          reason: z.string().max(1000).default(''),
        })
        .extend(attempt.shape),
      output: nothing,
    }),
    'environments.deleteAccount': command({
      input: account.extend({ reference: z.string().max(200) }).extend(attempt.shape),
      output: c.deletedWithAccountSchema,
    }),
    'environments.createApplication': command({
      input: ofApplication.extend(view.applicationFormSchema.shape).extend(attempt.shape),
      output: version,
    }),
    'environments.editApplication': command({
      input: ofApplication
        .extend(view.applicationFormSchema.shape)
        .extend({ baseVersion })
        .extend(attempt.shape),
      output: version,
    }),
    'environments.setStatus': command({
      input: ofApplication
        .extend({ status: z.enum(['active', 'inactive']), baseVersion })
        .extend(attempt.shape),
      output: version,
    }),
    /** `baseVersion` and the version that is answered are the environment's. */
    'environments.setDefault': command({
      input: environment
        .extend({ applicationId: c.applicationIdSchema.nullable(), baseVersion })
        .extend(attempt.shape),
      output: version,
    }),
    'environments.setAutoAssign': command({
      input: ofApplication
        .extend({ autoAssign: z.boolean(), onDisable: z.enum(['drop', 'keep']).default('drop'), baseVersion })
        .extend(attempt.shape),
      output: z.object({ version: baseVersion, grantsMade: z.int().min(0) }),
    }),
    'environments.deleteApplication': command({
      input: ofApplication.extend({ cascade: z.boolean(), baseVersion }).extend(attempt.shape),
      output: nothing,
    }),
    'environments.addAdministrator': command({
      input: environment.extend({ email: z.string().max(500) }).extend(attempt.shape),
      output: c.administratorSchema,
    }),
    'environments.removeAdministrator': command({
      input: environment.extend({ userId: c.userIdSchema }).extend(attempt.shape),
      output: nothing,
    }),
    /** Asks for the page, as anybody would who isn't signed in; sends nothing that tells who asks. */
    'environments.checkAddress': command({
      input: z.object({ url: z.string().max(2000) }),
      output: view.addressCheckSchema,
    }),
  },
} as const
