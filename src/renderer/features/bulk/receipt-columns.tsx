import type { BatchLine } from '../../../ipc/views.ts'
import { bulkWords as t } from '../../../strings/bulk.ts'
import { words } from '../../../strings/common.ts'
import { intentInWords } from '../../../strings/intents.ts'
import { explain } from '../../../strings/problems.ts'
import { StatusDot } from '../../ui/badge.tsx'
import { cx } from '../../ui/class-names.ts'
import { ColourMark } from '../../ui/colour-mark.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import type { Column } from '../../ui/table.tsx'
import styles from './bulk.module.css'

const shapes = {
  waiting: 'waiting',
  done: 'on',
  refused: 'stopped',
  undone: 'off',
  discarded: 'off',
} as const

const columns = (isWhole: boolean): Column<BatchLine>[] => [
  {
    id: 'change',
    header: t.columns.change,
    cell: (line) => {
      const what = intentInWords(line.intent, line.names, line.accountName)
      return (
        <div className={cx(styles.change, isWhole && styles.whole)}>
          <span className={styles.what} title={what}>
            {line.accountColour && <ColourMark colour={line.accountColour} />}
            <bdi>{what}</bdi>
          </span>
          {line.problem && <Why line={line} />}
          {line.isHeld && <span className={styles.why}>{t.heldWhy}</span>}
        </div>
      )
    },
  },
  {
    id: 'result',
    header: t.columns.result,
    width: '116px',
    cell: ({ state, isHeld }) => (
      <StatusDot shape={isHeld ? 'stopped' : shapes[state]}>{isHeld ? t.held : t.states[state]}</StatusDot>
    ),
  },
]

/** Of a short list, with whole sentences. */
export const wholeColumns = columns(true)
/** Of a long one, of which only the rows in view are built: a row is as high as any other. */
export const cutColumns = columns(false)

function Why({ line: { problem } }: { line: BatchLine }) {
  if (!problem) return null
  const { title, advice } = explain(problem)
  const why = t.why(title, advice)
  return (
    <span className={styles.why} title={why}>
      {why}
      {problem.reference && <CopyText label={words.reference} text={problem.reference} />}
    </span>
  )
}
