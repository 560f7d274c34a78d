import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** Who works where. */
export const sessionArea = {
  queries: { 'session.get': query({ input: nothing, output: view.sessionStateSchema }) },
  commands: {
    /** First start: an address as typed. Reads the discovery document and says what is wrong when there is none. */
    'server.connect': command({
      input: z.object({ address: z.string().max(500) }),
      output: view.serverInfoSchema,
    }),
    /** Forget the server, to choose another one. Only while signed out. */
    'server.forget': command({ input: nothing, output: nothing }),
    /** Opens the system browser. Answers when the sign-in has ended, either way. `linkId`: to accept that invitation. */
    'session.signIn': command({
      input: z.object({ linkId: z.uuid().optional(), anotherLogin: z.boolean().default(false) }),
      output: nothing,
    }),
    'session.cancelSignIn': command({ input: nothing, output: nothing }),
    /** Wipes the replica. With changes unsent it is refused as `validation` unless `discardUnsent` is said. */
    'session.signOut': command({ input: z.object({ discardUnsent: z.boolean() }), output: nothing }),
  },
} as const
