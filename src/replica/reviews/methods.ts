import { type AccountId, fail, type Intent, ok, type Result, type ReviewId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { withDocuments } from '../outbox/carried.ts'
import type { Touched } from '../port.ts'
import { reviews } from '../repositories/account-rows.ts'
import type { Write } from '../write.ts'
import { type BeginReviews, type Begun, beginReviews } from './begin.ts'
import { type ReviewStep, takeStep } from './decide.ts'
import {
  dueOf,
  keepFetched,
  noteSaved,
  type ReviewDue,
  type ReviewTexts,
  reviewsDue,
  type UnsavedDraft,
  unsavedDraft,
} from './fetched.ts'
import { type Signed, type SignRequest, signReview, Unsigned } from './sign.ts'

interface Parts {
  opened(): Sql
  change<T>(work: (write: Write) => T): { value: T; touched: Touched }
  decide<T>(work: (write: Write) => T): { value: T; touched: Touched }
  answered<T>(work: () => Result<T>): Result<T>
}

/** What the writing thread offers for access reviews; each as in `Replica`. */
export function reviewMethods({ opened, change, decide, answered }: Parts) {
  return {
    beginReviews(request: BeginReviews, now: Date): Result<Begun & { touched: Touched }> {
      return answered(() => {
        const { value, touched } = decide((write) => beginReviews(write, request, now))
        return ok({ ...value, touched })
      })
    },

    takeReviewStep(
      accountId: AccountId,
      reviewId: ReviewId,
      step: ReviewStep,
    ): Result<{ changed: number; touched: Touched }> {
      return answered(() => {
        const { value, touched } = decide((write) => takeStep(write, accountId, reviewId, step))
        return value.ok ? ok({ changed: value.value, touched }) : value
      })
    },

    signReview(request: SignRequest, now: Date): Result<Signed & { touched: Touched }> {
      return answered(() => {
        try {
          const { value, touched } = decide((write) => signReview(write, request, now))
          return value.ok ? ok({ ...value.value, touched }) : value
        } catch (error) {
          if (error instanceof Unsigned) return fail(error.problem)
          throw error
        }
      })
    },

    reviewsDue: (): ReviewDue[] => reviewsDue(opened()),

    reviewDue(accountId: AccountId, reviewId: ReviewId): ReviewDue | null {
      const review = reviews.get(opened(), accountId, reviewId)
      return review && dueOf(opened(), review)
    },

    keepReviewTexts(accountId: AccountId, reviewId: ReviewId, texts: ReviewTexts): Result<Touched> {
      return answered(() => {
        const { value, touched } = change((write) => keepFetched(write, accountId, reviewId, texts))
        return value.ok ? ok(touched) : value
      })
    },

    unsavedDraft: (accountId: AccountId, reviewId: ReviewId): UnsavedDraft | null =>
      unsavedDraft(opened(), accountId, reviewId),

    noteSaved(reviewId: ReviewId, changes: number, version: number): Touched {
      return change((write) => noteSaved(write, reviewId, changes, version)).touched
    },

    withDocuments: (intent: Intent): Intent | null => withDocuments(opened(), intent),
  }
}

export type ReviewMethods = ReturnType<typeof reviewMethods>
