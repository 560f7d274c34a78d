import {
  type AccountId,
  type BootstrapLine,
  type ChangesPage,
  fail,
  type Intent,
  type InvitationPreview,
  type MutationId,
  ok,
  problem,
  type Result,
} from '@gatehouse/contract'
import type { QueryInput, QueryOutput } from '../ipc/contract.ts'
import { describeFailure, isDiskFailure, openDatabase, type Sql } from './database.ts'
import { enqueue } from './outbox/enqueue.ts'
import * as moves from './outbox/moves.ts'
import { rebase } from './outbox/overlay.ts'
import { mendQueue } from './outbox/rows.ts'
import type { OpenOptions, OutboxMove, Outgoing, ReplicaQueryName, ReplicaState, Touched } from './port.ts'
import { answer } from './queries/index.ts'
import { putMyInvitations } from './repositories/my-invitations.ts'
import { readState } from './repositories/state.ts'
import { applyBootstrapLines, replaceAccount } from './sync/bootstrap.ts'
import { applyPage } from './sync/page.ts'
import { type Write, write } from './write.ts'

/**
 * The replica without its thread: every method as in `Replica`, answering at once. `openFile` is for tests that need
 * a disk to fail.
 */
export function createEngine(openFile = openDatabase) {
  let database: Sql | null = null
  let revision = 0

  function opened(): Sql {
    if (!database) throw new Error('the replica is not open')
    return database
  }

  /** One transaction, and what it touched under the next revision. */
  function change<T>(work: (write: Write) => T): { value: T; touched: Touched } {
    const { value, touched } = write(opened(), work)
    revision += 1
    return { value, touched: { ...touched, revision } }
  }

  /** As `change`, for what a person did here: unlike what was pulled, it can't be fetched again. */
  function decide<T>(work: (write: Write) => T): { value: T; touched: Touched } {
    return opened().durably(() => change(work))
  }

  return {
    open({ file, key }: OpenOptions): Result<ReplicaState> {
      const result = openFile(file, key)
      key.fill(0)
      if (!result.ok) return result
      database = result.value
      return answered(() => {
        mendQueue(opened())
        return ok(readState(opened()))
      })
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

    applyBootstrap(lines: BootstrapLine[], now: Date): Touched {
      return change((write) => rebase(write, null, () => applyBootstrapLines(write, lines, now))).touched
    },

    applySnapshot(accountId: AccountId, lines: BootstrapLine[] | null, now: Date): Touched {
      return change((write) => rebase(write, accountId, () => replaceAccount(write, accountId, lines, now)))
        .touched
    },

    applyPage(page: ChangesPage, now: Date): { touched: Touched; myInvitationsDue: boolean } {
      const { value, touched } = change((write) => rebase(write, null, () => applyPage(write, page, now)))
      return { touched, ...value }
    },

    setMyInvitations(invitations: InvitationPreview[]): Touched {
      return change((write) => putMyInvitations(write, invitations)).touched
    },

    outgoing: (): Outgoing[] => moves.outgoing(opened()),

    moveOutbox(mutationId: MutationId, to: OutboxMove): Touched {
      return change((write) => moves.move(write, mutationId, to)).touched
    },

    undo(mutationId: MutationId): { undone: boolean; touched: Touched } {
      const { value, touched } = decide((write) => moves.undo(write, mutationId))
      return { undone: value, touched }
    },

    retry(mutationId: MutationId, newId: MutationId, now: Date): Touched {
      return decide((write) => moves.retry(write, mutationId, newId, now)).touched
    },

    discard(mutationId: MutationId): Touched {
      return decide((write) => moves.discard(write, mutationId)).touched
    },

    close(): void {
      database?.close()
      database = null
    },
  }
}

export type Engine = ReturnType<typeof createEngine>

/** A full or failing disk is told as a problem; anything else that throws is a bug. */
export function answered<T>(work: () => Result<T>): Result<T> {
  try {
    return work()
  } catch (error) {
    if (!isDiskFailure(error)) throw error
    return fail(problem('replica_unavailable', { detail: describeFailure(error) }))
  }
}
