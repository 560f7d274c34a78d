import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { account, nothing, ofApplication } from './parts.ts'

/** Applications of an account, and who can reach them. */
export const applicationsArea = {
  queries: {
    'applications.list': query({
      input: account.extend({ type: z.enum(['application', 'agent']) }),
      output: z.array(view.applicationItemSchema),
    }),
    'applications.assignable': query({ input: account, output: z.array(view.assignableSchema) }),
    'applications.impact': query({
      input: ofApplication.extend({ change: c.impactChangeSchema }),
      output: c.impactSchema.extend({ activeUsers: z.int() }),
    }),
    /** As `applications.impact`, of several at once. */
    'applications.impacts': query({
      input: account.extend({
        applicationIds: z.array(c.applicationIdSchema).max(500),
        change: c.impactChangeSchema,
      }),
      output: z.object({
        activeUsers: z.int(),
        impacts: z.array(c.impactSchema.extend({ applicationId: c.applicationIdSchema })),
      }),
    }),
    'applications.users': query({ input: ofApplication, output: z.array(view.applicationUserSchema) }),
  },
  commands: {
    /** Opens an application in the system browser. */
    'applications.open': command({ input: ofApplication, output: nothing }),
  },
} as const
