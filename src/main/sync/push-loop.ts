import { type AccountId, accountOf, callOf, type Problem, type Result } from '@gatehouse/contract'
import type { Outgoing } from '../../replica/port.ts'
import { type CallProblem, isOfNetwork, isPassing } from '../api-client/answers.ts'
import { backoff } from './backoff.ts'
import type { SyncDeps } from './ports.ts'

const accountsAtOnce = 4

export interface PushLoop {
  /** Sends all that may be sent now. Answers what stood in the way of the rest, or null. */
  push(signal: AbortSignal): Promise<Problem | null>
  /** When the earliest pause ends, as milliseconds of the clock; null when nothing is paused. */
  resumesAt(): number | null
  /** Contact was made or asked for: pauses that were guesses end; one that the server named is kept. */
  retryNow(): void
}

export interface PushHooks {
  /** The outbox moved: counts are to be read again. */
  moved(): Promise<void>
  /** The server agreed; a pull makes it settle. */
  agreed(): void
}

interface Pause {
  until: number
  failures: number
  /** From Retry-After, not from our own guess. */
  named: boolean
}

/**
 * Sends the outbox: in order within an account, four accounts side by side. What says nothing of the change itself -
 * no network, 5xx, 429, an ended sign-in - keeps it waiting for as long as that takes; every other refusal is the
 * server's decision and goes to the user. A refused change never stops those behind it.
 */
export function createPushLoop(deps: SyncDeps, hooks: PushHooks): PushLoop {
  const { replica, api, clock, random, on, log } = deps
  /** Of one account, when the server fails at its change; `all` when there is no getting through. */
  const pauses = new Map<AccountId | 'all', Pause>()
  let obstacle: Problem | null = null
  let lookedAt = 0

  function pausedUntil(key: AccountId | 'all'): number {
    return pauses.get(key)?.until ?? 0
  }

  function pause(key: AccountId | 'all', problem: Problem): void {
    const failures = (pauses.get(key)?.failures ?? 0) + 1
    const wait = problem.retryAfterMs ?? backoff(failures, random)
    pauses.set(key, {
      failures,
      until: clock.now().getTime() + wait,
      named: problem.retryAfterMs !== undefined,
    })
  }

  async function settle(
    outgoing: Outgoing,
    answer: Result<{ transaction: string }, CallProblem>,
  ): Promise<void> {
    const { mutationId, intent } = outgoing
    const accountId = accountOf(intent)
    if (answer.ok) {
      pauses.delete('all')
      pauses.delete(accountId)
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
    if (isPassing(error)) {
      obstacle = error
      // Overload and lost contact concern everything; a server error may be this change's alone.
      pause(isOfNetwork(error) || error.status !== 500 ? 'all' : accountId, error)
      const notSent = error.notSent ?? false
      on.changed(await replica.moveOutbox(mutationId, { to: 'waiting', notSent }, clock.now()))
      return
    }
    log.info('a change was refused', { mutationId, name: intent.name, code: error.code })
    pauses.delete(accountId)
    on.changed(await replica.moveOutbox(mutationId, { to: 'refused', problem: error }, clock.now()))
  }

  async function sendOne(outgoing: Outgoing, signal: AbortSignal): Promise<void> {
    const taken = await replica.moveOutbox(
      outgoing.mutationId,
      { to: 'sending', intent: outgoing.intent },
      clock.now(),
    )
    // Undone between being looked for and being taken: the user was told so, and it stays here. Or put onto a newer
    // row: what is sent under its id has to be what is kept.
    if (taken.tables.length === 0) return
    on.changed(taken)
    const answer = await api.send(callOf(outgoing.intent), {
      idempotencyKey: outgoing.mutationId,
      signal,
    })
    await settle(outgoing, answer)
    await hooks.moved()
  }

  async function sendable(busy: ReadonlySet<AccountId>): Promise<Outgoing[]> {
    const now = clock.now().getTime()
    lookedAt = now
    if (pausedUntil('all') > now) return []
    const waiting = await replica.outgoing()
    return waiting.filter(({ intent }) => {
      const accountId = accountOf(intent)
      return !busy.has(accountId) && pausedUntil(accountId) <= now
    })
  }

  return {
    async push(signal) {
      obstacle = null
      const busy = new Set<AccountId>()
      const underWay = new Set<Promise<void>>()
      for (;;) {
        const room = accountsAtOnce - underWay.size
        const next = signal.aborted || room === 0 ? [] : (await sendable(busy)).slice(0, room)
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
    resumesAt() {
      // A pause that had ended when the outbox was last looked through holds nothing up.
      const times = [...pauses.values()].map(({ until }) => until).filter((until) => until > lookedAt)
      return times.length === 0 ? null : Math.min(...times)
    },
    retryNow() {
      for (const [key, { named, failures }] of pauses) {
        if (!named) pauses.set(key, { named, failures, until: 0 })
      }
    },
  }
}
