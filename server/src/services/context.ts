import type { MutationId, Principal } from '@gatehouse/contract'
import type { Randomness } from '../clock.ts'
import type { Tx } from '../db/database.ts'

/** What every write has at hand: one transaction, one moment, and who does it. */
export interface WriteContext {
  tx: Tx
  now: Date
  random: Randomness
  principal: Principal
  /** The machine it was made on, as the client names itself. */
  device: string | null
  /** Null for what isn't sent through an outbox, such as a page of the server's own. */
  mutationId: MutationId | null
  /** Base of links in mails and answers, without a trailing slash. */
  publicUrl: string
}
