import { z } from 'zod'
import { query } from '../define.ts'
import * as view from '../views.ts'
import { account, nothing } from './parts.ts'

/** Accounts, and what is shown of one as a whole. */
export const accountsArea = {
  queries: {
    'accounts.list': query({ input: nothing, output: z.array(view.accountItemSchema) }),
    'accounts.get': query({ input: account, output: view.accountDetailSchema }),
    'dashboard.get': query({ input: account, output: view.dashboardSchema }),
    'services.list': query({ input: account, output: z.array(view.serviceItemSchema) }),
    'activity.list': query({ input: account, output: z.array(view.activityItemSchema) }),
  },
  commands: {},
} as const
