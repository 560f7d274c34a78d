import {
  type AccountId,
  campaignIdSchema,
  type MutationId,
  ok,
  type Problem,
  problem,
  type Result,
  type ReviewId,
  reviewIdSchema,
} from '@gatehouse/contract'
import { v7 } from 'uuid'
import type { z } from 'zod'
import type { CommandOutput, Commands } from '../../ipc/contract.ts'
import type { Replica, Touched } from '../../replica/port.ts'
import type { ReviewStep } from '../../replica/reviews/decide.ts'
import type { ReviewDue, ReviewTexts } from '../../replica/reviews/fetched.ts'
import type { ApiClient } from '../api-client/client.ts'
import { errorFacts } from '../error-facts.ts'
import type { Clock, Logger, Timers } from '../ports.ts'
import { singleRunner } from '../sync/single-runner.ts'

type OpenInput = z.output<Commands['reviews.open']['input']>

export interface Reviews {
  begin(input: OpenInput): Promise<Result<CommandOutput<'reviews.open'>>>
  /** Fetches what isn't here of a review. */
  load(accountId: AccountId, reviewId: ReviewId): Promise<Result<Record<string, never>>>
  step(accountId: AccountId, reviewId: ReviewId, step: ReviewStep): Promise<Result<{ changed: number }>>
  /** Saves what is decided at the server, where there is a connection. */
  save(accountId: AccountId, reviewId: ReviewId): Promise<void>
  sign(
    accountId: AccountId,
    reviewId: ReviewId,
    statement: string,
  ): Promise<Result<CommandOutput<'reviews.sign'>>>
  /** Reviews may be others than before: what the principal is to decide is fetched, so that no connection is needed. */
  lookAgain(): void
  stop(): void
}

interface ReviewsDeps {
  replica: Pick<
    Replica,
    | 'beginReviews'
    | 'takeReviewStep'
    | 'signReview'
    | 'reviewsDue'
    | 'reviewDue'
    | 'keepReviewTexts'
    | 'unsavedDraft'
    | 'noteSaved'
  >
  api: ApiClient
  clock: Clock
  timers: Timers
  log: Logger
  newId(now: Date): MutationId
  /** The screens are told, and the outbox is sent. */
  shown(touched: Touched): void
  /** The screens are told. */
  changed(touched: Touched): void
}

/** While something is decided, it is saved at the server this often at most. */
export const saveEveryMs = 60_000
/** Accounts that are frozen in one go: what waits to be written meanwhile waits for that. */
const accountsAtOnce = 10
/** Changes that are expected to follow from a signature; where there are more it is tried again with as many ids. */
const idsAtFirst = 500

export function createReviews(deps: ReviewsDeps): Reviews {
  const { replica, api, clock, timers, log } = deps
  const stopping = new AbortController()
  let callOffSave: (() => void) | null = null
  const lookAgain = singleRunner(fetchDue)

  async function fetchDue(): Promise<void> {
    if (stopping.signal.aborted) return
    try {
      for (const due of await replica.reviewsDue()) {
        if (stopping.signal.aborted) return
        if (due.unsaved) saveLater()
        const fetched = await fetchOne(due)
        // Without contact the next one fares no better.
        if (!fetched.ok && isOffline(fetched.error)) return
      }
    } catch (error) {
      if (!stopping.signal.aborted) log.error('reviews could not be fetched', errorFacts(error))
    }
  }

  async function fetchOne({ accountId, reviewId, fetch }: ReviewDue): Promise<Result<void>> {
    const params = { accountId, reviewId }
    for (const kind of fetch) {
      const text = await api.text(`reviews.${kind}`, { params }, { signal: stopping.signal })
      if (!text.ok) return text
      const texts: ReviewTexts = { [kind]: text.value }
      const kept = await replica.keepReviewTexts(accountId, reviewId, texts)
      if (!kept.ok) return kept
      deps.changed(kept.value)
    }
    return ok(undefined)
  }

  /** What is decided in the time to come is saved with it. */
  function saveLater(): void {
    if (callOffSave || stopping.signal.aborted) return
    callOffSave = timers.after(saveEveryMs, () => {
      callOffSave = null
      saveAll().catch((error: unknown) => log.error('reviews could not be saved', errorFacts(error)))
    })
  }

  async function saveAll(): Promise<void> {
    for (const { accountId, reviewId, unsaved } of await replica.reviewsDue())
      if (unsaved) await saveOne(accountId, reviewId)
  }

  async function saveOne(accountId: AccountId, reviewId: ReviewId): Promise<void> {
    const draft = await replica.unsavedDraft(accountId, reviewId)
    if (!draft || stopping.signal.aborted) return
    const { decisions, decided, changes } = draft
    const saved = await api.call(
      'reviews.saveDecisions',
      { params: { accountId, reviewId }, body: { decisions, decided } },
      { idempotencyKey: deps.newId(clock.now()), signal: stopping.signal },
    )
    if (!saved.ok) {
      log.info('decisions were not saved', { code: saved.error.code })
      return
    }
    deps.changed(await replica.noteSaved(reviewId, changes, saved.value.value.version))
  }

  return {
    async begin({ accountIds, reviewId, campaignName, ...form }) {
      const now = clock.now()
      if (reviewId !== null && accountIds.length > 1) return { ok: false, error: problem('validation') }
      const campaign = campaignName === null ? null : { id: campaignIdSchema.parse(v7()), name: campaignName }
      const batchId = v7()
      const begun: CommandOutput<'reviews.open'> = { opened: [], refused: [] }
      for (let at = 0; at < accountIds.length; at += accountsAtOnce) {
        const accounts = accountIds.slice(at, at + accountsAtOnce).map((accountId) => ({
          accountId,
          reviewId: reviewId ?? reviewIdSchema.parse(v7({ msecs: now.getTime() })),
          mutationId: deps.newId(now),
        }))
        const done = await replica.beginReviews({ ...form, batchId, campaign, accounts }, now)
        if (!done.ok) return begun.opened.length > 0 ? ok(withRest(begun, accountIds, at, done.error)) : done
        begun.opened.push(...done.value.opened)
        begun.refused.push(...done.value.refused)
        deps.shown(done.value.touched)
      }
      return ok(begun)
    },

    async load(accountId, reviewId) {
      const due = await replica.reviewDue(accountId, reviewId)
      const fetched = due ? await fetchOne(due) : ok(undefined)
      return fetched.ok ? ok({}) : fetched
    },

    async step(accountId, reviewId, step) {
      const done = await replica.takeReviewStep(accountId, reviewId, step)
      if (!done.ok) return done
      const { changed, touched } = done.value
      deps.changed(touched)
      if (changed > 0) saveLater()
      return ok({ changed })
    },

    save: saveOne,

    async sign(accountId, reviewId, statement) {
      const now = clock.now()
      const batchId = v7()
      let ids = idsAtFirst
      for (;;) {
        const newIds = Array.from({ length: ids }, () => deps.newId(now))
        const signed = await replica.signReview({ accountId, reviewId, statement, batchId, newIds }, now)
        if (!signed.ok) return signed
        const { needed, touched, recordSha256 } = signed.value
        if (needed > ids) {
          ids = needed
          continue
        }
        deps.shown(touched)
        return ok({ batchId: signed.value.batchId, recordSha256 })
      }
    },

    lookAgain() {
      void lookAgain()
    },

    stop() {
      stopping.abort()
      callOffSave?.()
    },
  }
}

function isOffline({ code }: Problem): boolean {
  return code === 'offline' || code === 'unauthenticated' || code === 'unavailable' || code === 'rate_limited'
}

/** What came after the disk failed is refused with that. */
function withRest(
  begun: CommandOutput<'reviews.open'>,
  accountIds: readonly AccountId[],
  from: number,
  reason: Problem,
): CommandOutput<'reviews.open'> {
  const rest = accountIds.slice(from).map((accountId) => ({ accountId, problem: reason }))
  return { ...begun, refused: [...begun.refused, ...rest] }
}
