import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { query } from '../define.ts'
import * as view from '../views.ts'
import { account } from './parts.ts'

/** Users of an account. */
export const usersArea = {
  queries: {
    'users.list': query({ input: account, output: z.array(view.userItemSchema) }),
    /** A window of the users that a filter lets through. */
    'users.page': query({
      input: account.extend({
        filter: view.userFilterSchema,
        sort: view.userSortSchema,
        offset: z.int().min(0).default(0),
        limit: z.int().min(0).max(500).default(200),
      }),
      output: view.userPageSchema,
    }),
    /** Ids alone, in the same order, for choosing many of them. */
    'users.keys': query({
      input: account.extend({
        filter: view.userFilterSchema,
        sort: view.userSortSchema,
        offset: z.int().min(0),
        limit: z.int().min(0).max(view.mostUsersAtOnce),
      }),
      output: z.array(c.membershipIdSchema),
    }),
    /** Those of these users who are still there. */
    'users.some': query({
      input: account.extend({ membershipIds: z.array(c.membershipIdSchema).max(view.mostUsersAtOnce) }),
      output: z.array(view.userRowSchema),
    }),
    'users.get': query({
      input: account.extend({ membershipId: c.membershipIdSchema }),
      output: view.userDetailSchema,
    }),
    /** Logins that are likely one person's. */
    'users.duplicates': query({ input: account, output: view.duplicatesSchema }),
    /** What can be given to a user of the account. */
    'users.roles': query({ input: account, output: view.roleChoicesSchema }),
  },
  commands: {},
} as const
