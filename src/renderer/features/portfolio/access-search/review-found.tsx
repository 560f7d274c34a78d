import type { QueryOutput } from '../../../../ipc/contract.ts'
import type { AccessFilter } from '../../../../ipc/views.ts'
import { campaignWords as t } from '../../../../strings/reviews.ts'
import { useAppStore } from '../../../app/app-store.ts'
import { useBridgeQuery } from '../../../data/use-bridge.ts'
import { Button } from '../../../ui/button.tsx'
import { whyNoReview } from './why-no-review.ts'

interface ReviewFoundProps {
  filter: AccessFilter
  /** More accounts are still being looked at. */
  isLooking: boolean
}

/** Begins a campaign over the accounts in which the search found somebody. */
export function ReviewFound({ filter, isLooking }: ReviewFoundProps) {
  const openPanel = useAppStore((store) => store.openPanel)
  const { data, isPlaceholderData } = useBridgeQuery(
    'access.accounts',
    { filter },
    { enabled: !isLooking, keepBefore: true },
  )
  const found: QueryOutput<'access.accounts'> | null = isLooking || isPlaceholderData ? null : (data ?? null)
  return (
    <Button
      disabledReason={whyNoReview(found)}
      onPress={() =>
        found && openPanel({ kind: 'review-campaign', accountIds: found.accountIds, found: found.total })
      }
    >
      {t.fromSearch}
    </Button>
  )
}
