import { existsSync } from 'node:fs'
import {
  type AccountId,
  fail,
  type Intent,
  type InvitationPreview,
  type MutationId,
  ok,
  type Problem,
  type Result,
} from '@gatehouse/contract'
import type { QueryInput, QueryOutput } from '../ipc/contract.ts'
import type { AccountLabel, SavedSearch } from '../ipc/views.ts'
import { openDatabase, type Sql } from './database.ts'
import { fileProblem, problemOf, ReplicaFailure } from './failures.ts'
import { noteInvitations } from './notifications/endings.ts'
import { applyBatch, type Batch, type BatchResult, retryBatch, undoBatch } from './outbox/batches.ts'
import * as decisions from './outbox/decisions.ts'
import { enqueue } from './outbox/enqueue.ts'
import * as moves from './outbox/moves.ts'
import { rebase } from './outbox/overlay.ts'
import { mendQueue } from './outbox/rows.ts'
import type {
  BootstrapStep,
  OpenOptions,
  OutboxMove,
  Outgoing,
  PageStep,
  ReplicaQueryName,
  ReplicaState,
  Touched,
} from './port.ts'
import { forgetTouched } from './portfolio/kept.ts'
import { answer } from './queries/index.ts'
import { forgetQueue, forgetRecovery, type RecoverySource, recover } from './recovery/recover.ts'
import { registerTouched } from './register/register.ts'
import { makeNextIndex } from './repositories/indexes.ts'
import { labelAccount, type TagChange, tagAccounts } from './repositories/labels.ts'
import { readMeta, writeMeta } from './repositories/meta.ts'
import { putMyInvitations, readMyInvitations } from './repositories/my-invitations.ts'
import { markNotificationsRead } from './repositories/notifications.ts'
import { readState } from './repositories/state.ts'
import { noteVisit } from './repositories/visits.ts'
import { reviewMethods } from './reviews/methods.ts'
import { indexStep } from './search/upkeep.ts'
import { applyBootstrapLines, replaceAccount, stepOf } from './sync/bootstrap.ts'
import { keepAccount } from './sync/kept.ts'
import { applyPage } from './sync/page.ts'
import { parseLines, parsePage, parseSnapshot } from './sync/text.ts'
import { type Write, write } from './write.ts'

/**
 * The replica without its thread: every method as in `Replica`, answering at once. `openFile` is for tests that need
 * a disk to fail.
 */
export function createEngine(openFile = openDatabase) {
  let database: Sql | null = null
  /** Why there is none. */
  let refusal: Problem | null = null
  let revision = 0

  function opened(): Sql {
    if (database) return database
    throw refusal ? new ReplicaFailure(refusal) : new Error('the replica is not open')
  }

  /** One transaction, and what it touched under the next revision. */
  function change<T>(work: (write: Write) => T): { value: T; touched: Touched } {
    const sql = opened()
    mustBeInPlace(sql)
    const { value, touched } = write(sql, work)
    forgetTouched(sql, touched)
    registerTouched(sql, touched)
    revision += 1
    return { value, touched: { ...touched, revision } }
  }

  /** As `change`, for what a person did here: unlike what was pulled, it can't be fetched again. */
  function decide<T>(work: (write: Write) => T): { value: T; touched: Touched } {
    return opened().durably(() => change(work))
  }

  return {
    /** `isRead`: its reader came first, and the log that is there is that one's. */
    open({ file, key }: OpenOptions, isRead = false): Result<ReplicaState> {
      if (isRead && !existsSync(file)) {
        key.fill(0)
        refusal = fileProblem('missing')
        return fail(refusal)
      }
      const wasCut = !isRead && existsSync(`${file}-wal`)
      const result = openFile(file, key)
      key.fill(0)
      if (!result.ok) {
        refusal = result.error
        return result
      }
      database = result.value
      return answered(() => {
        if (!opened().isReadOnly) {
          mendQueue(opened())
          // It was not closed in good order, so what it holds is checked as soon as there is time.
          if (wasCut) writeMeta(opened(), 'checkedAt', null)
        }
        return ok(readState(opened()))
      })
    },

    /** The file is not to be opened; whatever is asked from here on has this answer. */
    refuse(problem: Problem): void {
      refusal = problem
    },

    state: (): ReplicaState => readState(opened()),

    read<N extends ReplicaQueryName>(name: N, input: QueryInput<N>, now: Date): Result<QueryOutput<N>> {
      return answered(() => answer(opened(), name, input, now))
    },

    enqueue(mutationId: MutationId, intent: Intent, now: Date): Result<Touched> {
      return answered(() => {
        const { value, touched } = decide((write) => enqueue(write, mutationId, intent, now))
        return value.ok ? ok(touched) : value
      })
    },

    applyBootstrap(text: string, now: Date): Result<BootstrapStep> {
      const lines = parseLines(text)
      if (!lines.ok) return lines
      return answered(() => {
        const { touched } = change((write) =>
          rebase(write, null, () => applyBootstrapLines(write, lines.value, now)),
        )
        return ok({ touched, ...stepOf(lines.value) })
      })
    },

    applySnapshot(accountId: AccountId, text: string | null, now: Date): Result<Touched> {
      const lines = text === null ? ok(null) : parseSnapshot(text, accountId)
      if (!lines.ok) return lines
      return answered(() =>
        ok(
          change((write) =>
            rebase(write, accountId, () => replaceAccount(write, accountId, lines.value, now)),
          ).touched,
        ),
      )
    },

    applyPage(text: string, now: Date): Result<PageStep> {
      const page = parsePage(text)
      if (!page.ok) return page
      const { cursor, more, changes } = page.value
      return answered(() => {
        const { value, touched } = change((write) =>
          rebase(write, null, () => applyPage(write, page.value, now)),
        )
        const principal = changes.findLast((one) => one.type === 'principal')?.row ?? null
        return ok({ touched, ...value, cursor, more, principal })
      })
    },

    stopLoading(stopped: boolean): void {
      change(({ sql }) => {
        if (readMeta(sql, 'cursor') === null) writeMeta(sql, 'loadingStopped', stopped ? 'yes' : null)
      })
    },

    setMyInvitations(invitations: InvitationPreview[], now: Date): Touched {
      return change((write) => {
        noteInvitations(write, readMyInvitations(write.sql), invitations, now)
        putMyInvitations(write, invitations)
      }).touched
    },

    markRead(ids: readonly string[] | null): Touched {
      return change((write) => markNotificationsRead(write, ids)).touched
    },

    outgoing: (): Outgoing[] => moves.outgoing(opened()),

    moveOutbox(mutationId: MutationId, to: OutboxMove): Touched {
      return change((write) => moves.move(write, mutationId, to)).touched
    },

    undo(mutationId: MutationId): { undone: boolean; also: number; touched: Touched } {
      const { value, touched } = decide((write) => decisions.undo(write, mutationId))
      return { undone: value > 0, also: Math.max(0, value - 1), touched }
    },

    retry(mutationId: MutationId, newId: MutationId, now: Date): Touched {
      return decide((write) => decisions.retry(write, now, { mutationId, newId })).touched
    },

    applyBatch(batch: Batch, now: Date): Result<{ results: BatchResult[]; touched: Touched }> {
      return answered(() => {
        const { value, touched } = decide((write) => applyBatch(write, batch, now))
        return ok({ results: value, touched })
      })
    },

    retryBatch(
      batchId: string,
      newIds: readonly MutationId[],
      now: Date,
    ): { retried: number; touched: Touched } {
      const ids = idsFrom(newIds)
      const { value, touched } = decide((write) => retryBatch(write, batchId, ids, now))
      return { retried: value, touched }
    },

    undoBatch(
      batchId: string,
      reversalId: string,
      newIds: readonly MutationId[],
      now: Date,
    ): { undone: number; reversing: boolean; touched: Touched } {
      const reversal = { batchId: reversalId, newId: idsFrom(newIds) }
      const { value, touched } = decide((write) => undoBatch(write, batchId, reversal, now))
      return { ...value, touched }
    },

    discard(mutationId: MutationId, dependents: 'release' | 'discard' = 'release'): Touched {
      return decide((write) => decisions.discard(write, mutationId, dependents)).touched
    },

    resolve(mutationId: MutationId, newId: MutationId, take: 'mine' | 'theirs', now: Date): Touched {
      return decide((write) => decisions.resolve(write, mutationId, newId, take, now)).touched
    },

    editQueued(mutationId: MutationId, newId: MutationId, intent: Intent, now: Date): Result<Touched> {
      return answered(() => {
        try {
          return ok(decide((write) => decisions.edit(write, mutationId, newId, intent, now)).touched)
        } catch (error) {
          if (error instanceof decisions.Undecided) return fail(error.problem)
          throw error
        }
      })
    },

    /** Takes over what is the user's own out of a copy that is not in use any more. */
    recover(source: RecoverySource, now: Date): Result<Touched> {
      const touched = answered(() => ok(decide((write) => recover(write, source, now)).touched))
      source.from?.key.fill(0)
      return touched
    },

    keep(accountId: AccountId, kept: boolean): Result<Touched> {
      return answered(() => {
        const { value, touched } = decide((write) => keepAccount(write, accountId, kept))
        return value.ok ? ok(touched) : value
      })
    },

    forgetQueue(): Result<Touched> {
      return answered(() => ok(decide((write) => forgetQueue(write)).touched))
    },

    noteCheck(now: Date): Result<Touched> {
      return answered(() => ok(change(({ sql }) => writeMeta(sql, 'checkedAt', now.toISOString())).touched))
    },

    keepSearches(searches: readonly SavedSearch[]): Result<Touched> {
      return answered(() =>
        ok(decide(({ sql }) => writeMeta(sql, 'savedSearches', JSON.stringify(searches))).touched),
      )
    },

    forgetRecovery(): Result<Touched> {
      return answered(() => ok(decide((write) => forgetRecovery(write)).touched))
    },

    tag(accountIds: readonly AccountId[], tags: TagChange): Result<{ touched: Touched; changed: number }> {
      return answered(() => {
        const { value, touched } = decide((write) => tagAccounts(write, accountIds, tags))
        return ok({ touched, changed: value })
      })
    },

    ...reviewMethods({ opened, change, decide, answered }),

    label(accountId: AccountId, label: AccountLabel): Result<Touched> {
      return answered(() => {
        const { value, touched } = decide((write) => labelAccount(write, accountId, label))
        return value.ok ? ok(touched) : value
      })
    },

    noteVisit(accountId: AccountId, now: Date): Result<Touched> {
      return answered(() => {
        const { value, touched } = decide((write) => noteVisit(write, accountId, now))
        return value.ok ? ok(touched) : value
      })
    },

    /**
     * What is done bit by bit while nothing else waits to be written. False: there is nothing left, or it can't be done
     * now; whatever the machine fails at here, the next write will be told of.
     */
    tidy(): boolean {
      const sql = database
      if (!sql || sql.isReadOnly || !sql.place.isHere()) return false
      const stepped = answered(() => {
        const more = sql.transaction(() => makeNextIndex(sql) || indexStep(sql))
        if (!more) sql.foldLog()
        return ok(more)
      })
      return stepped.ok && stepped.value
    },

    close(): void {
      database?.close()
      database = null
    },
  }
}

export type Engine = ReturnType<typeof createEngine>

/** One after the other: whoever asks has made as many as there can be lines. */
function idsFrom(ids: readonly MutationId[]): () => MutationId {
  let used = 0
  return () => {
    const id = ids[used]
    if (id === undefined) throw new Error('a batch has more lines than ids were made for')
    used += 1
    return id
  }
}

/** What is written to a file that was removed is gone when it is closed: it is put back, and has to be opened anew. */
export function mustBeInPlace(sql: Sql): void {
  if (sql.place.isHere()) return
  sql.place.putBack()
  throw new ReplicaFailure(fileProblem('moved'))
}

/** A full or failing disk is told as a problem; anything else that throws is a bug. */
export function answered<T>(work: () => Result<T>): Result<T> {
  try {
    return work()
  } catch (error) {
    const problem = problemOf(error)
    if (!problem) throw error
    return fail(problem)
  }
}
