import ArrowLeft from 'lucide-react/icons/arrow-left'
import Ellipsis from 'lucide-react/icons/ellipsis'
import { useEffect, useState } from 'react'
import type { AccountDetail, ReviewDetail } from '../../../ipc/views.ts'
import { shortDate } from '../../../strings/format.ts'
import { explain } from '../../../strings/problems.ts'
import { reviewWords, signReviewWords, decideWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { useRights } from '../../data/use-session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { CancelDialog } from './cancel-dialog.tsx'
import { EditDialog } from './edit-dialog.tsx'
import { GiveBackDialog } from './give-back-dialog.tsx'
import styles from './reviews.module.css'
import { SignDialog } from './sign-dialog.tsx'
import { useExport } from './use-export.ts'

type Asked = 'edit' | 'cancel' | 'return' | 'sign' | null

/** Its title, how far it is, and what can be done with all of it. */
export function ReviewHead({ account, detail }: { account: AccountDetail; detail: ReviewDetail }) {
  const { review, totals, signRefusal } = detail
  const { id: accountId } = account
  const go = useAppStore((store) => store.go)
  const { refusal } = useRights(accountId)
  const exportAs = useExport()
  const [asked, setAsked] = useState<Asked>(null)
  const isUndecided = review.state === 'open' || review.state === 'second'
  const left = totals.total - totals.decided
  const canDecide = detail.decideRefusal === null || detail.signRefusal === null
  const noRun = refusal('reviews.run')
  const reviewId = review.id
  const files = (['pdf', 'csv', 'evidence'] as const).map((as) => ({
    id: as,
    label: { pdf: reviewWords.exportPdf, csv: reviewWords.exportCsv, evidence: reviewWords.exportEvidence }[
      as
    ],
    onAction: () => void exportAs('reviews.export', { accountId, reviewId, as }),
  }))
  const entries: MenuEntry[] = [
    ...(isUndecided || review.state === 'planned'
      ? [
          ...(review.state === 'second'
            ? []
            : [{ id: 'edit', label: t.handOver, disabledReason: noRun, onAction: () => setAsked('edit') }]),
          {
            id: 'cancel',
            label: t.cancel,
            danger: true,
            disabledReason: noRun,
            onAction: () => setAsked('cancel'),
          },
        ]
      : []),
    ...(review.state === 'open' ? ['separator' as const, ...files.slice(0, 2)] : []),
  ]
  return (
    <header className={styles.reviewHead}>
      <IconButton
        label={reviewWords.back}
        icon={<ArrowLeft size={18} aria-hidden="true" />}
        onPress={() => go({ screen: 'account', accountId, tab: 'reviews' })}
      />
      <div className={styles.reviewTitles}>
        <h2 className={styles.reviewTitle}>
          <bdi title={review.title}>{review.title}</bdi>
          {review.isOverdue && <Badge tone="danger">{reviewWords.overdue}</Badge>}
          {review.isUnrecorded && <Badge tone="warning">{reviewWords.unrecorded}</Badge>}
        </h2>
        <p className={styles.reviewFacts}>
          <span>{reviewWords.states[review.state]}</span>
          <span>
            {review.secondReviewerName ? (
              reviewWords.andSecond(review.reviewerName, review.secondReviewerName)
            ) : (
              <bdi>{review.reviewerName}</bdi>
            )}
          </span>
          {review.dueAt && isUndecided && <span>{reviewWords.due(review.dueAt)}</span>}
          {review.snapshot && <span>{t.asOf(shortDate(new Date(review.snapshot.asOf)))}</span>}
          {review.snapshot && <span>{t.frozen(review.snapshot.people, review.snapshot.applications)}</span>}
        </p>
      </div>
      {isUndecided && <Progress detail={detail} />}
      <div className={styles.reviewActions}>
        {review.state === 'signed' &&
          files.map(({ id, label, onAction }) => (
            <Button key={id} onPress={onAction}>
              {label}
            </Button>
          ))}
        {review.state === 'second' && review.isMine && (
          <Button onPress={() => setAsked('return')}>{t.giveBack}</Button>
        )}
        {isUndecided && canDecide && review.isHere && (
          <Button
            kind="primary"
            disabledReason={left > 0 ? t.incomplete(left) : signRefusal ? explain(signRefusal).advice : null}
            onPress={() => setAsked('sign')}
          >
            {t.sign}
          </Button>
        )}
        {entries.length > 0 && (
          <Menu label={t.more} entries={entries}>
            <IconButton label={t.more} icon={<Ellipsis size={18} aria-hidden="true" />} />
          </Menu>
        )}
      </div>
      {asked === 'edit' && <EditDialog account={account} review={review} onClose={() => setAsked(null)} />}
      {asked === 'cancel' && (
        <CancelDialog account={account} review={review} onClose={() => setAsked(null)} />
      )}
      {asked === 'return' && (
        <GiveBackDialog account={account} review={review} onClose={() => setAsked(null)} />
      )}
      {asked === 'sign' && <SignDialog account={account} detail={detail} onClose={() => setAsked(null)} />}
    </header>
  )
}

const quietMs = 1200

/** Always in sight. Told politely once the keys rest, not after each of them. */
function Progress({ detail: { totals } }: { detail: ReviewDetail }) {
  const { decided, total, revoke, change } = totals
  const text = reviewWords.progress(decided, total)
  const [said, setSaid] = useState('')
  const [first] = useState(text)
  useEffect(() => {
    if (text === first && said === '') return
    const timer = setTimeout(() => setSaid(text), quietMs)
    return () => clearTimeout(timer)
  }, [text, first, said])
  return (
    <div className={styles.headProgress}>
      <span className={styles.decided}>{text}</span>
      <ProgressBar label={reviewWords.progressLabel} value={decided} max={total} valueText={text} isStill />
      <span className={styles.muted}>{signReviewWords.totals(totals.keep, revoke, change)}</span>
      <span role="status" className="visually-hidden">
        {said}
      </span>
    </div>
  )
}
