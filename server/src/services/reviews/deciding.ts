import {
  type Deciding,
  type DirectoryEntry,
  decidesNow,
  decisionsBeforeSecond,
  problem,
  type Result,
  type Review,
  type ReviewDecisions,
  type ReviewId,
  type ReviewSnapshot,
  refuseDecisions,
  refuseReviewState,
  reviewProgress,
} from '@gatehouse/contract'
import type { Tx } from '../../db/database.ts'
import type { WriteContext } from '../context.ts'
import { hashed } from './hashing.ts'
import {
  findReview,
  notYours,
  readSnapshot,
  recordReview,
  updateReview,
  writeDocument,
} from './review-rows.ts'

/** Keeps what has been decided so far, and tells others how far it is. By whoever decides now. */
export async function saveDecisions(
  write: WriteContext,
  entry: DirectoryEntry,
  reviewId: ReviewId,
  decisions: ReviewDecisions,
): Promise<Result<Review>> {
  const { tx } = write
  const found = await findReview(tx, entry, reviewId)
  if (!found.ok) return found
  const before = found.value
  const checked = await checkDecisions(write, before, decisions)
  if (!checked.ok) return checked
  const { snapshot, deciding } = checked.value
  await writeDocument(tx, reviewId, 'decisions', hashed(decisions))
  const progress = reviewProgress(snapshot, decisions, before, deciding.by)
  // Like being seen, getting on is no change that an edit would have to know of.
  const review = await updateReview(tx, before, { progress: JSON.stringify(progress) }, true)
  await recordReview(write, review)
  return { ok: true, value: review }
}

export interface Checked {
  snapshot: ReviewSnapshot
  deciding: Deciding
}

/** Whether these may be the decisions of a review as it is now, by whoever brings them. */
export async function checkDecisions(
  { tx, principal }: Pick<WriteContext, 'principal'> & { tx: Tx },
  review: Review,
  decisions: ReviewDecisions,
): Promise<Result<Checked>> {
  const now = decidesNow(review)
  if (!now) return { ok: false, error: refuseReviewState(review.state) }
  const { userId, ...deciding } = now
  if (userId !== principal.userId) return notYours
  const snapshot = await readSnapshot(tx, review.id)
  const refused = refuseDecisions(snapshot, decisions, deciding)
  if (refused) return { ok: false, error: refused }
  if (deciding.by === 'second' && !isAsSigned(review, snapshot, decisions)) return notTheirs
  return { ok: true, value: { snapshot, deciding } }
}

/** Whether the second reviewer left all but the reviewer's own access as the reviewer signed it. */
function isAsSigned(
  { allowsSelf, reviewerId, signatures }: Review,
  snapshot: ReviewSnapshot,
  decisions: ReviewDecisions,
): boolean {
  const reviewers = allowsSelf ? decisions : decisionsBeforeSecond(snapshot, decisions, reviewerId)
  return hashed(reviewers).sha256 === signatures[0]?.decisionsSha256
}

const notTheirs: Result<never> = {
  ok: false,
  error: problem('validation', {
    fields: [
      {
        path: 'decisions',
        message:
          'The second reviewer decides on the reviewer’s own access alone; the rest is as the reviewer signed it',
      },
    ],
  }),
}
