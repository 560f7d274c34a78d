import type { AccountId, ReviewId } from '@gatehouse/contract'
import { useQueryClient } from '@tanstack/react-query'
import CircleSlash from 'lucide-react/icons/circle-slash'
import CloudDownload from 'lucide-react/icons/cloud-download'
import { useEffect, useState } from 'react'
import type { AccountDetail, ReviewDetail } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { reviewWords, decideWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery, useCommand } from '../../data/use-bridge.ts'
import { askAgain } from '../../data/use-matrix.ts'
import { useIsOnline, useRights } from '../../data/use-session.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { DecisionMatrix } from './decision-matrix.tsx'
import { ReviewHead } from './review-head.tsx'
import { ReviewNotices } from './review-notices.tsx'
import { SignedFacts } from './signed-facts.tsx'

/** One review: what was frozen, what is decided, and what it ends with. */
export function ReviewScreen({ account, reviewId }: { account: AccountDetail; reviewId: string }) {
  const { id: accountId } = account
  const answer = useBridgeQuery('reviews.get', { accountId, reviewId })
  return (
    <Answer answer={answer} skeletonRows={10}>
      {(detail) => (
        <>
          <ReviewHead account={account} detail={detail} />
          <Content account={account} detail={detail} />
        </>
      )}
    </Answer>
  )
}

function Content({ account, detail }: { account: AccountDetail; detail: ReviewDetail }) {
  const { review } = detail
  const { id: accountId } = account
  const openPanel = useAppStore((store) => store.openPanel)
  const { refusal } = useRights(accountId)
  if (review.state === 'planned')
    return (
      <EmptyState
        title={t.plannedTitle}
        reason={t.plannedReason}
        action={
          <Button
            kind="primary"
            disabledReason={refusal('reviews.run')}
            onPress={() => openPanel({ kind: 'review-begin', accountId, reviewId: review.id })}
          >
            {reviewWords.beginPlanned}
          </Button>
        }
      />
    )
  if (review.state === 'cancelled')
    return (
      <EmptyState
        icon={<CircleSlash size={22} />}
        title={t.cancelledTitle}
        reason={<bdi>{review.cancelReason}</bdi>}
      />
    )
  if (!review.isHere) return <NotHere accountId={accountId} reviewId={review.id} />
  return (
    <>
      <ReviewNotices detail={detail} />
      {review.state === 'signed' && <SignedFacts detail={detail} />}
      <Saving accountId={accountId} reviewId={review.id} isOpen={detail.decideRefusal === null} />
      <DecisionMatrix account={account} detail={detail} />
    </>
  )
}

interface OfReview {
  accountId: AccountId
  reviewId: ReviewId
}

/** Others see how far it is as soon as the review is left. */
function Saving({ accountId, reviewId, isOpen }: OfReview & { isOpen: boolean }) {
  const isOnline = useIsOnline()
  useEffect(() => {
    if (!isOpen || !isOnline) return
    const save = () => void bridge().command('reviews.save', { accountId, reviewId })
    window.addEventListener('blur', save)
    return () => {
      window.removeEventListener('blur', save)
      save()
    }
  }, [accountId, reviewId, isOpen, isOnline])
  return null
}

/** Begun on another computer: fetched at once where that is possible. */
function NotHere({ accountId, reviewId }: OfReview) {
  const isOnline = useIsOnline()
  const client = useQueryClient()
  const load = useCommand('reviews.load')
  const [wasTried, setTried] = useState(false)
  async function fetch() {
    setTried(true)
    await load.mutateAsync({ accountId, reviewId }).catch(() => undefined)
    await askAgain(client, accountId)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as there is a connection
  useEffect(() => {
    if (isOnline && !wasTried) void fetch()
  }, [isOnline])
  if (load.error) return <ErrorState problem={load.error} onRetry={() => void fetch()} />
  return (
    <EmptyState
      icon={<CloudDownload size={22} />}
      title={t.notHere}
      reason={t.notHereReason}
      action={
        <Button
          kind="primary"
          isPending={load.isPending}
          disabledReason={isOnline ? null : words.needsConnection}
          onPress={() => void fetch()}
        >
          {t.fetch}
        </Button>
      }
    />
  )
}
