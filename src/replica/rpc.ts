import { ok, type Problem, type Result } from '@gatehouse/contract'
import { loadAddon } from './begin-thread.ts'
import { isBeyondUse } from './failures.ts'
import type { OpenOptions, Replica, ReplicaState, Touched } from './port.ts'
import type { Note } from './protocol.ts'
import { looksAsLeft } from './recovery/left.ts'
import { type ReplicaWorker, startThread, type Thread } from './thread.ts'

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
 * end of either thread is the end of the replica. Of a file that was closed in good order the reader shows what is in
 * it before there is a writer, which begins with the first call that writes (ADR 0028).
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
  let writer: Thread<'writer'> | null = null
  /** Begins the writer of a file that the reader has open already. */
  let beginLate: (() => Promise<void>) | null = null
  /** For that writer. */
  let keptKey: Uint8Array | null = null

  function died(error: Error): void {
    if (crash) return
    crash = error
    // The other one ends too, after what it is at.
    void reader.close()
    void writer?.close()
    if (!closing) onCrash?.(error)
  }
  function failed(problem: Problem): void {
    if (!isOpen || closing || !isBeyondUse(problem)) return
    isOpen = false
    onUnusable?.(problem)
  }
  const reader = startThread(source, 'reader', died, failed, onNote)
  function writing(): Thread<'writer'> {
    writer ??= startThread(source, 'writer', died, failed, onNote)
    return writer
  }

  async function open({ file, key }: OpenOptions): Promise<Result<ReplicaState>> {
    // The caller may wipe the key as soon as it likes. Not `slice`: that of a Buffer is no copy.
    const own = new Uint8Array(key)
    try {
      return (looksAsLeft(file) ? await readFirst(file, own) : null) ?? (await writeFirst(file, own))
    } catch (error) {
      own.fill(0)
      throw error
    }
  }

  /** Null, with nothing open, where the file isn't as it is left in good order. */
  async function readFirst(file: string, own: Uint8Array): Promise<Result<ReplicaState> | null> {
    const { args, transfer } = handedOver(file, own)
    const state = await reader.call<ReplicaState | null>('openFirst', args, transfer)
    if (state === null) return null
    isOpen = true
    if (closing) own.fill(0)
    keptKey = own
    beginLate = lasting(() => openLate(file, own))
    return ok(state)
  }

  /** Whether or not it can be opened: the writer says so to whoever asks something of it. */
  async function openLate(file: string, own: Uint8Array): Promise<void> {
    const thread = writing()
    const confirmed = await reader.call<Result<void>>('confirmPlace')
    const { args, transfer } = handedOver(file, own)
    own.fill(0)
    if (!confirmed.ok) return thread.call('refuse', [confirmed.error])
    const opened = await thread.call<Result<ReplicaState>>('open', [...args, true], transfer)
    // Said now, as it would have been at the opening: nothing could be written any more.
    if (opened.ok || !isOpen || closing) return
    isOpen = false
    onUnusable?.(opened.error)
  }

  async function writeFirst(file: string, own: Uint8Array): Promise<Result<ReplicaState>> {
    const { args, transfer } = handedOver(file, own)
    const opened = await writing().call<Result<ReplicaState>>('open', args, transfer)
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
    if (writer) await beginLate?.().catch(() => {})
    await reader.close()
    await writer?.close()
    keptKey?.fill(0)
  }

  /** Before the caller hears of a write the reader does, so that what the caller asks next is answered from it. */
  const call: Thread<'writer'>['call'] = async <T>(...args: Parameters<Thread<'writer'>['call']>) => {
    if (crash) throw crash
    if (closing && !writer) throw new Error('the replica is closed')
    // Whoever asked first goes on first.
    await beginLate?.()
    const answer = await writing().call<T>(...args)
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
    // Of a file that nobody has written to yet, the one who has it open knows.
    state: () => (beginLate && !writer ? reader.call('state') : call('state')),
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

/** The same promise for everybody who asks. */
function lasting<T>(begin: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null
  return () => {
    begun ??= begin()
    return begun
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
