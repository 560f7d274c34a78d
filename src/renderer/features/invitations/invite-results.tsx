import Check from 'lucide-react/icons/check'
import CircleAlert from 'lucide-react/icons/circle-alert'
import { words } from '../../../strings/common.ts'
import { invitationWords } from '../../../strings/invitations.ts'
import { explain } from '../../../strings/problems.ts'
import styles from './invitations.module.css'
import type { SendResult } from './send-invitations.ts'

const t = invitationWords.invite

/** What became of each address; the failed ones first, because they need something. */
export function InviteResults({ results, isOnline }: { results: readonly SendResult[]; isOnline: boolean }) {
  const ordered = [...results].sort((a, b) => Number(b.problem !== null) - Number(a.problem !== null))
  return (
    <ul className={styles.verdicts} aria-label={t.resultList}>
      {ordered.map(({ email, problem }) => (
        <li key={email} data-verdict={problem ? 'invalid' : 'ok'}>
          {problem ? <CircleAlert size={15} aria-hidden="true" /> : <Check size={15} aria-hidden="true" />}
          <bdi>{email}</bdi>
          <span className={styles.verdict}>
            {problem ? failure(problem) : isOnline ? t.sentLine : t.queuedLine}
          </span>
        </li>
      ))}
    </ul>
  )
}

function failure(problem: NonNullable<SendResult['problem']>): string {
  const { title, advice } = explain(problem)
  const reference = problem.reference ? ` ${words.reference} ${problem.reference}` : ''
  return `${title}. ${advice}${reference}`
}
