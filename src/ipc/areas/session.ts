import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { nothing } from './parts.ts'

/** Who works where. */
export const sessionArea = {
  queries: {
    'session.get': query({ input: nothing, output: view.sessionStateSchema }),
    /** Every login of this computer, the one in use first. Problems: `locked`. */
    'logins.list': query({ input: nothing, output: z.array(view.loginSchema) }),
  },
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
    /** Closes the replica and drops its key and the tokens; everything stays on the disk. */
    'session.lock': command({ input: nothing, output: nothing }),
    /**
     * By the keychain, or by signing in in the browser as the same user; the latter answers when the sign-in has ended.
     * Problems: `locked` where it takes the other way, `keychain_unavailable`, those of a sign-in.
     */
    'session.unlock': command({ input: z.object({ by: z.enum(['keychain', 'sign-in']) }), output: nothing }),
    /**
     * Opens another login of this computer; what waits in the one that is left is sent in the background. `linkId`: to
     * answer that invitation there.
     */
    'logins.switch': command({
      input: z.object({ loginId: view.loginIdSchema, linkId: z.uuid().optional() }),
      output: nothing,
    }),
    /** Signs in as somebody else, or at another server (`address` as typed; null: this one), beside whoever is here. */
    'logins.add': command({ input: z.object({ address: z.string().max(500).nullable() }), output: nothing }),
    /**
     * Wipes this login from this computer and goes on with another one of it, where there is one. With changes unsent
     * it is refused as `validation` unless `discardUnsent` is said.
     */
    'session.signOut': command({ input: z.object({ discardUnsent: z.boolean() }), output: nothing }),
  },
} as const
