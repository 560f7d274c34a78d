import { z } from 'zod'
import { updateChannels } from '../update-channels.ts'

export const updateChannelSchema = z.enum(updateChannels)
export type { UpdateChannel } from '../update-channels.ts'

/** Why an update was not found, not loaded or not installed. */
export const updateFailures = [
  'offline',
  'unreachable',
  'server',
  'redirected',
  'too-large',
  'unreadable',
  'unsigned',
  'altered',
  'wrong-channel',
  'expired',
  'clock',
  'rollback',
  'damaged',
  'nothing-for-this',
  'disk-full',
  'not-writable',
  'cancelled',
  'not-installed',
  'unexpected',
] as const
export const updateFailureSchema = z.enum(updateFailures)
export type UpdateFailure = z.infer<typeof updateFailureSchema>

const releaseSchema = z.object({
  version: z.string(),
  releasedAt: z.iso.datetime().nullable(),
  /** Plain text; may be empty. */
  notes: z.string(),
  bytes: z.int().min(0),
})
export type Release = z.infer<typeof releaseSchema>

export const updateStateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('idle'),
    /** What the last look came to. `staged`: a newer one is handed out in steps, and has not come here yet. */
    found: z.enum(['nothing-yet', 'newest', 'staged', 'system-too-old', 'older']),
    /** With `older`: the newest version of the channel, which is older than this trial version. */
    older: z.string().nullable(),
  }),
  z.object({ kind: z.literal('checking') }),
  z.object({ kind: z.literal('available'), release: releaseSchema }),
  z.object({ kind: z.literal('downloading'), release: releaseSchema, percent: z.int().min(0).max(100) }),
  z.object({ kind: z.literal('ready'), release: releaseSchema }),
  z.object({ kind: z.literal('failed'), reason: updateFailureSchema, release: releaseSchema.nullable() }),
])
export type UpdateState = z.infer<typeof updateStateSchema>

export const updatesViewSchema = z.object({
  version: z.string(),
  channel: updateChannelSchema,
  /** Why this installation can't be updated from within; null where it can. */
  unavailable: z.enum(['from-source', 'no-source', 'package-manager', 'not-writable']).nullable(),
  checkedAt: z.iso.datetime().nullable(),
  state: updateStateSchema,
})
export type UpdatesView = z.infer<typeof updatesViewSchema>

/** Said once, when it comes about. */
export const updateNoticeSchema = z.object({
  kind: z.enum(['available', 'ready', 'updated', 'not-installed']),
  version: z.string(),
})
export type UpdateNotice = z.infer<typeof updateNoticeSchema>
