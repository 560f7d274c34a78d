import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { query } from '../define.ts'
import * as view from '../views.ts'

/** Finding accounts, people, applications and invitations over all that is here. */
export const searchArea = {
  queries: {
    'search.find': query({
      input: z.object({
        text: z.string().max(1000),
        /** At most so many of each group. */
        limit: z.int().min(1).max(50).default(8),
        /** Accounts one works in, the most likely first: what belongs to them stands before its equals. */
        boost: z.array(c.accountIdSchema).max(80).default([]),
      }),
      output: view.searchAnswerSchema,
    }),
    /** In which accounts somebody is. `not_found` for whom the principal sees in none. */
    'search.person': query({
      input: z.object({
        userId: c.userIdSchema,
        limit: z.int().min(1).max(100).default(40),
        boost: z.array(c.accountIdSchema).max(80).default([]),
      }),
      output: view.personAccountsSchema,
    }),
  },
  commands: {},
} as const
