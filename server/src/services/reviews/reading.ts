import {
  type DirectoryEntry,
  problem,
  type Result,
  type Review,
  type ReviewDecisions,
  type ReviewEvidence,
  type ReviewId,
  type ReviewSnapshot,
  refuseReviewState,
} from '@gatehouse/contract'
import type { Database } from '../../db/database.ts'
import { toReview } from '../../repositories/rows.ts'
import { findReview, readDocument } from './review-rows.ts'

/** The reviews of the account, the newest first. */
export async function listReviews(db: Database, { account }: DirectoryEntry): Promise<{ items: Review[] }> {
  const rows = await db
    .selectFrom('review')
    .selectAll()
    .where('account_id', '=', account.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return { items: rows.map(toReview) }
}

const nothingFrozen = problem('not_found', {
  detail: 'The review has not been begun, so nothing is frozen yet.',
})

/** What the review froze. */
export async function snapshotOfReview(
  db: Database,
  entry: DirectoryEntry,
  reviewId: ReviewId,
): Promise<Result<ReviewSnapshot>> {
  const found = await findReview(db, entry, reviewId)
  if (!found.ok) return found
  const snapshot = await readDocument(db, reviewId, 'snapshot')
  return snapshot ? { ok: true, value: snapshot } : { ok: false, error: nothingFrozen }
}

/** What has been decided so far, or was signed. */
export async function decisionsOfReview(
  db: Database,
  entry: DirectoryEntry,
  reviewId: ReviewId,
): Promise<Result<{ decisions: ReviewDecisions | null }>> {
  const found = await findReview(db, entry, reviewId)
  if (!found.ok) return found
  return { ok: true, value: { decisions: await readDocument(db, reviewId, 'decisions') } }
}

/** The record of a signed review with its seal. */
export async function evidenceOfReview(
  db: Database,
  entry: DirectoryEntry,
  reviewId: ReviewId,
): Promise<Result<ReviewEvidence>> {
  const found = await findReview(db, entry, reviewId)
  if (!found.ok) return found
  const { state, seal } = found.value
  const record = await readDocument(db, reviewId, 'record')
  if (state !== 'signed' || !seal || !record) return { ok: false, error: refuseReviewState(state) }
  const { recordSha256 } = seal
  return {
    ok: true,
    value: { format: 'gatehouse.review.evidence/1', record, recordSha256, seal },
  }
}
