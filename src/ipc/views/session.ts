import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count } from './parts.ts'

export const appInfoSchema = z.object({
  version: z.string(),
  platform: z.string(),
  /** `plain-text`: no password store, so the sign-in and the local copy can be read by whoever can read the disk. */
  keychain: z.enum(['protected', 'plain-text', 'unavailable']).optional(),
})

/** A hash: tells nothing of the server and the user that it stands for. */
export const loginIdSchema = z.string().regex(/^[0-9a-f]{32}$/)

export const serverInfoSchema = z.object({ address: z.url(), name: z.string(), apiVersion: z.int() })
export type ServerInfo = z.infer<typeof serverInfoSchema>

export const bootstrapProgressSchema = z.object({
  accountsDone: count,
  accountsTotal: count,
  rowsDone: count,
  rowsTotal: count,
  /** The directory is in: accounts can be listed and switched while the rest loads. */
  usable: z.boolean(),
  /** At the rate of the last seconds; null while that can't be said. */
  secondsLeft: count.nullable(),
  /** The user stopped it, and can let it go on. */
  paused: z.boolean(),
})
export type BootstrapProgress = z.infer<typeof bootstrapProgressSchema>

/** A login that this computer is signed in with: a user at a server. */
export const loginSchema = z.object({
  id: loginIdSchema,
  server: z.object({ address: z.url(), name: z.string() }),
  /** Null where the keychain no longer gives back whose it is: signing in again mends it. */
  principal: z.object({ name: z.string(), email: z.string() }).nullable(),
  isCurrent: z.boolean(),
  lastUsedAt: z.iso.datetime(),
  /** Changes not sent, and changes refused, when it was last open. */
  waiting: count,
  attention: count,
})
export type Login = z.infer<typeof loginSchema>

/** Why nothing can be seen. `offline-too-long`: the deployment allows no longer without contact. */
export const lockReasonSchema = z.enum(['by-hand', 'idle', 'screen', 'offline-too-long'])
export type LockReason = z.infer<typeof lockReasonSchema>

/** Nothing of the accounts is in memory: who it is that can unlock, and how. */
const lockedSchema = z.object({
  state: z.literal('locked'),
  server: serverInfoSchema,
  who: z.object({ name: z.string(), email: z.string() }),
  reason: lockReasonSchema,
  /**
   * `presence`: the system asks who is there. `keychain`: it gives the key to whoever uses this computer, so a press of
   * the button is enough. `sign-in`: in the browser, while there is a connection.
   */
  opensBy: z.enum(['presence', 'keychain', 'sign-in']),
  waiting: count,
  attention: count,
  /** The system browser is open and waited for. */
  signingIn: z.boolean(),
  /** `offline-too-long` alone: how many days are allowed, and when there was contact last. */
  offline: z.object({ days: count, lastContactAt: z.iso.datetime() }).nullable(),
  problem: c.problemSchema.nullable(),
})

/** When the local copy closes unless there is contact before; null while that is far off. */
const closesAt = z.iso.datetime().nullable()

/** Where this program stands between "never used" and "at work". */
export const sessionStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  z.object({
    state: z.literal('no-server'),
    suggestion: z.string().nullable(),
    problem: c.problemSchema.nullable(),
  }),
  z.object({
    state: z.literal('signed-out'),
    server: serverInfoSchema,
    /** The system browser is open and waited for. */
    signingIn: z.boolean(),
    problem: c.problemSchema.nullable(),
  }),
  z.object({
    state: z.literal('loading'),
    server: serverInfoSchema,
    principal: c.principalSchema.nullable(),
    progress: bootstrapProgressSchema,
    problem: c.problemSchema.nullable(),
  }),
  z.object({
    state: z.literal('signed-in'),
    server: serverInfoSchema,
    principal: c.principalSchema,
    closesAt,
  }),
  lockedSchema,
])
export type SessionState = z.infer<typeof sessionStateSchema>
