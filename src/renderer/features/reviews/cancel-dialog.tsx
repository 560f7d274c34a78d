import type { AccountDetail, ReviewItem } from '../../../ipc/views.ts'
import { changeReviewWords as t } from '../../../strings/reviews.ts'
import { useConfirmedMutate } from '../../data/use-confirmed.ts'
import { ReasonDialog } from './reason-dialog.tsx'

interface CancelDialogProps {
  account: AccountDetail
  review: ReviewItem
  onClose: () => void
}

/** Gives a review up, with a reason that stays with it. */
export function CancelDialog({ account, review, onClose }: CancelDialogProps) {
  const makeChange = useConfirmedMutate()
  const { id: reviewId, accountId, title } = review
  return (
    <ReasonDialog
      account={account}
      title={t.cancelTitle(title)}
      verb={t.cancelVerb}
      no={t.keepIt}
      danger
      onClose={onClose}
      onConfirm={(reason) =>
        makeChange({ name: 'reviews.cancel', args: { accountId, reviewId, reason } }, t.cancelled(title))
      }
    >
      <p>{t.cancelEffect}</p>
    </ReasonDialog>
  )
}
