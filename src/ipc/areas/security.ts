import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** The principal's sessions and two-factor sign-in. Needs the network. */
export const securityArea = {
  queries: {
    'security.overview': query({ input: nothing, output: view.securityOverviewSchema }),
  },
  commands: {
    /** Signs one device out, at once. The one in use is signed out by `session.signOut`. */
    'security.endSession': command({ input: z.object({ sessionId: c.sessionIdSchema }), output: nothing }),
    /** Signs every device out but this computer. */
    'security.endOthers': command({ input: nothing, output: z.object({ ended: z.int().min(0) }) }),
    /** Opens the page of the server, or of its issuer, on which the login is secured, in the system browser. */
    'security.openPage': command({ input: nothing, output: nothing }),
  },
} as const
