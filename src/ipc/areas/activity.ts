import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { account } from './parts.ts'

/** Who did what in an account. */
export const activityArea = {
  queries: {
    /** The newest, for what needs no more. */
    'activity.list': query({ input: account, output: z.array(view.activityItemSchema) }),
    /** A window of all that the filter lets through, newest first. */
    'activity.page': query({
      input: account.extend({
        filter: view.accountActivityFilterSchema,
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(200),
      }),
      output: view.accountActivityPageSchema,
    }),
    'activity.facets': query({ input: account, output: view.activityFacetsSchema }),
    /** How one's own entry can be taken back. */
    'activity.inverse': query({
      input: account.extend({ activityId: c.activityIdSchema }),
      output: view.activityInverseSchema,
    }),
  },
  commands: {
    /**
     * Writes what the filter lets through to a file that the user chooses: all of it from the server, or without a
     * connection what is on this computer. `file: null` where they chose none.
     */
    'activity.export': command({
      input: account.extend({ filter: view.accountActivityFilterSchema, format: z.enum(['csv', 'json']) }),
      output: z.object({
        file: z.string().nullable(),
        count: z.int().min(0),
        from: z.enum(['server', 'this-computer']),
      }),
    }),
  },
} as const
