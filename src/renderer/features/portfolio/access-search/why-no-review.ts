import type { QueryOutput } from '../../../../ipc/contract.ts'
import { campaignWords as t } from '../../../../strings/reviews.ts'

/** Why what was found can't be reviewed; null where it can. `found` is null while it isn't known. */
export function whyNoReview(
  found: Pick<QueryOutput<'access.accounts'>, 'total' | 'reviewable'> | null,
): string | null {
  if (found === null) return t.fromSearchLooking
  if (found.total === 0) return t.fromSearchNone
  return found.reviewable === 0 ? t.fromSearchRefused : null
}
