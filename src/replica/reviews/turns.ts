import {
  type AccountId,
  decidesNow,
  fail,
  notYourReview,
  ok,
  type Permission,
  type Problem,
  problem,
  type Result,
  type Review,
  type ReviewId,
  refuseReviewState,
  refuseWrite,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { may, type Opened, openAccount } from '../queries/context.ts'
import { reviews } from '../repositories/account-rows.ts'
import { readPrincipal } from '../repositories/rows.ts'
import type { Turn } from './sheet.ts'

/** A review that the principal may look at, in its account. */
export interface OpenedReview {
  opened: Opened
  review: Review
}

export function openReview(sql: Sql, accountId: AccountId, reviewId: ReviewId): Result<OpenedReview> {
  const opened = openAccount(sql, accountId, 'reviews.view')
  if (!opened.ok) return opened
  const review = reviews.get(sql, accountId, reviewId)
  return review ? ok({ opened: opened.value, review }) : fail(problem('not_found'))
}

/** Whose turn it is; null where nobody's is. */
export function turnOf(review: Review): Turn | null {
  return decidesNow(review)?.by ?? null
}

/**
 * Why the principal can't decide, or sign, in the review now. `review_state`: nobody can. `forbidden` with `required`:
 * they lack that permission; without it, somebody else is to.
 */
export function refuseTurn(
  sql: Sql,
  { opened, review }: OpenedReview,
  what: 'decide' | 'sign',
): Problem | null {
  const { account, access } = opened
  const deciding = decidesNow(review)
  if (!deciding) return refuseReviewState(review.state)
  if (deciding.userId !== readPrincipal(sql)?.userId) return notYourReview
  // Who signs may decide as well: the second reviewer need not be able to begin reviews.
  const isAllowed = what === 'decide' && may(access, 'reviews.sign')
  const permission: Permission = what === 'decide' && !isAllowed ? 'reviews.run' : 'reviews.sign'
  return refuseWrite(account, access, permission)
}
