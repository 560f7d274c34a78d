import type {
  AccountId,
  Intent,
  InvitationPreview,
  MutationId,
  Principal,
  Problem,
  Result,
  ReviewId,
} from '@gatehouse/contract'
import type { QueryInput, QueryOutput, replicaTables } from '../ipc/contract.ts'
import type { AccountLabel, SavedSearch } from '../ipc/views.ts'
import type { Batch, BatchResult } from './outbox/batches.ts'
import type { RecoverySource } from './recovery/recover.ts'
import type { TagChange } from './repositories/labels.ts'
import type { BeginReviews, Begun } from './reviews/begin.ts'
import type { ReviewStep } from './reviews/decide.ts'
import type { ReviewDue, ReviewTexts, UnsavedDraft } from './reviews/fetched.ts'
import type { Signed, SignRequest } from './reviews/sign.ts'

export type { Batch, BatchResult } from './outbox/batches.ts'
export type { RecoverySource } from './recovery/recover.ts'

/** The queries that the replica answers; main adds nothing to them. */
export type ReplicaQueryName =
  | 'access.who'
  | 'access.find'
  | 'access.accounts'
  | 'access.person'
  | 'access.searches'
  | 'access.matrix'
  | 'access.document'
  | 'reviews.documents'
  | 'reviews.list'
  | 'reviews.page'
  | 'reviews.get'
  | 'reviews.matrix'
  | 'reviews.places'
  | 'reviews.plan'
  | 'reviews.candidates'
  | 'reviews.cell'
  | 'reviews.summary'
  | 'accounts.list'
  | 'accounts.get'
  | 'accounts.page'
  | 'accounts.matching'
  | 'accounts.facets'
  | 'accounts.directory'
  | 'portfolio.get'
  | 'portfolio.coverage'
  | 'portfolio.invitations'
  | 'portfolio.activity'
  | 'dashboard.get'
  | 'dashboard.charts'
  | 'accounts.settings'
  | 'applications.list'
  | 'applications.assignable'
  | 'applications.impact'
  | 'applications.impacts'
  | 'applications.users'
  | 'users.list'
  | 'users.get'
  | 'users.page'
  | 'users.keys'
  | 'users.some'
  | 'users.duplicates'
  | 'users.roles'
  | 'invitations.list'
  | 'invitations.known'
  | 'invitations.mine'
  | 'services.list'
  | 'activity.list'
  | 'activity.page'
  | 'activity.facets'
  | 'activity.inverse'
  | 'outbox.list'
  | 'bulk.receipt'
  | 'bulk.applications'
  | 'bulk.preview'
  | 'search.find'
  | 'search.person'
  | 'notifications.list'
  | 'environments.list'
  | 'environments.get'
  | 'environments.accounts'
  | 'environments.applications'
  | 'environments.templates'
  | 'templates.list'
  | 'offline.summary'
  | 'offline.recovery'
  | 'offline.accounts'
  | 'people.same'
  | 'people.leaver'
  | 'people.heirs'
  | 'people.joiner'
  | 'changes.inAccount'
  | 'changes.everywhere'
  | 'diagnostics.replica'

export type ReplicaTable = (typeof replicaTables)[number]

/** What a write touched, for the event that tells the screens. No accounts: all of them. */
export interface Touched {
  tables: ReplicaTable[]
  accountIds: AccountId[]
  revision: number
}

/** What some lines of a bootstrap were. */
export interface BootstrapStep {
  touched: Touched
  /** What the line that begins it announces, where it was among these. */
  start: { accounts: number; rows: number; resumed: boolean } | null
  /** Accounts that are here as a whole since these lines, and rows that they held. */
  accounts: number
  rows: number
  /** The directory is here as a whole since these lines. */
  usable: boolean
  ended: boolean
  principal: Principal | null
}

/** What a page of the feed was. */
export interface PageStep {
  touched: Touched
  /** Where the next page begins. */
  cursor: string
  more: boolean
  myInvitationsDue: boolean
  /** Names of accounts that the principal may no longer see; nothing else of them is left. */
  accessEnded: string[]
  principal: Principal | null
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
  /** How many there are in the directory. */
  accounts: number
}

export interface ReplicaState {
  /** Null until the first bootstrap has ended. */
  cursor: string | null
  /** Null where none is under way, or where it has to begin again. */
  cutBootstrap: CutBootstrap | null
  /** The user stopped the bootstrap, and it waits until they let it go on. */
  loadingStopped: boolean
  /** The directory has arrived: accounts can be listed. */
  usable: boolean
  /** What is here is of this moment, or later; before a bootstrap has ended too. */
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
  /**
   * It leaves this machine; from here on it can't be undone. Touches nothing where it doesn't wait any more, or where
   * it isn't `intent` any more that waits: a pull has put it onto a newer row meanwhile.
   */
  | { to: 'sending'; intent?: Intent }
  /**
   * It may or may not have arrived; it will be sent again under the same id, and can't be undone any more. `notSent`:
   * the connection was never made, so it surely did not arrive and can still be undone.
   */
  | { to: 'waiting'; notSent?: boolean }
  /** The server agreed in this transaction; it stays until a pull covers that. */
  | { to: 'sent'; transaction: string }
  | { to: 'refused'; problem: Problem }

/**
 * The encrypted local copy, as main sees it. It lives in two worker threads, one that writes and one that answers
 * `read`; it knows neither Electron nor the network, and takes the time from its caller. Every write is one
 * transaction, and a query that is asked after a write was answered sees it.
 */
export interface Replica {
  /** Problems: `replica_unavailable` (wrong key, damaged or newer file; `detail` says which). */
  open(options: OpenOptions): Promise<Result<ReplicaState>>
  state(): Promise<ReplicaState>
  read<N extends ReplicaQueryName>(name: N, input: QueryInput<N>, now: Date): Promise<Result<QueryOutput<N>>>
  /** Predicts the change, shows it and queues it; refused here where the server surely would. The same id counts once. */
  enqueue(mutationId: MutationId, intent: Intent, now: Date): Promise<Result<Touched>>
  /**
   * Feeds whole lines of a bootstrap as they came, in order. `start` empties everything but the outbox, unless it goes
   * on with the one that was cut off; `end` saves the cursor. Changes the server agreed to before stay on top until the
   * next page says that it covers them. Problems, with nothing applied: `not_gatehouse`, `incompatible_server`,
   * `replica_unavailable`.
   */
  applyBootstrap(text: string, now: Date): Promise<Result<BootstrapStep>>
  /**
   * One account as a whole, in place of what was known of it; `null` when it may no longer be seen. Problems, with
   * nothing applied: those of `applyBootstrap`, and `offline` where the text was cut short.
   */
  applySnapshot(accountId: AccountId, text: string | null, now: Date): Promise<Result<Touched>>
  /**
   * Confirmed rows, dropped acknowledgements, replayed outbox and the cursor: one transaction. `text` is the body of a
   * page as it came. Problems, with nothing applied: `not_gatehouse`, `replica_unavailable`.
   */
  applyPage(text: string, now: Date): Promise<Result<PageStep>>
  /** Stops the bootstrap until further notice, or lets it go on. Nothing where none is to be made. */
  stopLoading(stopped: boolean): Promise<void>
  setMyInvitations(invitations: InvitationPreview[], now: Date): Promise<Touched>
  /** The user has seen these notifications; null: all that are here. */
  markRead(ids: readonly string[] | null): Promise<Touched>
  /** At most one per account, oldest first; none of an account that has one on its way. */
  outgoing(): Promise<Outgoing[]>
  moveOutbox(mutationId: MutationId, move: OutboxMove, now: Date): Promise<Touched>
  /** `undone: false` when it was sent, or may have been. `also`: how many more went that made no sense without it. */
  undo(mutationId: MutationId, now: Date): Promise<{ undone: boolean; also: number; touched: Touched }>
  /** A refused change: sent again under a new id, as the old one is spent. */
  retry(mutationId: MutationId, newId: MutationId, now: Date): Promise<Touched>
  /**
   * Changes made together, in one transaction: each is predicted, shown and queued, or refused on its own. The answer
   * has a reason for each that was refused, null for the others.
   */
  applyBatch(batch: Batch, now: Date): Promise<Result<{ results: BatchResult[]; touched: Touched }>>
  /** Tries again what was refused of a batch; as many new ids as it may take. */
  retryBatch(
    batchId: string,
    newIds: readonly MutationId[],
    now: Date,
  ): Promise<{ retried: number; touched: Touched }>
  /** Takes back what can be of a batch; what was sent by its opposite, which become the batch `reversalId`. */
  undoBatch(
    batchId: string,
    reversalId: string,
    newIds: readonly MutationId[],
    now: Date,
  ): Promise<{ undone: number; reversing: boolean; touched: Touched }>
  /** A refused change is forgotten; what it holds is tried on its own, or forgotten with it. */
  discard(mutationId: MutationId, dependents: 'release' | 'discard', now: Date): Promise<Touched>
  /** A conflict: mine is sent again on top of theirs, under a new id; or mine is forgotten. */
  resolve(mutationId: MutationId, newId: MutationId, take: 'mine' | 'theirs', now: Date): Promise<Touched>
  /**
   * Puts another change in the place of one that was refused or hasn't left, under a new id. Problems, with everything
   * left as it was: those that the change meets at its place, `not_found` when it is too late.
   */
  editQueued(mutationId: MutationId, newId: MutationId, intent: Intent, now: Date): Promise<Result<Touched>>
  /**
   * Takes over what is the user's own - changes that wait, labels, what is kept here - out of a copy that is not in use
   * any more. Doing it again adds nothing. Problem: `replica_unavailable`, with nothing taken over.
   */
  recover(source: RecoverySource, now: Date): Promise<Result<Touched>>
  /**
   * Whether an account's rows are on this computer: not kept, they go at once; kept again, they are due to be fetched.
   * Changes that wait are sent either way. Problem: `not_found`.
   */
  keep(accountId: AccountId, kept: boolean): Promise<Result<Touched>>
  /** Forgets every change that was not agreed to, before the copy is wiped. */
  forgetQueue(): Promise<Result<Touched>>
  /**
   * Reads all of the file through, table by table, so that queries come in between, and keeps when that was. Problem:
   * `replica_unavailable`, `damaged`.
   */
  check(now: Date): Promise<Result<void>>
  /** Searches that the user gave a name, in place of those before. */
  keepSearches(searches: readonly SavedSearch[]): Promise<Result<Touched>>
  /** The user has seen what became of the last such copy. */
  forgetRecovery(): Promise<Result<Touched>>
  /**
   * Freezes accounts and queues the beginning of their reviews, as one batch to which more can be added; what was
   * refused is said with its reason.
   */
  beginReviews(request: BeginReviews, now: Date): Promise<Result<Begun & { touched: Touched }>>
  /** Something that a person does in a review. `changed`: how many cells are otherwise now. */
  takeReviewStep(
    accountId: AccountId,
    reviewId: ReviewId,
    step: ReviewStep,
  ): Promise<Result<{ changed: number; touched: Touched }>>
  /** Signs, and queues what follows behind it; see `Signed.needed`. */
  signReview(request: SignRequest, now: Date): Promise<Result<Signed & { touched: Touched }>>
  /** Reviews that the principal is to decide or sign, of which something is to be fetched or saved. */
  reviewsDue(): Promise<ReviewDue[]>
  /** As `reviewsDue`, of any one review; null for one that the server doesn't know as it is here. */
  reviewDue(accountId: AccountId, reviewId: ReviewId): Promise<ReviewDue | null>
  /** Keeps what was fetched. Problems: `not_gatehouse`; `hash_mismatch` where it isn't what was frozen or signed. */
  keepReviewTexts(accountId: AccountId, reviewId: ReviewId, texts: ReviewTexts): Promise<Result<Touched>>
  /** What is decided here and not saved at the server; null for nothing. */
  unsavedDraft(accountId: AccountId, reviewId: ReviewId): Promise<UnsavedDraft | null>
  /** The server has the draft as of this count. */
  noteSaved(reviewId: ReviewId, changes: number, version: number): Promise<Touched>
  /** A change out of the outbox with the documents that it carries, as it is sent; null where they are lost. */
  withDocuments(intent: Intent): Promise<Intent | null>
  /** The user's own words for an account. `not_found` for one that isn't here. */
  label(accountId: AccountId, label: AccountLabel): Promise<Result<Touched>>
  /** Adds the user's own tags to accounts, and takes others from them. `changed`: how many are called differently now. */
  tag(
    accountIds: readonly AccountId[],
    tags: TagChange,
  ): Promise<Result<{ touched: Touched; changed: number }>>
  /** The user leaves an account's screens. `not_found` for one that isn't here. */
  noteVisit(accountId: AccountId, now: Date): Promise<Result<Touched>>
  /** Closes the database and ends the worker. */
  close(): Promise<void>
}
