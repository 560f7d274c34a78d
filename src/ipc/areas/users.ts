import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { query } from '../define.ts'
import * as view from '../views.ts'
import { account } from './parts.ts'

/** Users of an account. */
export const usersArea = {
  queries: {
    'users.list': query({ input: account, output: z.array(view.userItemSchema) }),
    'users.get': query({
      input: account.extend({ membershipId: c.membershipIdSchema }),
      output: view.userDetailSchema,
    }),
  },
  commands: {},
} as const
