import * as c from '@gatehouse/contract'
import { z } from 'zod'

/** How the login is secured and where it is signed in, as the server said it at a moment. */
export const securityOverviewSchema = z.object({
  /** Without the page's address: the renderer opens nothing by address. */
  security: c.securitySchema.omit({ url: true }),
  sessions: z.array(c.sessionSchema),
  /** False where sign-ins are kept by an issuer of the organisation's own: they are seen and ended there. */
  isComplete: z.boolean(),
  askedAt: z.iso.datetime(),
})
export type SecurityOverview = z.infer<typeof securityOverviewSchema>
