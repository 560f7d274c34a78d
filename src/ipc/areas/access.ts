import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { query } from '../define.ts'
import * as view from '../views.ts'

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
  },
  commands: {},
} as const
