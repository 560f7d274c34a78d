import {
  type AccountId,
  accountOf,
  callOf,
  type Intent,
  type MutationId,
  type Problem,
  type Result,
} from '@gatehouse/contract'
import { ReplicaFailure } from '../../replica/failures.ts'
import { carriesDocuments, lostDocuments } from '../../replica/outbox/carried.ts'
import type { Outgoing, Touched } from '../../replica/port.ts'
import { type CallProblem, isPassing } from '../api-client/answers.ts'
import { createPauses } from './pauses.ts'
import type { SyncDeps } from './ports.ts'

const accountsAtOnce = 4

type Answer = Result<{ transaction: string }, CallProblem>

export interface PushLoop {
  /** Sends all that may be sent now. Answers what stood in the way of the rest, or null. */
  push(signal: AbortSignal): Promise<Problem | null>
  /** Keeps a change back for a while, and those behind it in its account: until then it can be taken back. */
  hold(mutationId: MutationId, milliseconds: number): void
  /** Contact was made or asked for: pauses that were guesses end; one that the server named is kept. */
  retryNow(): void
  /** The server was pulled from, so there is contact with it. */
  pulled(): void
  /** Nothing goes on by itself any more. */
  stop(): void
}

export interface PushHooks {
  /** The outbox moved: counts are to be read again. */
  moved(): Promise<void>
  /** The server agreed; a pull makes it settle. */
  agreed(): void
  /** A pause is over: push again. */
  resumed(): void
}

/**
 * A change whose answer can't be read, though the server can be pulled from, is handed to the user after so many tries.
 * It has probably been applied; trying again under the same id does no harm, and it may be that this never ends.
 */
const unreadTries = 5

/**
 * Sends the outbox: in order within an account, four accounts side by side. What says nothing of the change itself -
 * no network, 5xx, 429, an ended sign-in - keeps it waiting for as long as that takes; every other refusal is the
 * server's decision and goes to the user. A refused change never stops those behind it.
 */
export function createPushLoop(deps: SyncDeps, hooks: PushHooks): PushLoop {
  const { replica, api, clock, on, log } = deps
  /** Of one account, when the server fails at its change; `all` when there is no getting through. */
  const pauses = createPauses<AccountId | 'all'>(deps, hooks.resumed)
  /** Changes whose answer could not be read: how often, with a pull that went well before each. */
  const unread = new Map<MutationId, { tries: number; pulls: number }>()
  /** What the server said and could not be noted down. */
  const unsettled = new Map<MutationId, { outgoing: Outgoing; answer: Answer }>()
  /** Changes that are kept back, each with what calls off its end. */
  const held = new Map<MutationId, () => void>()
  let pulls = 0
  /** What the outbox had to send when it was looked at last, at most one change an account. */
  let ahead: Outgoing[] = []
  let obstacle: Problem | null = null

  function readInVain(mutationId: MutationId): number {
    const before = unread.get(mutationId) ?? { tries: 0, pulls }
    const tries = pulls > before.pulls ? before.tries + 1 : before.tries
    unread.set(mutationId, { tries, pulls })
    return tries
  }

  async function settle(outgoing: Outgoing, answer: Answer): Promise<void> {
    const { mutationId, intent } = outgoing
    const accountId = accountOf(intent)
    if (answer.ok) {
      pauses.forget('all')
      pauses.forget(accountId)
      unread.delete(mutationId)
      on.changed(
        await replica.moveOutbox(
          mutationId,
          { to: 'sent', transaction: answer.value.transaction },
          clock.now(),
        ),
      )
      hooks.agreed()
      return
    }
    const { error } = answer
    if (error.unread && readInVain(mutationId) >= unreadTries) {
      unread.delete(mutationId)
      await refuse(outgoing, { ...error, detail: unreadDetail })
      return
    }
    if (!isPassing(error)) {
      await refuse(outgoing, error)
      return
    }
    // Overload and lost contact concern everything; a server error may be this change's alone.
    const isOfAccount = error.status === 500 || error.unread === 'answer'
    if (!isOfAccount || error.status === 500) obstacle = error
    pauses.begin(isOfAccount ? accountId : 'all', error)
    const notSent = error.notSent ?? false
    on.changed(await replica.moveOutbox(mutationId, { to: 'waiting', notSent }, clock.now()))
  }

  async function refuse({ mutationId, intent }: Outgoing, why: CallProblem): Promise<void> {
    const { unread: _unread, notSent: _notSent, ...refusal } = why
    log.info('a change was refused', { mutationId, name: intent.name, code: refusal.code })
    pauses.forget(accountOf(intent))
    on.changed(await replica.moveOutbox(mutationId, { to: 'refused', problem: refusal }, clock.now()))
  }

  async function take({ mutationId, intent }: Outgoing): Promise<Touched> {
    try {
      return await replica.moveOutbox(mutationId, { to: 'sending', intent }, clock.now())
    } catch (error) {
      if (!(error instanceof ReplicaFailure)) throw error
      wait(error.problem)
      return { tables: [], accountIds: [], revision: 0 }
    }
  }

  /** With the documents that it carries, which the outbox keeps apart; null where they are lost. */
  async function wholeOf(intent: Intent): Promise<Intent | null> {
    return carriesDocuments(intent) ? replica.withDocuments(intent) : intent
  }

  async function sendOne(outgoing: Outgoing, signal: AbortSignal): Promise<void> {
    const taken = await take(outgoing)
    // Undone between being looked for and being taken: the user was told so, and it stays here. Or put onto a newer
    // row: what is sent under its id has to be what is kept.
    if (taken.tables.length === 0) return
    on.changed(taken)
    const whole = await wholeOf(outgoing.intent)
    if (whole === null) return refuse(outgoing, lostDocuments)
    const answer = await api.send(callOf(whole), {
      idempotencyKey: outgoing.mutationId,
      signal,
    })
    await settleOrKeep(outgoing, answer)
    await hooks.moved()
  }

  /** What the server said is not forgotten for lack of room on the disk: it is noted down at the next push. */
  async function settleOrKeep(outgoing: Outgoing, answer: Answer): Promise<void> {
    try {
      await settle(outgoing, answer)
    } catch (error) {
      if (!(error instanceof ReplicaFailure)) throw error
      unsettled.set(outgoing.mutationId, { outgoing, answer })
      wait(error.problem)
    }
  }

  async function settleKept(): Promise<void> {
    for (const [id, { outgoing, answer }] of unsettled) {
      if (pauses.isOn('all')) return
      unsettled.delete(id)
      await settleOrKeep(outgoing, answer)
    }
  }

  /** The machine fails, so nothing goes anywhere for a while. */
  function wait(problem: Problem): void {
    obstacle = problem
    pauses.begin('all', problem)
  }

  /**
   * The next to be sent, `room` at most. The outbox is looked at again when nothing is left of what it had to send
   * then, not after each change: what was undone or decided anew meanwhile shows when it is taken.
   */
  async function sendable(busy: ReadonlySet<AccountId>, room: number): Promise<Outgoing[]> {
    if (pauses.isOn('all')) return []
    const isFree = ({ mutationId, intent }: Outgoing) => {
      const accountId = accountOf(intent)
      return !held.has(mutationId) && !busy.has(accountId) && !pauses.isOn(accountId)
    }
    if (!ahead.some(isFree)) ahead = await replica.outgoing()
    const next = ahead.filter(isFree).slice(0, room)
    ahead = ahead.filter((outgoing) => !next.includes(outgoing))
    return next
  }

  return {
    async push(signal) {
      obstacle = null
      await settleKept()
      ahead = []
      const busy = new Set<AccountId>()
      const underWay = new Set<Promise<void>>()
      for (;;) {
        const room = accountsAtOnce - underWay.size
        const next = signal.aborted || room === 0 ? [] : await sendable(busy, room)
        for (const outgoing of next) {
          const accountId = accountOf(outgoing.intent)
          busy.add(accountId)
          const sent: Promise<void> = sendOne(outgoing, signal).finally(() => {
            busy.delete(accountId)
            underWay.delete(sent)
          })
          underWay.add(sent)
        }
        if (underWay.size === 0) return obstacle
        await Promise.race(underWay)
      }
    },
    hold(mutationId, milliseconds) {
      held.get(mutationId)?.()
      const release = () => {
        held.delete(mutationId)
        hooks.resumed()
      }
      held.set(mutationId, deps.timers.after(milliseconds, release))
    },
    retryNow: pauses.endGuesses,
    pulled() {
      pulls += 1
    },
    stop() {
      for (const callOff of held.values()) callOff()
      pauses.stop()
    },
  }
}

const unreadDetail =
  'The server answered, but its answer could not be read. It has probably made the change. Retry asks again without doing anything twice.'
