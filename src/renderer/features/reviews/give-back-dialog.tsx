import type { AccountDetail, ReviewItem } from '../../../ipc/views.ts'
import { changeReviewWords as t } from '../../../strings/reviews.ts'
import { useConfirmedMutate } from '../../data/use-confirmed.ts'
import { ReasonDialog } from './reason-dialog.tsx'

interface GiveBackDialogProps {
  account: AccountDetail
  review: ReviewItem
  onClose: () => void
}

/** Back to the reviewer, by the second one, with a reason. */
export function GiveBackDialog({ account, review, onClose }: GiveBackDialogProps) {
  const makeChange = useConfirmedMutate()
  const { id: reviewId, accountId, title, reviewerName } = review
  return (
    <ReasonDialog
      account={account}
      title={t.giveBackTitle(title)}
      verb={t.giveBackVerb}
      onClose={onClose}
      onConfirm={(reason) =>
        makeChange(
          { name: 'reviews.return', args: { accountId, reviewId, reason } },
          t.givenBack(reviewerName),
        )
      }
    >
      <p>{t.giveBackEffect(reviewerName)}</p>
    </ReasonDialog>
  )
}
