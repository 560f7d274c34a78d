import { expect, test } from 'vitest'
import { campaignWords as t } from '../../../../strings/reviews.ts'
import { whyNoReview } from './why-no-review.ts'

test('accounts that a search found are reviewed where one may be, and else it is said why not', () => {
  expect(whyNoReview(null)).toBe(t.fromSearchLooking)
  expect(whyNoReview({ total: 0, reviewable: 0 })).toBe(t.fromSearchNone)
  expect(whyNoReview({ total: 3, reviewable: 0 })).toBe(t.fromSearchRefused)
  expect(whyNoReview({ total: 3, reviewable: 1 })).toBeNull()
})
