import {
  type DirectoryEntry,
  noDecisions,
  type OpenReview,
  problem,
  type Result,
  type Review,
  refuseReviewState,
  reviewProgress,
} from '@gatehouse/contract'
import { toReview } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { hashed } from './hashing.ts'
import { mailNext } from './review-mail.ts'
import { insertReview, recordReview, updateReview, writeDocument } from './review-rows.ts'
import { findReviewers } from './reviewers.ts'

const idTaken = invalid('reviewId', 'This id belongs to another review. Make a new one')

/** Begins a review with what was frozen where it was begun, under a new id or as one that was planned. */
export async function openReview(
  write: WriteContext,
  entry: DirectoryEntry,
  wanted: OpenReview,
): Promise<Result<Review>> {
  const { tx, now, principal } = write
  const { reviewId, snapshot, campaign, dueAt } = wanted
  const existing = await tx.selectFrom('review').selectAll().where('id', '=', reviewId).executeTakeFirst()
  if (existing && existing.account_id !== entry.account.id) return idTaken
  const planned = existing ? toReview(existing) : null
  if (planned && planned.state !== 'planned') return { ok: false, error: refuseReviewState(planned.state) }
  const document = hashed(snapshot)
  const wrong = wrongSnapshot(entry, wanted)
  if (wrong) return wrong
  if (document.sha256 !== wanted.snapshotSha256) return mismatch
  const reviewers = await findReviewers(tx, entry, wanted, now)
  if (!reviewers.ok) return reviewers

  const columns = {
    title: wanted.title,
    campaign_id: campaign?.id ?? null,
    campaign_name: campaign?.name ?? null,
    state: 'open',
    scope: JSON.stringify(snapshot.scope),
    ...reviewers.value,
    allows_self: wanted.allowsSelf,
    created_by: principal.userId,
    created_by_name: principal.name,
    due_at: dueAt === null ? null : new Date(dueAt),
    repeat_months: wanted.repeatMonths,
    repeat_day:
      dueAt === null || dueAt === planned?.dueAt
        ? (existing?.repeat_day ?? null)
        : new Date(dueAt).getUTCDate(),
    snapshot: JSON.stringify({
      sha256: document.sha256,
      asOf: snapshot.asOf,
      people: snapshot.people.length,
      applications: snapshot.applications.length,
    }),
    progress: JSON.stringify(reviewProgress(snapshot, noDecisions(snapshot), wanted, 'reviewer')),
  } as const
  const review = planned
    ? await updateReview(tx, planned, columns)
    : await insertReview(tx, {
        id: reviewId,
        account_id: entry.account.id,
        ...columns,
        // By the clock it was begun by: a review may be signed before anything of it was sent.
        created_at: new Date(snapshot.asOf),
        signatures: '[]',
      })
  if (!review) return idTaken
  await writeDocument(tx, reviewId, 'snapshot', document)
  await recordReview(write, review, {
    action: 'review.opened',
    ...(planned ? { before: { status: 'planned' } } : {}),
    after: {
      status: 'open',
      reviewer: review.reviewerName,
      secondReviewer: review.secondReviewerName,
      dueAt: review.dueAt,
    },
  })
  await mailNext(write, entry, review)
  return { ok: true, value: review }
}

const mismatch: Result<never> = {
  ok: false,
  error: problem('hash_mismatch', { detail: 'The snapshot is not the one that its hash names.' }),
}

function wrongSnapshot(
  { account }: DirectoryEntry,
  { reviewId, snapshot }: OpenReview,
): Result<never> | null {
  if (snapshot.reviewId !== reviewId) return invalid('snapshot.reviewId', 'The snapshot is of another review')
  if (snapshot.account.id !== account.id)
    return invalid('snapshot.account.id', 'The snapshot is of another account')
  const isTwice = (ids: readonly string[]) => new Set(ids).size !== ids.length
  if (
    isTwice(snapshot.people.map(({ membershipId }) => membershipId)) ||
    isTwice(snapshot.applications.map(({ id }) => id))
  )
    return invalid('snapshot', 'The snapshot names somebody or something twice')
  return null
}

function invalid(path: string, message: string): Result<never> {
  return { ok: false, error: problem('validation', { fields: [{ path, message }] }) }
}
