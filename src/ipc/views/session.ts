import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count } from './parts.ts'

export const appInfoSchema = z.object({
  version: z.string(),
  platform: z.string(),
  /** `plain-text`: no password store, so the sign-in and the local copy can be read by whoever can read the disk. */
  keychain: z.enum(['protected', 'plain-text', 'unavailable']).optional(),
})

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
  z.object({ state: z.literal('signed-in'), server: serverInfoSchema, principal: c.principalSchema }),
])
export type SessionState = z.infer<typeof sessionStateSchema>
