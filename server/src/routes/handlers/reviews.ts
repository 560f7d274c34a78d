import { saveDecisions } from '../../services/reviews/deciding.ts'
import { cancelReview, editReview, returnReview } from '../../services/reviews/editing.ts'
import { openReview } from '../../services/reviews/opening.ts'
import {
  decisionsOfReview,
  evidenceOfReview,
  listReviews,
  snapshotOfReview,
} from '../../services/reviews/reading.ts'
import { signReview } from '../../services/reviews/signing.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const reviewHandlers: HandlersOf<'reviews'> = {
  'reviews.list': async ({ db, entry }) => ok(await listReviews(db, entry)),
  'reviews.snapshot': ({ db, entry, params }) => snapshotOfReview(db, entry, params.reviewId),
  'reviews.decisions': ({ db, entry, params }) => decisionsOfReview(db, entry, params.reviewId),
  'reviews.evidence': ({ db, entry, params }) => evidenceOfReview(db, entry, params.reviewId),
  'reviews.open': ({ write, entry, body }) => openReview(write, entry, body),
  'reviews.edit': ({ write, entry, params, body }) => editReview(write, entry, params.reviewId, body),
  'reviews.saveDecisions': ({ write, entry, params, body }) =>
    saveDecisions(write, entry, params.reviewId, body.decisions),
  'reviews.sign': ({ write, entry, params, body }) => signReview(write, entry, params.reviewId, body),
  'reviews.return': ({ write, entry, params, body }) =>
    returnReview(write, entry, params.reviewId, body.reason),
  'reviews.cancel': ({ write, entry, params, body }) =>
    cancelReview(write, entry, params.reviewId, body.reason),
}
