import type { Problem } from '@gatehouse/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccountDetail, ReviewDetail, ReviewSummary } from '../../../ipc/views.ts'
import { roleNames, words } from '../../../strings/common.ts'
import { matrixWords } from '../../../strings/matrix.ts'
import { explain } from '../../../strings/problems.ts'
import { signReviewWords as t } from '../../../strings/reviews.ts'
import { useAppStore } from '../../app/app-store.ts'
import { bridge } from '../../data/bridge.ts'
import { useBridgeQuery } from '../../data/use-bridge.ts'
import { askAgain } from '../../data/use-matrix.ts'
import { useIsOnline } from '../../data/use-session.ts'
import { Answer } from '../../ui/answer.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/fields.tsx'
import { Dialog } from '../../ui/overlay.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { notify } from '../../ui/toast.tsx'
import { conflictInWords, Lines } from './lines.tsx'
import styles from './reviews.module.css'

interface SignDialogProps {
  account: AccountDetail
  detail: ReviewDetail
  onClose: () => void
}

/** The last question of a review: what follows from it, and the statement that stands in the record. */
export function SignDialog({ account, detail, onClose }: SignDialogProps) {
  const { id: accountId, name } = account
  const { review } = detail
  const reviewId = review.id
  const summary = useBridgeQuery('reviews.summary', { accountId, reviewId })
  const client = useQueryClient()
  const isOnline = useIsOnline()
  const openPanel = useAppStore((store) => store.openPanel)
  const [statement, setStatement] = useState('')
  const [isTried, setTried] = useState(false)
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const isFirstOfTwo = detail.by === 'reviewer' && review.secondReviewerId !== null
  const revoked = summary.data?.actions.filter(({ kind }) => kind !== 'change').length ?? 0

  async function sign() {
    setTried(true)
    if (statement.trim() === '') return
    setPending(true)
    const answer = await bridge().command('reviews.sign', { accountId, reviewId, statement })
    setPending(false)
    if (!answer.ok) return setProblem(answer.error)
    onClose()
    notify({ title: t.signed(review.title), detail: isOnline ? undefined : t.signedOffline })
    await askAgain(client, accountId)
    if (answer.value.batchId) openPanel({ kind: 'receipt', batchId: answer.value.batchId })
  }

  return (
    <Dialog
      isOpen
      role="alertdialog"
      size="medium"
      account={{ id: accountId, name }}
      title={t.title(review.title)}
      subtitle={t.irreversible}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button
            kind={revoked > 0 && !isFirstOfTwo ? 'danger' : 'primary'}
            isPending={isPending || summary.data === undefined}
            onPress={() => void sign()}
          >
            {isFirstOfTwo ? t.verbFirst : t.verb(revoked)}
          </Button>
        </>
      }
    >
      {problem && <ErrorState inline problem={problem} />}
      <Answer answer={summary} inline skeletonRows={4}>
        {(found) => (
          <Consequences summary={found} account={account} detail={detail} isFirstOfTwo={isFirstOfTwo} />
        )}
      </Answer>
      <TextArea
        label={t.statement}
        description={t.statementHint}
        placeholder={t.statementExample}
        value={statement}
        onChange={setStatement}
        maxLength={500}
        rows={2}
        error={isTried && statement.trim() === '' ? t.statementMissing : null}
        autoFocus
      />
    </Dialog>
  )
}

interface ConsequencesProps {
  summary: ReviewSummary
  account: AccountDetail
  detail: ReviewDetail
  isFirstOfTwo: boolean
}

function Consequences({ summary, account, detail, isFirstOfTwo }: ConsequencesProps) {
  const { totals, actions, conflicts, unsure } = summary
  const revoked = actions.filter(({ kind }) => kind !== 'change').length
  const second = detail.review.secondReviewerName
  const what = (application: string | null) => application ?? matrixWords.membership
  return (
    <div className={styles.consequences}>
      <p>
        <strong>{t.revokes(revoked, account.name)}</strong>
      </p>
      <p className={styles.muted}>{t.totals(totals.keep, totals.revoke, totals.change)}</p>
      {isFirstOfTwo && second && <p>{t.passesOn(second)}</p>}
      <Lines title={t.willDo(actions.length)} lines={actions.map(actionInWords)} />
      <Lines title={t.conflicts(conflicts.length)} lines={conflicts.map(conflictInWords)} />
      <Lines
        title={t.unsure(unsure.length)}
        lines={unsure.map(({ name, applicationName }) => t.unsureIs(name, what(applicationName)))}
      />
      {totals.own > 0 && (
        <p>{isFirstOfTwo && second ? t.ownForSecond(totals.own, second) : t.own(totals.own)}</p>
      )}
    </div>
  )
}

function actionInWords(action: ReviewSummary['actions'][number]): string {
  const said = saidOf(action)
  return action.refusal ? t.refusedBecause(said, explain(action.refusal).advice) : said
}

function saidOf({ kind, name, applicationName, change }: ReviewSummary['actions'][number]): string {
  if (kind === 'remove') return t.removes(name)
  if (kind === 'ungrant') return t.ungrants(applicationName ?? '', name)
  if (change && 'endsAt' in change) return t.changesEnd(name, change.endsAt)
  return t.changesRole(name, change ? roleNames[change.role] : '')
}
