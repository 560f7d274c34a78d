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
    /** What takes longer to count; the figures are there before it. */
    'dashboard.charts': query({ input: account, output: view.dashboardChartsSchema }),
    'accounts.settings': query({ input: account, output: view.accountSettingsSchema }),
    'services.list': query({ input: account, output: z.array(view.serviceItemSchema) }),
  },
  commands: {
    /** The user's own words for an account, in place of those before; empty ones take them away. Kept on this machine. */
    'accounts.label': command({ input: account.extend(view.accountLabelSchema.shape), output: nothing }),
    /** Asks the server, so it needs a connection; the account is gone from this computer when it answers. */
    'accounts.leave': command({ input: account.extend({ attempt: z.uuid() }), output: nothing }),
  },
} as const
