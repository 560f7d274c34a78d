import CloudOff from 'lucide-react/icons/cloud-off'
import ShieldCheck from 'lucide-react/icons/shield-check'
import type { ReviewDetail } from '../../../ipc/views.ts'
import { absoluteTime } from '../../../strings/format.ts'
import { signedReviewWords as t } from '../../../strings/reviews.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { CopyText } from '../../ui/copy-text.tsx'
import { Notice } from '../../ui/states.tsx'
import { conflictInWords, Lines } from './lines.tsx'
import styles from './reviews.module.css'

/** Who signed, what it came to, and what proves it. */
export function SignedFacts({ detail }: { detail: ReviewDetail }) {
  const { review } = detail
  const { outcome, seal, signatures, snapshot } = review
  const at = (time: string) => absoluteTime(new Date(time))
  return (
    <details className={styles.record} open>
      <summary>{t.record}</summary>
      {outcome && (
        <p className={styles.outcome}>
          {t.outcome(outcome.keep, outcome.revoke, outcome.change, outcome.unsure)}
          {outcome.own > 0 && <span className={styles.muted}> {t.own(outcome.own)}</span>}
        </p>
      )}
      {seal ? (
        <Notice icon={<ShieldCheck size={16} />}>{t.sealed(seal.server, at(seal.recordedAt))}</Notice>
      ) : (
        <Notice tone="warning" icon={<CloudOff size={16} />}>
          {t.notSealed}
        </Notice>
      )}
      <ChangedSince detail={detail} />
      <ul className={styles.signatures}>
        {signatures.map(({ by, name, statement, signedAt, decisionsSha256 }) => (
          <li key={by}>
            <strong>{t.by[by]}</strong> {t.signature(name, at(signedAt))}
            <blockquote>
              <bdi>{statement}</bdi>
            </blockquote>
            <CopyText label={t.decisionsHash} text={decisionsSha256} />
          </li>
        ))}
      </ul>
      {seal && <CopyText label={t.recordHash} text={seal.recordSha256} />}
      {snapshot && <CopyText label={t.snapshotHash} text={snapshot.sha256} />}
    </details>
  )
}

/** What it looked at and others changed: before the signature, or before it arrived. Never passed over in silence. */
function ChangedSince({ detail: { review } }: { detail: ReviewDetail }) {
  const { accountId, id: reviewId } = review
  const { data } = useBridgeQuery('reviews.summary', { accountId, reviewId })
  const conflicts = data?.conflicts ?? []
  return <Lines title={t.changedSince(conflicts.length)} lines={conflicts.map(conflictInWords)} />
}
