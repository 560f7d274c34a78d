/// <reference path="./better-sqlite3-multiple-ciphers.d.ts" />
import { ok, type Problem, type Result } from '@gatehouse/contract'
import Database from 'better-sqlite3-multiple-ciphers'
import { isBeyondUse } from './failures.ts'
import type { OpenOptions, Replica, ReplicaState, Touched } from './port.ts'
import type { Note } from './protocol.ts'
import { type ReplicaWorker, startThread } from './thread.ts'

export interface ReplicaOptions {
  /** A thread ended though nobody closed it. Every call from then on is rejected; start another replica. */
  onCrash?(error: Error): void
  /**
   * The file turned out to be damaged, or went from its place, after it had been opened: close this replica and open
   * the next one. Said once.
   */
  onUnusable?(problem: Problem): void
  /** Something for the log of the program, by either thread: a fixed sentence, ids and counts. */
  onNote?(note: ReplicaNote): void
}

export type ReplicaNote = Note['note']

/**
 * Starts the replica's two threads on one file: a writer, which answers in the order of the calls, and a reader, which
 * answers queries whatever the writer is at. A query that was asked after a write was answered sees that write. The
 * end of either thread is the end of the replica.
 */
export function startReplica(
  source: ReplicaWorker,
  { onCrash, onUnusable, onNote = () => {} }: ReplicaOptions = {},
): Replica {
  loadAddon()
  let crash: Error | null = null
  let opening: Promise<unknown> | null = null
  let closing: Promise<void> | null = null
  let isOpen = false

  function died(error: Error): void {
    if (crash) return
    crash = error
    // The other one ends too, after what it is at.
    void reader.close()
    void writer.close()
    if (!closing) onCrash?.(error)
  }
  function failed(problem: Problem): void {
    if (!isOpen || closing || !isBeyondUse(problem)) return
    isOpen = false
    onUnusable?.(problem)
  }
  const writer = startThread(source, 'writer', died, failed, onNote)
  const reader = startThread(source, 'reader', died, failed, onNote)

  async function open({ file, key }: OpenOptions): Promise<Result<ReplicaState>> {
    // The caller may wipe the key as soon as it likes.
    const own = key.slice()
    const { args, transfer } = handedOver(file, own)
    const opened = await writer.call<Result<ReplicaState>>('open', args, transfer)
    if (!opened.ok) {
      own.fill(0)
      return opened
    }
    // Only now is there a file with the schema that queries are for.
    const second = handedOver(file, own)
    own.fill(0)
    const readable = await reader.call<Result<void>>('open', second.args, second.transfer)
    isOpen = readable.ok
    return readable.ok ? opened : readable
  }

  async function close(): Promise<void> {
    // The writer last: it folds the log in, which it can't while somebody reads.
    await reader.close()
    await writer.close()
  }

  /** Before the caller hears of a write the reader does, so that what the caller asks next is answered from it. */
  const call: typeof writer.call = async <T>(...args: Parameters<typeof writer.call>) => {
    if (crash) throw crash
    const answer = await writer.call<T>(...args)
    const touched = touchedIn(answer)
    if (touched && isOpen && !closing) reader.call('forget', [touched]).catch(() => {})
    return answer
  }

  return {
    open(options) {
      const opened = open(options)
      opening = opened.catch(() => {})
      return opened
    },
    state: () => call('state'),
    async read(name, input, now) {
      await opening
      if (crash) throw crash
      return reader.call('read', [name, input, now])
    },
    enqueue: (mutationId, intent, now) => call('enqueue', [mutationId, intent, now]),
    applyBootstrap: (text, now) => call('applyBootstrap', [text, now]),
    applySnapshot: (accountId, text, now) => call('applySnapshot', [accountId, text, now]),
    applyPage: (text, now) => call('applyPage', [text, now]),
    stopLoading: (stopped) => call('stopLoading', [stopped]),
    setMyInvitations: (invitations, now) => call('setMyInvitations', [invitations, now]),
    markRead: (ids) => call('markRead', [ids]),
    outgoing: () => call('outgoing'),
    moveOutbox: (mutationId, move, now) => call('moveOutbox', [mutationId, move, now]),
    undo: (mutationId, now) => call('undo', [mutationId, now]),
    retry: (mutationId, newId, now) => call('retry', [mutationId, newId, now]),
    applyBatch: (batch, now) => call('applyBatch', [batch, now]),
    retryBatch: (batchId, newIds, now) => call('retryBatch', [batchId, newIds, now]),
    undoBatch: (batchId, reversalId, newIds, now) => call('undoBatch', [batchId, reversalId, newIds, now]),
    discard: (mutationId, dependents, now) => call('discard', [mutationId, dependents, now]),
    resolve: (mutationId, newId, take, now) => call('resolve', [mutationId, newId, take, now]),
    editQueued: (mutationId, newId, intent, now) => call('editQueued', [mutationId, newId, intent, now]),
    recover: (source, now) => call('recover', [source, now]),
    keep: (accountId, kept) => call('keep', [accountId, kept]),
    beginReviews: (request, now) => call('beginReviews', [request, now]),
    takeReviewStep: (accountId, reviewId, step) => call('takeReviewStep', [accountId, reviewId, step]),
    signReview: (request, now) => call('signReview', [request, now]),
    reviewsDue: () => call('reviewsDue'),
    reviewDue: (accountId, reviewId) => call('reviewDue', [accountId, reviewId]),
    keepReviewTexts: (accountId, reviewId, texts) => call('keepReviewTexts', [accountId, reviewId, texts]),
    unsavedDraft: (accountId, reviewId) => call('unsavedDraft', [accountId, reviewId]),
    noteSaved: (reviewId, changes, version) => call('noteSaved', [reviewId, changes, version]),
    withDocuments: (intent) => call('withDocuments', [intent]),
    label: (accountId, label) => call('label', [accountId, label]),
    tag: (accountIds, tags) => call('tag', [accountIds, tags]),
    noteVisit: (accountId, now) => call('noteVisit', [accountId, now]),
    forgetQueue: () => call('forgetQueue'),
    async check(now) {
      for (const table of await reader.call<string[]>('tables')) {
        const checked = await reader.call<Result<void>>('checkTable', [table])
        if (!checked.ok) return checked
      }
      const noted = await call<Result<unknown>>('noteCheck', [now])
      return noted.ok ? ok(undefined) : noted
    },
    keepSearches: (searches) => call('keepSearches', [searches]),
    forgetRecovery: () => call('forgetRecovery'),
    close() {
      closing ??= close()
      return closing
    },
  }
}

/** What a write touched, wherever in its answer that is said. */
function touchedIn(answer: unknown): Touched | null {
  if (typeof answer !== 'object' || answer === null) return null
  if ('tables' in answer) return answer as Touched
  if ('touched' in answer) return answer.touched as Touched
  return 'value' in answer ? touchedIn(answer.value) : null
}

/** A copy of the key that leaves this thread as it is handed over, so that only its receiver has to wipe it. */
function handedOver(file: string, key: Uint8Array) {
  const copy = new Uint8Array(key)
  return { args: [{ file, key: copy } satisfies OpenOptions], transfer: [copy.buffer] }
}

/** A native addon has to be loaded by the main thread before a worker may load it, or it goes with that worker. */
function loadAddon(): void {
  new Database(':memory:').close()
}
