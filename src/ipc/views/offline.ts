import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count } from './parts.ts'

/** What became of a copy that could not be used any more. Kept until the user has seen it. */
export const recoverySchema = z.object({
  at: z.iso.datetime(),
  why: z.enum(['damaged', 'key-lost']),
  /** Changes that were taken over and are sent as if nothing had happened. */
  changes: count,
  /** Changes of which can't be told whether they were sent; they wait for a decision. */
  doubtful: count,
  /** Changes that surely were there and could not be read. */
  lost: count,
  /** False: there may have been more than `lost` says. */
  isCountSure: z.boolean(),
  labels: count,
})
export type Recovery = z.infer<typeof recoverySchema>

export const offlineSummarySchema = z.object({
  /** Of the file with its log. */
  fileBytes: count,
  rows: count,
  accounts: count,
  accountsKept: count,
  /** Accounts that are kept and not here as a whole yet. */
  accountsDue: count,
  syncedAt: z.iso.datetime().nullable(),
  /** When the account that was fetched longest ago was fetched; later changes of it have come since. */
  oldestAt: z.iso.datetime().nullable(),
  unsent: count,
  isReadOnly: z.boolean(),
  recovery: recoverySchema.nullable(),
  /** When all of the file was last read through and found whole. */
  checkedAt: z.iso.datetime().nullable(),
  /** Free on the disk it lies on; null where the system doesn't say. */
  freeBytes: count.nullable(),
})
export type OfflineSummary = z.infer<typeof offlineSummarySchema>

export const offlineAccountSchema = z.object({
  accountId: c.accountIdSchema,
  name: z.string(),
  reference: z.string(),
  status: c.accountStatusSchema,
  environmentId: c.environmentIdSchema,
  rows: count,
  /** Its share of the file by its rows: what a row takes is measured, what this account's rows take isn't. */
  bytes: count,
  kept: z.boolean(),
  /** When all of it was fetched; null where it isn't here as a whole. */
  loadedAt: z.iso.datetime().nullable(),
})
export type OfflineAccount = z.infer<typeof offlineAccountSchema>
