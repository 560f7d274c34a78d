import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { mostSavedSearches } from '../access-searches.ts'
import { command, query } from '../define.ts'
import * as view from '../views.ts'

const searched = z.object({
  filter: view.accessFilterSchema.prefault({}),
  sort: view.accessSortSchema.default({ by: 'person', descending: false }),
})

/** Who has access to what, over all accounts. */
export const accessArea = {
  queries: {
    /** `not_found` for an application that isn't here. */
    'access.who': query({
      input: z.object({
        applicationId: c.applicationIdSchema,
        limit: z.int().min(0).max(100).default(100),
      }),
      output: view.whoHasAccessSchema,
    }),
    /** Users over all accounts. Ask again while `looked.done` is less than `looked.of`. */
    'access.find': query({
      input: searched.extend({
        offset: z.int().min(0).default(0),
        limit: z.int().min(0).max(500).default(100),
      }),
      output: view.accessPageSchema,
    }),
    /** The accounts of what is found, in the order in which a campaign takes them: those that may be reviewed first. */
    'access.accounts': query({
      input: z.object({
        filter: view.accessFilterSchema.prefault({}),
        limit: z.int().min(1).max(500).default(500),
      }),
      output: z.object({
        accountIds: z.array(c.accountIdSchema),
        /** How many were found, and how many of them may be reviewed. */
        total: z.int().min(0),
        reviewable: z.int().min(0),
      }),
    }),
    /** `not_found` for somebody who is in no account whose users may be seen. */
    'access.person': query({
      input: z.object({
        userId: c.userIdSchema,
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(200).default(100),
      }),
      output: view.accessPersonSchema,
    }),
    /** Searches that were given a name, by name. */
    'access.searches': query({ input: z.object({}), output: z.array(view.savedSearchSchema) }),
  },
  commands: {
    /** All searches that are kept, in place of those before. */
    'access.keepSearches': command({
      input: z.object({ searches: z.array(view.savedSearchSchema).max(mostSavedSearches) }),
      output: z.object({}),
    }),
    /** Writes all that is found to a CSV file that the user chooses; `file: null` where they chose none. */
    'access.export': command({
      input: searched,
      output: z.object({ file: z.string().nullable(), count: z.int().min(0) }),
    }),
  },
} as const
