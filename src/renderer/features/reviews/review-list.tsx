import ClipboardCheck from 'lucide-react/icons/clipboard-check'
import type { AccountDetail, ReviewItem } from '../../../ipc/views.ts'
import { reviewWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { useRights } from '../../data/use-session.ts'
import { useFilter, useKeptScroll } from '../../data/view-store.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListHead } from '../../ui/list-head.tsx'
import { EmptyState, NothingFound } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { reviewColumns } from './review-columns.tsx'
import { useReviewMenu } from './use-review-menu.ts'

const ranks: Record<ReviewItem['state'], number> = { open: 0, second: 0, planned: 1, signed: 2, cancelled: 3 }

/** The reviews of an account: open ones first, then planned, signed and cancelled. */
export function ReviewList({ account }: { account: AccountDetail }) {
  const { id: accountId, name } = account
  const answer = useBridgeQuery('reviews.list', { accountId })
  const { refusal } = useRights(accountId)
  const [find, setFind] = useFilter(accountId, 'reviews', '')
  const scroll = useKeptScroll(accountId, 'reviews')
  const openPanel = useAppStore((store) => store.openPanel)
  const go = useAppStore((store) => store.go)
  const menu = useReviewMenu()
  const sought = find.trim().toLocaleLowerCase()
  const found = (answer.data ?? [])
    .filter(({ title, reviewerName }) => `${title} ${reviewerName}`.toLocaleLowerCase().includes(sought))
    .sort((one, other) => ranks[one.state] - ranks[other.state] || byDue(one, other))
  const begin = (
    <Button
      kind="primary"
      disabledReason={refusal('reviews.run')}
      onPress={() => openPanel({ kind: 'review-begin', accountId })}
    >
      {t.begin}
    </Button>
  )
  return (
    <>
      <ListHead
        find={t.find}
        filter={find}
        onFilter={setFind}
        count={answer.data && countOf(found.length, answer.data.length)}
        actions={begin}
      />
      <Answer answer={answer} lacks={account.permissions.includes('reviews.view') ? null : 'reviews.view'}>
        {(all) =>
          found.length > 0 ? (
            <Table<ReviewItem>
              label={t.table(name)}
              rows={found}
              columns={reviewColumns}
              rowKey={(row) => row.id}
              rowName={(row) => row.title}
              isMuted={(row) => row.state === 'cancelled'}
              onOpen={({ id }) => go({ screen: 'account', accountId, tab: 'reviews', reviewId: id })}
              menu={menu}
              scroll={scroll}
            />
          ) : all.length > 0 ? (
            <NothingFound title={t.noMatch} reason={t.noMatchReason} onClear={() => setFind('')} />
          ) : (
            <EmptyState
              icon={<ClipboardCheck size={22} />}
              title={t.empty.title}
              reason={t.empty.reason(name)}
              action={begin}
            />
          )
        }
      </Answer>
    </>
  )
}

/** What is due first comes first; the newest of those that are over. */
function byDue(one: ReviewItem, other: ReviewItem): number {
  if (ranks[one.state] >= 2) return Date.parse(other.createdAt) - Date.parse(one.createdAt)
  const due = ({ dueAt }: ReviewItem) => (dueAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(dueAt))
  return due(one) - due(other)
}

function countOf(found: number, all: number): string {
  return found === all ? t.count(all) : t.countOf(found, all)
}
