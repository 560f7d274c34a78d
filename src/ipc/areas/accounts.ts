import { z } from 'zod'
import { command, query } from '../define.ts'
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
  commands: {
    /** The user's own words for an account, in place of those before; empty ones take them away. Kept on this machine. */
    'accounts.label': command({ input: account.extend(view.accountLabelSchema.shape), output: nothing }),
  },
} as const
