import type { ReviewSignature } from '../entities/review.ts'
import type { ReviewDecisions, ReviewRecord, ReviewSnapshot } from '../entities/review-documents.ts'
import type { UserId } from '../ids.ts'

/**
 * The decisions that a reviewer signed, out of those that a second one has added to: the second one decides on the
 * reviewer's own access and on nothing else, so without that they are the reviewer's.
 */
export function decisionsBeforeSecond(
  snapshot: ReviewSnapshot,
  decisions: ReviewDecisions,
  reviewerId: UserId,
): ReviewDecisions {
  const isOwn = (place: number) => snapshot.people[place]?.userId === reviewerId
  return {
    ...decisions,
    cells: decisions.cells.map((cells, place) => (isOwn(place) ? '.'.repeat(cells.length) : cells)),
    notes: decisions.notes.filter(({ person }) => !isOwn(person)),
    changes: decisions.changes.filter(({ person }) => !isOwn(person)),
  }
}

/** What a signature of a record is over. */
export function decisionsSigned(
  { snapshot, decisions, review }: Pick<ReviewRecord, 'snapshot' | 'decisions' | 'review'>,
  by: ReviewSignature['by'],
): ReviewDecisions {
  if (by === 'second' || review.secondReviewerId === null || review.allowsSelf) return decisions
  return decisionsBeforeSecond(snapshot, decisions, review.reviewerId)
}
