import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { accountLabelSchema } from './accounts.ts'
import { count } from './parts.ts'

export const accessChangeKindSchema = z.enum([
  'came',
  'went',
  'role',
  'owner',
  'suspended',
  'resumed',
  'end',
  'gained',
  'lost',
  'reason',
  'for-all',
  'not-for-all',
  'unassigned',
])
export type AccessChangeKind = z.infer<typeof accessChangeKindSchema>

/** One net effect on who has access: what came and went in between isn't told. */
export const accessChangeSchema = z.object({
  kind: accessChangeKindSchema,
  membershipId: z.string().nullable(),
  /** Whom it concerns; null where that is everybody. */
  name: z.string().nullable(),
  applicationId: z.string().nullable(),
  applicationName: z.string().nullable(),
  /** Roles, names of owners or moments of an end, as the kind says. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Permissions; of somebody who came or went names of applications. */
  gained: z.array(z.string()),
  lost: z.array(z.string()),
  /** Of what concerns everybody: how many users gain or lose access by it. */
  people: count.nullable(),
  level: z.enum(['environment', 'account']).nullable(),
  /** When it was done last, and by whom; null where two states were compared. */
  at: z.iso.datetime().nullable(),
  actorName: z.string().nullable(),
})
export type AccessChange = z.infer<typeof accessChangeSchema>

/** What changes are counted from: one's last visit on this computer, a day, or the last review that was signed. */
export const changesSinceSchema = z.union([
  z.object({ from: z.literal('visit') }),
  z.object({ from: z.literal('day'), day: z.iso.date() }),
  z.object({ from: z.literal('review') }),
])
export type ChangesSince = z.infer<typeof changesSinceSchema>

export const accessChangesSchema = z.object({
  /** Null: there was no such visit or review. */
  since: z.iso.datetime().nullable(),
  /** What is known of doings reaches back to here; null where that doesn't matter. */
  reachesTo: z.iso.datetime().nullable(),
  /** It doesn't reach back as far as was asked. */
  isCut: z.boolean(),
  reviewTitle: z.string().nullable(),
  total: count,
  changes: z.array(accessChangeSchema),
})
export type AccessChanges = z.infer<typeof accessChangesSchema>

export const changesOfAccountSchema = accessChangesSchema.omit({ reviewTitle: true }).extend({
  accountId: c.accountIdSchema,
  accountName: z.string(),
  colour: accountLabelSchema.shape.colour,
})
export type ChangesOfAccount = z.infer<typeof changesOfAccountSchema>

export const changesEverywhereSchema = z.object({
  /** Accounts with changes, and all of their changes. */
  total: count,
  changes: count,
  /** More was done than was looked at: the oldest isn't in it. */
  isCut: z.boolean(),
  accounts: z.array(changesOfAccountSchema),
})
export type ChangesEverywhere = z.infer<typeof changesEverywhereSchema>
