import {
  type AccountId,
  decidesNow,
  decisionsBeforeSecond,
  fail,
  type Intent,
  type MutationId,
  ok,
  problem,
  type Result,
  type Review,
  type ReviewDecisions,
  type ReviewId,
  recordOf,
  refuseDecisions,
  refuseReviewState,
  reviewOutcome,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { applyBatch, type BatchedChange } from '../outbox/batches.ts'
import { discard } from '../outbox/decisions.ts'
import { readQueue } from '../outbox/rows.ts'
import { readPrincipal } from '../repositories/rows.ts'
import type { Write } from '../write.ts'
import { actionsNow } from './actions.ts'
import { documentOf } from './freeze.ts'
import type { Sheet } from './sheet.ts'
import { sheetOf } from './sheets.ts'
import { openReview, refuseTurn } from './turns.ts'

export interface SignRequest {
  accountId: AccountId
  reviewId: ReviewId
  statement: string
  batchId: string
  /** One for the signature and one for each change that follows from it; where they don't suffice nothing is done. */
  newIds: readonly MutationId[]
}

export interface Signed {
  /** So many ids were needed. With more than were given, nothing was done. */
  needed: number
  batchId: string | null
  recordSha256: string | null
}

/**
 * What is decided as it is signed by whoever's turn it is: of the reviewer's own access, where the second one decides,
 * nothing that was left over from before it was given back.
 */
export function decisionsFor(sheet: Sheet, review: Review): ReviewDecisions {
  const decisions = sheet.decisions()
  if (review.state === 'second' || review.allowsSelf) return decisions
  return decisionsBeforeSecond(sheet.snapshot, decisions, review.reviewerId)
}

/**
 * Signs, and queues what follows from the last signature behind it, as one batch. A signature that was refused before
 * is forgotten with what it held: this one stands in its place.
 */
export function signReview(write: Write, request: SignRequest, now: Date): Result<Signed> {
  const { sql } = write
  const { accountId, reviewId, statement, batchId } = request
  const found = openReview(sql, accountId, reviewId)
  if (!found.ok) return found
  const { opened, review } = found.value
  const deciding = decidesNow(review)
  const principal = readPrincipal(sql)
  const refused = refuseTurn(sql, found.value, 'sign')
  if (refused || !deciding || !principal) return fail(refused ?? refuseReviewState(review.state))
  const kept = sheetOf(sql, review)
  if (!kept.ok) return kept
  const sheet = kept.value
  const { snapshot } = sheet
  const { decided, total } = sheet.totals(deciding.by)
  if (decided < total) return fail(problem('review_incomplete', { counts: { undecided: total - decided } }))
  const decisions = decisionsFor(sheet, review)
  const wrong = refuseDecisions(snapshot, decisions, deciding)
  if (wrong) return fail(wrong)

  const isLast = deciding.by === 'second' || review.secondReviewerId === null
  const { actions, conflicts } = actionsNow(sql, opened, { snapshot, decisions }, now)
  const following = isLast ? actions : []
  const needed = following.length + 1
  if (needed > request.newIds.length) return ok({ needed, batchId: null, recordSha256: null })
  const { sha256: decisionsSha256 } = documentOf(decisions)
  const { userId, name, email } = principal
  const { by } = deciding
  const signature = { by, userId, name, email, statement, signedAt: now.toISOString(), decisionsSha256 }
  const record = recordOf(review, {
    snapshotSha256: sheet.sha256,
    snapshot,
    decisions,
    conflicts,
    signatures: [...review.signatures, signature],
  })
  const recordSha256 = isLast ? documentOf(record).sha256 : null
  const intent: Intent = {
    name: 'reviews.sign',
    args: {
      accountId,
      reviewId,
      by,
      statement,
      signedAt: signature.signedAt,
      decisions,
      decisionsSha256,
      conflicts,
      outcome: reviewOutcome(snapshot, decisions, review),
      recordSha256,
    },
  }
  forgetRefused(write, accountId, reviewId)
  const [mutationId, ...others] = request.newIds
  if (!mutationId) throw new Error('a signature has no id')
  const changes: BatchedChange[] = [
    { mutationId, intent, inverse: null },
    ...following.flatMap(({ intent: revocation }, index): BatchedChange[] => {
      const id = others[index]
      return id ? [{ mutationId: id, intent: revocation, inverse: null, afterId: mutationId }] : []
    }),
  ]
  const [reason] = applyBatch(write, { batchId, confirmed: true, changes: changes.slice(0, 1) }, now)
  // Thrown, so that nothing of it stays.
  if (reason) throw new Unsigned(reason)
  for (const piece of pieces(changes.slice(1)))
    applyBatch(write, { batchId, confirmed: true, changes: piece }, now)
  write.touch('review', accountId)
  return ok({ needed, batchId: isLast ? batchId : null, recordSha256 })
}

/** A signature that would be refused; the transaction is taken back. */
export class Unsigned extends Error {
  readonly problem: ReturnType<typeof problem>
  constructor(reason: ReturnType<typeof problem>) {
    super(reason.code)
    this.problem = reason
  }
}

function pieces<T>(items: readonly T[]): T[][] {
  const size = 500
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  )
}

function forgetRefused(write: Write, accountId: AccountId, reviewId: ReviewId): void {
  const refused = readQueue(write.sql, accountId).filter(
    ({ state, intent }) =>
      state === 'refused' && intent?.name === 'reviews.sign' && intent.args.reviewId === reviewId,
  )
  for (const { mutationId } of refused) discard(write, mutationId, 'discard')
}

/** Whether a signature of the review is on its way: it isn't recorded yet. */
export function isSignatureWaiting(sql: Sql, reviewId: ReviewId): boolean {
  return (
    sql.get(
      `select 1 from outbox where state <> 'refused' and json_extract(intent, '$.name') = 'reviews.sign'
         and json_extract(intent, '$.args.reviewId') = ? limit 1`,
      reviewId,
    ) !== undefined
  )
}
