import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count } from './parts.ts'

/** Somebody who can open an application, in one of the accounts. */
export const accessHolderSchema = z.object({
  accountId: c.accountIdSchema,
  accountName: z.string(),
  membershipId: c.membershipIdSchema,
  name: z.string(),
  email: z.string(),
  /** Why; never empty. */
  sources: z.array(c.accessSourceSchema),
})
export type AccessHolder = z.infer<typeof accessHolderSchema>

/** Who has an application, over all accounts whose users and applications the principal may see. */
export const whoHasAccessSchema = z.object({
  /** Memberships with effective access: somebody in two accounts counts twice. */
  count,
  /** The environment gives it to every user of every account. */
  environmentAuto: z.boolean(),
  /** Account by account. Not the whole of it: see `count`. */
  first: z.array(accessHolderSchema),
})
export type WhoHasAccess = z.infer<typeof whoHasAccessSchema>
