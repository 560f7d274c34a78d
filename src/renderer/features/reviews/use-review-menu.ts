import type { ReviewItem } from '../../../ipc/views.ts'
import { reviewWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { useExport } from './use-export.ts'

/** What can be done with a review in a list; the rest is done where it is open. */
export function useReviewMenu(): (review: ReviewItem) => MenuEntry[] {
  const go = useAppStore((store) => store.go)
  const openPanel = useAppStore((store) => store.openPanel)
  const exportAs = useExport()
  return ({ id: reviewId, accountId, state }) => [
    {
      id: 'open',
      label: t.open,
      onAction: () => go({ screen: 'account', accountId, tab: 'reviews', reviewId }),
    },
    ...(state === 'planned'
      ? [
          {
            id: 'begin',
            label: t.beginPlanned,
            onAction: () => openPanel({ kind: 'review-begin', accountId, reviewId }),
          },
        ]
      : []),
    ...(state === 'signed'
      ? [
          'separator' as const,
          ...(['pdf', 'csv', 'evidence'] as const).map((as) => ({
            id: as,
            label: { pdf: t.exportPdf, csv: t.exportCsv, evidence: t.exportEvidence }[as],
            onAction: () => void exportAs('reviews.export', { accountId, reviewId, as }),
          })),
        ]
      : []),
  ]
}
