import ClipboardCheck from 'lucide-react/icons/clipboard-check'
import { useDeferredValue } from 'react'
import type { ReviewFilter, ReviewItem } from '../../../ipc/views.ts'
import { reviewWords, allReviewsWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { openPortfolio } from '../../app/open-portfolio.ts'
import { noAccount } from '../../data/keys.ts'
import { usePieces } from '../../data/use-pieces.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/fields.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { Campaigns } from './campaigns.tsx'
import { allReviewColumns } from './review-columns.tsx'
import styles from './reviews.module.css'
import { useReviewMenu } from './use-review-menu.ts'

const noFilter: ReviewFilter = { find: '', state: null, mine: false, campaignId: null }
const states = ['due', 'overdue', 'open', 'planned', 'signed', 'cancelled'] as const

/** Reviews and campaigns over all accounts: what is due first. */
export function AllReviews() {
  const [kept, keep] = useFilter<Partial<ReviewFilter>>(noAccount, 'reviews', {})
  const filter: ReviewFilter = { ...noFilter, ...kept }
  const set = (change: Partial<ReviewFilter>) => keep({ ...kept, ...change })
  const scroll = useKeptScroll(noAccount, 'reviews')
  const go = useAppStore((store) => store.go)
  const menu = useReviewMenu()
  const asked = { filter: useDeferredValue(filter) }
  const { answer, onRange } = usePieces('reviews.page', asked)
  const campaigns = answer.data?.campaigns ?? []
  const isNarrowed = JSON.stringify(filter) !== JSON.stringify(noFilter)
  return (
    <>
      <ListHead
        find={reviewWords.find}
        filter={filter.find}
        onFilter={(find) => set({ find })}
        count={answer.data && reviewWords.count(answer.data.total)}
        actions={<Button onPress={() => openPortfolio.accounts({})}>{t.beginCampaign}</Button>}
      >
        <Select
          label={t.state}
          hideLabel
          className={styles.choice}
          value={filter.state ?? 'any'}
          options={[
            { value: 'any' as const, label: t.any },
            ...states.map((value) => ({ value, label: t.states[value] })),
          ]}
          onChange={(state) => set({ state: state === 'any' ? null : state })}
        />
        <Switch isSelected={filter.mine} onChange={(mine) => set({ mine })}>
          {t.mine}
        </Switch>
      </ListHead>
      <Campaigns
        campaigns={campaigns}
        shown={filter.campaignId}
        onShow={(campaignId) => set({ campaignId })}
      />
      <Answer answer={answer} skeletonRows={10}>
        {({ items, total, offset }) =>
          total > 0 ? (
            <Table<ReviewItem>
              label={t.table}
              rows={items}
              columns={allReviewColumns}
              rowKey={(row) => row.id}
              rowName={(row) => row.accountName}
              isMuted={(row) => row.state === 'cancelled'}
              onOpen={({ accountId, id }) =>
                go({ screen: 'account', accountId, tab: 'reviews', reviewId: id })
              }
              menu={menu}
              scroll={scroll}
              window={{ total, offset, onRange }}
            />
          ) : isNarrowed ? (
            <NothingFound
              title={reviewWords.noMatch}
              reason={reviewWords.noMatchReason}
              onClear={() => keep({})}
            />
          ) : (
            <EmptyState
              icon={<ClipboardCheck size={22} />}
              title={t.empty.title}
              reason={t.empty.reason}
              action={<Button onPress={() => openPortfolio.accounts({})}>{t.empty.action}</Button>}
            />
          )
        }
      </Answer>
    </>
  )
}
