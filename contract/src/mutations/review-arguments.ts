import { z } from 'zod'
import { timeSchema, versionSchema } from '../entities/account.ts'
import { reviewSchema, reviewTitleSchema, sha256Schema } from '../entities/review.ts'
import {
  reviewConflictSchema,
  reviewDecisionsSchema,
  reviewSnapshotSchema,
} from '../entities/review-documents.ts'
import { accountIdSchema, reviewIdSchema, userIdSchema } from '../ids.ts'

const account = z.object({ accountId: accountIdSchema })
const accountReview = account.extend({ reviewId: reviewIdSchema })

const reviewers = {
  reviewerId: userIdSchema,
  /** Somebody else than the reviewer. */
  secondReviewerId: userIdSchema.nullable().default(null),
}

export const openReviewBodySchema = z.object({
  /** Made by whoever begins it; that of a planned one begins that one. */
  reviewId: reviewIdSchema,
  title: reviewTitleSchema,
  campaign: reviewSchema.shape.campaign.default(null),
  ...reviewers,
  allowsSelf: z.boolean().default(false),
  dueAt: timeSchema.nullable().default(null),
  repeatMonths: reviewSchema.shape.repeatMonths.default(null),
  snapshot: reviewSnapshotSchema,
  /** Of the snapshot's canonical form. */
  snapshotSha256: sha256Schema,
  /** Cells that are to be decided by the reviewer; see `reviewTotals`. */
  total: z.int().min(0),
})
export type OpenReview = z.output<typeof openReviewBodySchema>

/** Hands a review to somebody else, or to another day. */
export const editReviewBodySchema = z.object({
  title: reviewTitleSchema,
  ...reviewers,
  dueAt: timeSchema.nullable(),
  repeatMonths: reviewSchema.shape.repeatMonths,
  baseVersion: versionSchema,
})
export type EditReview = z.output<typeof editReviewBodySchema>

const reason = z.string().trim().min(1, 'Say why').max(500, 'A reason has at most 500 characters')

export const cancelReviewBodySchema = z.object({ reason })

/** Back to the reviewer, by the second one. */
export const returnReviewBodySchema = z.object({ reason })

export const signReviewBodySchema = z.object({
  by: z.enum(['reviewer', 'second']),
  statement: z.string().trim().min(1, 'Write what you confirm').max(500),
  signedAt: timeSchema,
  decisions: reviewDecisionsSchema,
  decisionsSha256: sha256Schema,
  conflicts: z.array(reviewConflictSchema).max(100_000),
  outcome: reviewSchema.shape.outcome.unwrap(),
  /** Of the record that this signature completes; null where a second one is still to sign. */
  recordSha256: sha256Schema.nullable(),
})
export type SignReview = z.output<typeof signReviewBodySchema>

/** What has been decided so far, for whoever goes on with it: drafts, which the last one to save replaces. */
export const saveDecisionsBodySchema = z.object({
  decisions: reviewDecisionsSchema,
  decided: z.int().min(0),
})

export const openReviewSchema = account.extend(openReviewBodySchema.shape)
export const editReviewSchema = accountReview.extend(editReviewBodySchema.shape)
export const cancelReviewSchema = accountReview.extend(cancelReviewBodySchema.shape)
export const returnReviewSchema = accountReview.extend(returnReviewBodySchema.shape)
export const signReviewSchema = accountReview.extend(signReviewBodySchema.shape)
