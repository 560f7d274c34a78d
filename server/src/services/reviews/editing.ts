import {
  type DirectoryEntry,
  decisionAt,
  type EditReview,
  lockOf,
  type Result,
  type Review,
  type ReviewDecisions,
  type ReviewId,
  type ReviewSnapshot,
  refuseStale,
  reviewProgress,
} from '@gatehouse/contract'
import type { Tx } from '../../db/database.ts'
import type { WriteContext } from '../context.ts'
import { hashed } from './hashing.ts'
import { mailNext } from './review-mail.ts'
import {
  findReview,
  findReviewIn,
  notYours,
  readDocument,
  readSnapshot,
  recordReview,
  updateReview,
  writeDocument,
} from './review-rows.ts'
import { findReviewers } from './reviewers.ts'

/** Hands a review to somebody else, or changes its title, its day or how often it comes again. */
export async function editReview(
  write: WriteContext,
  entry: DirectoryEntry,
  reviewId: ReviewId,
  wanted: EditReview,
): Promise<Result<Review>> {
  const { tx, now } = write
  const found = await findReviewIn(tx, entry, reviewId, ['planned', 'open'])
  if (!found.ok) return found
  const before = found.value
  const stale = refuseStale({ ...before, name: before.title }, wanted.baseVersion)
  // The row as it is, without what was only needed to speak of it.
  if (stale) return { ok: false, error: { ...stale, current: before } }
  const reviewers = await findReviewers(tx, entry, wanted, now)
  if (!reviewers.ok) return reviewers

  const dueAt = wanted.dueAt === null ? null : new Date(wanted.dueAt).toISOString()
  const isSame =
    wanted.title === before.title &&
    wanted.reviewerId === before.reviewerId &&
    wanted.secondReviewerId === before.secondReviewerId &&
    dueAt === before.dueAt &&
    wanted.repeatMonths === before.repeatMonths
  if (isSame) return found
  const isHanded = wanted.reviewerId !== before.reviewerId
  const review = await updateReview(tx, before, {
    ...reviewers.value,
    title: wanted.title,
    due_at: dueAt === null ? null : new Date(dueAt),
    ...(dueAt === before.dueAt ? {} : { repeat_day: dueAt === null ? null : new Date(dueAt).getUTCDate() }),
    repeat_months: wanted.repeatMonths,
    ...(isHanded && before.state === 'open'
      ? { progress: await handDecisions(tx, { ...before, reviewerId: wanted.reviewerId }) }
      : {}),
  })
  await recordReview(write, review, {
    action: 'review.edited',
    before: changeable(before),
    after: changeable(review),
  })
  if (isHanded) await mailNext(write, entry, review)
  return { ok: true, value: review }
}

const changeable = (review: Review) => ({
  name: review.title,
  reviewer: review.reviewerName,
  secondReviewer: review.secondReviewerName,
  dueAt: review.dueAt,
  repeatMonths: review.repeatMonths,
})

/** What was decided so far goes on with the new reviewer, but for what they may not decide. Answers the progress. */
async function handDecisions(tx: Tx, review: Review): Promise<string> {
  const snapshot = await readSnapshot(tx, review.id)
  const before = await readDocument(tx, review.id, 'decisions')
  if (before) {
    const decisions = withoutOwn(snapshot, before, review)
    await writeDocument(tx, review.id, 'decisions', hashed(decisions))
    return JSON.stringify(reviewProgress(snapshot, decisions, review, 'reviewer'))
  }
  return JSON.stringify(reviewProgress(snapshot, { cells: [] }, review, 'reviewer'))
}

function withoutOwn(
  snapshot: ReviewSnapshot,
  decisions: ReviewDecisions,
  { reviewerId, allowsSelf }: Review,
): ReviewDecisions {
  const deciding = { reviewerId, allowsSelf, by: 'reviewer' } as const
  const isOpen = (place: number, cell: number) => {
    const person = snapshot.people[place]
    return person !== undefined && lockOf(person, cell, deciding) === null
  }
  return {
    ...decisions,
    cells: decisions.cells.map((cells, place) =>
      [...cells].map((letter, cell) => (isOpen(place, cell) ? letter : '.')).join(''),
    ),
    notes: decisions.notes.filter(({ person, cell }) => isOpen(person, cell)),
    changes: decisions.changes.filter(
      ({ person }) => isOpen(person, 0) && decisionAt(decisions.cells[person], 0) === 'change',
    ),
  }
}

/** Gives a review up. One that was given up already stays as it is. */
export async function cancelReview(
  write: WriteContext,
  entry: DirectoryEntry,
  reviewId: ReviewId,
  reason: string,
): Promise<Result<Review>> {
  const found = await findReviewIn(write.tx, entry, reviewId, ['planned', 'open', 'second', 'cancelled'])
  if (!found.ok || found.value.state === 'cancelled') return found
  const review = await updateReview(write.tx, found.value, { state: 'cancelled', cancel_reason: reason })
  await recordReview(write, review, {
    action: 'review.cancelled',
    before: { status: found.value.state },
    after: { status: 'cancelled', reason },
  })
  return { ok: true, value: review }
}

/** Gives a review back to its reviewer, whose signature falls; the decisions stay as drafts. By the second one. */
export async function returnReview(
  write: WriteContext,
  entry: DirectoryEntry,
  reviewId: ReviewId,
  reason: string,
): Promise<Result<Review>> {
  const { tx, principal } = write
  const found = await findReview(tx, entry, reviewId)
  if (!found.ok) return found
  if (found.value.state === 'second' && found.value.secondReviewerId !== principal.userId) return notYours
  const inSecond = await findReviewIn(tx, entry, reviewId, ['second'])
  if (!inSecond.ok) return inSecond
  const before = inSecond.value
  const snapshot = await readSnapshot(tx, reviewId)
  const signed = await readDocument(tx, reviewId, 'decisions')
  if (!signed) throw new Error('a review was signed without decisions')
  // What the second reviewer had decided of the reviewer's own access is not the reviewer's to sign.
  const decisions = withoutOwn(snapshot, signed, before)
  await writeDocument(tx, reviewId, 'decisions', hashed(decisions))
  const review = await updateReview(tx, before, {
    state: 'open',
    signatures: '[]',
    outcome: null,
    progress: JSON.stringify(reviewProgress(snapshot, decisions, before, 'reviewer')),
  })
  await recordReview(write, review, {
    action: 'review.returned',
    before: { status: 'second' },
    after: { status: 'open', reason },
  })
  await mailNext(write, entry, review, reason)
  return { ok: true, value: review }
}
