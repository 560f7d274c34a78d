import { lazy, Suspense } from 'react'
import { reviewWords as t } from '../../../strings/reviews.ts'
import { useAppStore, usePanel } from '../../app/app-store.ts'
import { useRights } from '../../data/use-session.ts'
import { useFilter } from '../../data/view-store.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { BeginDrawer } from './begin-drawer.tsx'
import { ReviewList } from './review-list.tsx'

const AccessMatrix = lazy(async () => ({ default: (await import('./access-matrix.tsx')).AccessMatrix }))
const ReviewScreen = lazy(async () => ({ default: (await import('./review-screen.tsx')).ReviewScreen }))

/** Who has access in the account, and the reviews of it: the list of them, or one. */
export function ReviewsTab({ accountId }: { accountId: string }) {
  const reviewId = useAppStore(({ place }) =>
    place.screen === 'account' && place.accountId === accountId ? place.reviewId : undefined,
  )
  const { account } = useRights(accountId)
  const [view, setView] = useFilter<'reviews' | 'access'>(accountId, 'access review view', 'reviews')
  const panel = usePanel('review-begin')
  if (!account) return <Skeleton rows={8} />
  return (
    <>
      {reviewId === undefined ? (
        <>
          <Segmented
            label={t.views}
            isLabelHidden
            value={view}
            options={[
              { value: 'reviews', label: t.reviews },
              { value: 'access', label: t.whoHasAccess },
            ]}
            onChange={setView}
          />
          {view === 'reviews' ? (
            <ReviewList account={account} />
          ) : (
            <Suspense fallback={<Skeleton rows={10} />}>
              <AccessMatrix accountId={accountId} accountName={account.name} />
            </Suspense>
          )}
        </>
      ) : (
        <Suspense fallback={<Skeleton rows={10} />}>
          <ReviewScreen key={reviewId} account={account} reviewId={reviewId} />
        </Suspense>
      )}
      {panel?.accountId === accountId && <BeginDrawer account={account} reviewId={panel.reviewId} />}
    </>
  )
}
