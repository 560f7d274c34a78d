import type {
  AccountId,
  BootstrapLine,
  ChangesPage,
  Intent,
  InvitationPreview,
  MutationId,
  Problem,
  Result,
} from '@gatehouse/contract'
import type { QueryInput, QueryOutput, replicaTables } from '../ipc/contract.ts'

/** The queries that the replica answers; main adds nothing to them. */
export type ReplicaQueryName =
  | 'accounts.list'
  | 'accounts.get'
  | 'dashboard.get'
  | 'applications.list'
  | 'applications.assignable'
  | 'applications.impact'
  | 'applications.users'
  | 'users.list'
  | 'users.get'
  | 'invitations.list'
  | 'invitations.mine'
  | 'services.list'
  | 'activity.list'
  | 'outbox.list'

export type ReplicaTable = (typeof replicaTables)[number]

/** What a write touched, for the event that tells the screens. No accounts: all of them. */
export interface Touched {
  tables: ReplicaTable[]
  accountIds: AccountId[]
  revision: number
}

export interface OpenOptions {
  file: string
  /** 32 random bytes, unwrapped by main; dropped by the worker once the database is open. */
  key: Uint8Array
}

/** A bootstrap that hasn't ended: where to go on. */
export interface CutBootstrap {
  /** That of its start. */
  cursor: string
  /** The account up to which, in the order of ids, all are here as a whole; null for none. */
  after: AccountId | null
  /** All that are here as a whole, those that were asked for first included. */
  complete: AccountId[]
}

export interface ReplicaState {
  /** Null until the first bootstrap has ended. */
  cursor: string | null
  /** Null where none is under way, or where it has to begin again. */
  cutBootstrap: CutBootstrap | null
  /** The directory has arrived: accounts can be listed. */
  usable: boolean
  syncedAt: string | null
  waiting: number
  attention: number
  /** Accounts whose snapshot is still to be fetched; kept over restarts. */
  snapshotsDue: AccountId[]
}

/** A change that is ready to be sent, in the order in which it was made. */
export interface Outgoing {
  mutationId: MutationId
  intent: Intent
  attempts: number
}

export type OutboxMove =
  /** It leaves this machine; from here on it can't be undone. Touches nothing where it doesn't wait any more. */
  | { to: 'sending' }
  /**
   * It may or may not have arrived; it will be sent again under the same id, and can't be undone any more. `notSent`:
   * the connection was never made, so it surely did not arrive and can still be undone.
   */
  | { to: 'waiting'; notSent?: boolean }
  /** The server agreed in this transaction; it stays until a pull covers that. */
  | { to: 'sent'; transaction: string }
  | { to: 'refused'; problem: Problem }

/**
 * The encrypted local copy, as main sees it. It lives in a worker thread, knows neither Electron nor the network, and
 * takes the time from its caller. Every write is one transaction.
 */
export interface Replica {
  /** Problems: `replica_unavailable` (wrong key, damaged or newer file; `detail` says which). */
  open(options: OpenOptions): Promise<Result<ReplicaState>>
  state(): Promise<ReplicaState>
  read<N extends ReplicaQueryName>(name: N, input: QueryInput<N>, now: Date): Promise<Result<QueryOutput<N>>>
  /** Predicts the change, shows it and queues it; refused here where the server surely would. The same id counts once. */
  enqueue(mutationId: MutationId, intent: Intent, now: Date): Promise<Result<Touched>>
  /**
   * Feeds lines of a bootstrap, in order. `start` empties everything but the outbox, unless it goes on with the one
   * that was cut off; `end` saves the cursor. Changes the server agreed to before stay on top until the next page says
   * that it covers them.
   */
  applyBootstrap(lines: BootstrapLine[], now: Date): Promise<Touched>
  /** One account as a whole, in place of what was known of it; `null` when it may no longer be seen. */
  applySnapshot(accountId: AccountId, lines: BootstrapLine[] | null, now: Date): Promise<Touched>
  /** Confirmed rows, dropped acknowledgements, replayed outbox and the cursor: one transaction. */
  applyPage(page: ChangesPage, now: Date): Promise<{ touched: Touched; myInvitationsDue: boolean }>
  setMyInvitations(invitations: InvitationPreview[]): Promise<Touched>
  /** At most one per account, oldest first; none of an account that has one on its way. */
  outgoing(): Promise<Outgoing[]>
  moveOutbox(mutationId: MutationId, move: OutboxMove, now: Date): Promise<Touched>
  /** False when it was sent already, or may have been. */
  undo(mutationId: MutationId, now: Date): Promise<{ undone: boolean; touched: Touched }>
  /** A refused change: sent again under a new id, as the old one is spent; or forgotten. */
  retry(mutationId: MutationId, newId: MutationId, now: Date): Promise<Touched>
  discard(mutationId: MutationId, now: Date): Promise<Touched>
  /** Closes the database and ends the worker. */
  close(): Promise<void>
}
