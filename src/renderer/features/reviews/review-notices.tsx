import Info from 'lucide-react/icons/info'
import PenLine from 'lucide-react/icons/pen-line'
import type { ReviewDetail } from '../../../ipc/views.ts'
import { explain } from '../../../strings/problems.ts'
import { decideWords as t } from '../../../strings/reviews.ts'
import { Notice } from '../../ui/states.tsx'

/** Whose turn it is, where that isn't plain, and what else has access. */
export function ReviewNotices({ detail }: { detail: ReviewDetail }) {
  const { review, by, decideRefusal, administrators, waitingThen } = detail
  const isOver = review.state === 'signed'
  return (
    <>
      {review.state === 'second' && (
        <Notice tone={review.isMine ? 'warning' : 'neutral'} icon={<PenLine size={16} />}>
          {review.isMine
            ? t.secondNotice(review.reviewerName)
            : t.waitsForSecond(review.secondReviewerName ?? '')}
        </Notice>
      )}
      {review.state === 'open' && !review.isMine && by === 'reviewer' && (
        <Notice icon={<Info size={16} />}>
          {t.notYours(review.reviewerName)}
          {decideRefusal && ` ${explain(decideRefusal).advice}`}
        </Notice>
      )}
      {!isOver && (waitingThen > 0 || (administrators && administrators.length > 0)) && (
        <Notice icon={<Info size={16} />}>
          {administrators &&
            administrators.length > 0 &&
            t.administrators(administrators.map(({ name }) => name))}{' '}
          {waitingThen > 0 && t.waitingThen(waitingThen)}
        </Notice>
      )}
    </>
  )
}
