import type { ReactNode } from 'react'
import type { ReviewSummary } from '../../../ipc/views.ts'
import { matrixWords } from '../../../strings/matrix.ts'
import { signReviewWords as t } from '../../../strings/reviews.ts'
import styles from './reviews.module.css'

/** What no longer is as it was frozen, as one sentence. */
export function conflictInWords({ kind, name, applicationName }: ReviewSummary['conflicts'][number]): string {
  return kind === 'lost' || kind === 'gained'
    ? t.conflictIs[kind](name, applicationName ?? matrixWords.membership)
    : t.conflictIs[kind](name)
}

const most = 40

/** What scrolls has to be reached by keys. */
function reachable(label: string) {
  return { role: 'group', tabIndex: 0, 'aria-label': label } as const
}

/** Sentences under a heading, in a box that scrolls where they are many. */
export function Lines({ title, lines }: { title: string; lines: readonly string[] }): ReactNode {
  if (lines.length === 0) return null
  return (
    <section className={styles.lines}>
      <h3>{title}</h3>
      <div className={styles.linesBox} {...reachable(title)}>
        <ul>
          {lines.slice(0, most).map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
            <li key={at}>{line}</li>
          ))}
          {lines.length > most && <li>{t.more(lines.length - most)}</li>}
        </ul>
      </div>
    </section>
  )
}
