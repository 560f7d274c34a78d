import type { Review } from '../entities/review.ts'
import type { ReviewRecord } from '../entities/review-documents.ts'

/**
 * What the last signature completes, the same on the device that signs and on the server. `signatures` holds that one
 * too, and `decisions` and `conflicts` are those it came with.
 */
export function recordOf(
  review: Review,
  parts: Pick<ReviewRecord, 'snapshotSha256' | 'snapshot' | 'decisions' | 'conflicts' | 'signatures'>,
): ReviewRecord {
  const { id, accountId, title, campaign, reviewerId, reviewerName } = review
  const { secondReviewerId, secondReviewerName, allowsSelf, createdByName, createdAt, dueAt } = review
  const { snapshotSha256, snapshot, decisions, conflicts, signatures } = parts
  return {
    format: 'gatehouse.review.record/1',
    review: {
      id,
      accountId,
      title,
      campaign,
      reviewerId,
      reviewerName,
      secondReviewerId,
      secondReviewerName,
      allowsSelf,
      createdByName,
      createdAt,
      dueAt,
    },
    snapshotSha256,
    snapshot,
    decisions,
    conflicts,
    signatures,
  }
}
