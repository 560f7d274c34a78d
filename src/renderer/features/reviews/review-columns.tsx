import type { ReviewItem } from '../../../ipc/views.ts'
import { words } from '../../../strings/common.ts'
import { reviewWords as t } from '../../../strings/reviews.ts'
import { Badge, StatusDot, WaitingMark } from '../../ui/badge.tsx'
import { Name, TwoLines } from '../../ui/name.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { Column } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './reviews.module.css'

const shapes = {
  planned: 'off',
  open: 'waiting',
  second: 'waiting',
  signed: 'on',
  cancelled: 'stopped',
} as const

/** What is decided: here where that is ahead, else as saved. */
export function decidedOf({ decidedHere, progress }: ReviewItem): number {
  return Math.max(decidedHere, progress.decided)
}

export const reviewColumns: Column<ReviewItem>[] = [
  {
    id: 'title',
    header: t.columns.title,
    cell: (row) => (
      <span className={styles.titleCell}>
        <Name strong>{row.title}</Name>
        {row.isMine && <Badge tone="accent">{t.yours}</Badge>}
        {row.waiting && !row.isUnrecorded && <WaitingMark>{words.waiting}</WaitingMark>}
      </span>
    ),
  },
  {
    id: 'state',
    header: t.columns.state,
    width: '210px',
    cell: (row) =>
      row.isUnrecorded ? (
        <WaitingMark>{t.unrecorded}</WaitingMark>
      ) : (
        <StatusDot shape={shapes[row.state]}>{t.states[row.state]}</StatusDot>
      ),
  },
  {
    id: 'progress',
    header: t.columns.progress,
    width: '160px',
    cell: (row) => <Progress review={row} />,
  },
  { id: 'due', header: t.columns.due, width: '190px', cell: (row) => <Due review={row} /> },
  {
    id: 'reviewer',
    header: t.columns.reviewer,
    width: '160px',
    priority: 1,
    cell: ({ reviewerName, secondReviewerName }) => (
      <Name>{secondReviewerName ? t.andSecond(reviewerName, secondReviewerName) : reviewerName}</Name>
    ),
  },
]

/** Over all accounts the account comes first. */
export const allReviewColumns: Column<ReviewItem>[] = [
  {
    id: 'account',
    header: t.account,
    cell: (row) => (
      <TwoLines first={<Name strong>{row.accountName}</Name>} second={<Name>{row.title}</Name>} />
    ),
  },
  ...reviewColumns.slice(1),
]

export function Progress({ review }: { review: ReviewItem }) {
  const { state, progress } = review
  if (state === 'planned' || state === 'cancelled') return null
  const decided = decidedOf(review)
  const text = t.progress(decided, progress.total)
  return (
    <span className={styles.progress}>
      <span>{text}</span>
      <ProgressBar label={t.progressLabel} value={decided} max={progress.total} valueText={text} isStill />
    </span>
  )
}

export function Due({ review: { dueAt, isOverdue } }: { review: ReviewItem }) {
  if (dueAt === null) return <span className={styles.muted}>{t.noDue}</span>
  return (
    <span className={styles.due}>
      <Time at={dueAt} as="date" />
      {isOverdue && <Badge tone="danger">{t.overdue}</Badge>}
    </span>
  )
}
