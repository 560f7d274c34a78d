import type { MutationId, Problem, Result } from '@gatehouse/contract'
import type { SyncStatus } from '../../ipc/views.ts'
import { ReplicaFailure } from '../../replica/failures.ts'
import { isOfNetwork } from '../api-client/answers.ts'
import { errorFacts } from '../error-facts.ts'
import { backoff } from './backoff.ts'
import { createPokeListener } from './poke-listener.ts'
import type { SyncDeps } from './ports.ts'
import { createPullLoop } from './pull-loop.ts'
import { createPushLoop } from './push-loop.ts'
import { singleRunner } from './single-runner.ts'
import { type SyncFacts, sameStatus, statusOf } from './status.ts'

/** Pulled this often though nobody poked, as a poke may get lost. */
export const backstopMs = 60_000
/** The longest pause after pulls that failed. */
const longestPullPauseMs = 15_000

/** While changes are being sent, what they made is pulled this often at most. */
export const pullWhilePushingMs = 1000

/** A little longer than "Undo" is offered. */
export const holdMs = 11_000

/** After the disk failed, it is tried again so much later. */
export const diskPauseMs = 60_000

export interface SyncEngine {
  start(): Promise<void>
  /** Something was put into the outbox, taken out or tried again. */
  outboxChanged(): void
  /** Not sent for as long as taking it back is offered; to be said before it is put into the outbox. */
  hold(mutationId: MutationId): void
  /** Push and pull now: asked for by the user, back from sleep, back online. Answers when both have ended. */
  now(): Promise<Result<void>>
  /** Wait until the replica holds what the server had when this was called, or it turned out that it can't. */
  pull(): Promise<Result<void>>
  /** As `pull`, and asks for the own invitations too. */
  refreshInvitations(): Promise<Result<void>>
  /** Stops the bootstrap that is under way until `goOnLoading`, over restarts too; the outbox is still sent. */
  stopLoading(): Promise<void>
  goOnLoading(): Promise<void>
  signInNeeded(): void
  signedInAgain(): void
  status(): SyncStatus
  /** Ends everything under way. What was being sent is sent again, under the same id, by the next engine. */
  stop(): Promise<void>
}

/** Pull, push and pokes put together; the one place that knows whether there is contact. */
export function createSyncEngine(deps: SyncDeps): SyncEngine {
  const { replica, timers, random, on, log } = deps
  const abort = new AbortController()
  const facts: SyncFacts = {
    signInNeeded: false,
    contact: 'unknown',
    why: null,
    busy: false,
    waiting: 0,
    attention: 0,
    syncedAt: null,
  }
  let said = statusOf(facts)
  let pullFailures = 0
  let callOffPull: (() => void) | null = null
  let isPushing = false
  let callOffDuePull: (() => void) | null = null

  const pullLoop = createPullLoop(deps, { busy: () => know({ busy: true }) })
  const pushLoop = createPushLoop(deps, {
    moved: () => count(),
    agreed: pullInTime,
    resumed: () => facts.waiting > 0 && !facts.signInNeeded && soon(push),
  })
  const pokes = createPokeListener(deps, {
    poked: pullInTime,
    // Whether it is the stream alone or the server, a pull finds out.
    lost: () => facts.contact !== 'lost' && soon(pull),
  })

  function soon(run: () => Promise<unknown>): void {
    run().catch((error: unknown) => {
      log.error('sync failed unexpectedly', errorFacts(error))
    })
  }

  /** While changes are being sent, one pull brings what many of them made, and each of them is a reason for one. */
  function pullInTime(): void {
    if (!isPushing) {
      soon(pull)
      return
    }
    callOffDuePull ??= timers.after(pullWhilePushingMs, () => {
      callOffDuePull = null
      soon(pull)
    })
  }

  function know(more: Partial<SyncFacts>): void {
    Object.assign(facts, more)
    const status = statusOf(facts)
    if (sameStatus(status, said)) return
    said = status
    on.status(status)
  }

  /** Reads the counts, and tells them together with what else became known: one change, one event. */
  async function count(more: Partial<SyncFacts> = {}): Promise<void> {
    if (abort.signal.aborted) return
    const { waiting, attention, syncedAt } = await replica.state()
    know({ waiting, attention, syncedAt, ...more })
  }

  const pull = singleRunner(async (): Promise<Result<void>> => {
    const before = facts.contact
    const pulled = await pullLoop.pull(abort.signal).catch(failureOf)
    if (abort.signal.aborted) return pulled
    const standing = { busy: false, ...contactAfter(pulled.ok ? null : pulled.error) }
    await count(standing).catch((error: unknown) => {
      // What is known of the server holds all the same, and the next pull has to come.
      log.error('the changes that wait could not be counted', errorFacts(error))
      know(standing)
    })
    pullFailures = pulled.ok ? 0 : pullFailures + 1
    if (facts.contact !== before) log.info('contact', { contact: facts.contact, code: codeOf(pulled) })
    pullAgainIn(pulled.ok ? backstopMs : pauseAfter(pulled.error))
    if (pulled.ok) pushLoop.pulled()
    if (pulled.ok && before !== 'made') pushLoop.retryNow()
    if (pulled.ok && facts.waiting > 0) soon(push)
    return pulled
  })

  /** With the disk full or gone nothing that is fetched could be kept, so it isn't asked for over and over. */
  function pauseAfter({ code, retryAfterMs }: Problem): number {
    if (code === 'replica_unavailable') return diskPauseMs
    return retryAfterMs ?? backoff(pullFailures, random, longestPullPauseMs)
  }

  const push = singleRunner(async (): Promise<void> => {
    isPushing = true
    const obstacle = await pushLoop.push(abort.signal).finally(() => {
      isPushing = false
    })
    const isPullDue = callOffDuePull !== null
    callOffDuePull?.()
    callOffDuePull = null
    if (abort.signal.aborted) return
    if (isPullDue) soon(pull)
    await count(obstacle ? contactAfter(obstacle) : {})
  })

  /** The next pull that nobody asked for. */
  function pullAgainIn(milliseconds: number): void {
    callOffPull?.()
    callOffPull = timers.after(milliseconds, () => soon(pull))
  }

  async function now(): Promise<Result<void>> {
    if (facts.signInNeeded) return { ok: true, value: undefined }
    pushLoop.retryNow()
    pokes.retryNow()
    await push()
    return pull()
  }

  return {
    async start() {
      await count()
      void deps.calm.then(() => {
        if (abort.signal.aborted) return
        pokes.start()
        soon(pull)
        soon(push)
      })
    },
    outboxChanged() {
      soon(async () => {
        await count()
        await push()
      })
    },
    hold: (mutationId) => pushLoop.hold(mutationId, holdMs),
    now,
    pull,
    refreshInvitations() {
      pullLoop.invitationsDue()
      return pull()
    },
    stopLoading: pullLoop.stopLoading,
    async goOnLoading() {
      await pullLoop.goOnLoading()
      soon(pull)
    },
    signInNeeded: () => know({ signInNeeded: true }),
    signedInAgain() {
      know({ signInNeeded: false })
      soon(now)
    },
    status: () => said,
    async stop() {
      abort.abort()
      pokes.stop()
      callOffPull?.()
      callOffDuePull?.()
      pushLoop.stop()
      await Promise.allSettled([push(), pull()])
      callOffPull?.()
      pushLoop.stop()
    },
  }
}

/** A failure of the machine is an outcome; anything else is a bug. */
function failureOf(error: unknown): Result<void> {
  if (error instanceof ReplicaFailure) return { ok: false, error: error.problem }
  throw error
}

/** What an outcome says about the contact. A refusal is the server's own word, so there is contact. */
function contactAfter(problem: Problem | null): Pick<SyncFacts, 'contact' | 'why'> {
  // The network has no part in it: what came, or was to be sent, can't be noted down here.
  if (problem?.code === 'replica_unavailable') return { contact: 'made', why: 'disk' }
  const isLost = problem !== null && (isOfNetwork(problem) || problem.code === 'unavailable')
  if (!isLost) return { contact: 'made', why: null }
  if (problem.code === 'not_gatehouse') return { contact: 'lost', why: 'stranger' }
  return { contact: 'lost', why: problem.state === 'certificate' ? 'certificate' : null }
}

function codeOf(result: Result<void>): string | undefined {
  return result.ok ? undefined : result.error.code
}
