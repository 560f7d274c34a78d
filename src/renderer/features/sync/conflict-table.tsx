import type { OutboxItem } from '../../../ipc/views.ts'
import { fieldNames } from '../../../strings/intents.ts'
import { syncWords } from '../../../strings/sync.ts'
import { sideInWords } from './side-in-words.ts'
import styles from './sync.module.css'

/** A role brings its permissions: then they go without saying. */
function shownOf(conflict: NonNullable<OutboxItem['conflict']>) {
  const { mine, theirs, fields } = conflict
  const isNamed = mine.role !== 'custom' && theirs.role !== 'custom'
  return fields.filter(({ field }) => !(field === 'permissions' && isNamed && 'role' in mine))
}

/** What it was, what this change makes of it, and what somebody else made of it: a row a field. */
export function ConflictTable(props: {
  conflict: NonNullable<OutboxItem['conflict']>
  names: Record<string, string>
  what: string
  /** What the one who changed the same is called, where that is known. */
  other: string | null
}) {
  const { conflict, names, what, other } = props
  return (
    <table className={styles.conflict}>
      <caption className="visually-hidden">{syncWords.bothSides(what)}</caption>
      <thead>
        <tr>
          <th scope="col">{syncWords.field}</th>
          <th scope="col">{syncWords.before}</th>
          <th scope="col">{syncWords.yours}</th>
          <th scope="col">{other ? syncWords.theirsOf(other) : syncWords.theirs}</th>
        </tr>
      </thead>
      <tbody>
        {shownOf(conflict).map((line) => (
          <tr key={line.field}>
            <th scope="row">{fieldNames[line.field] ?? line.field}</th>
            {[line.base, line.mine, line.theirs].map((value, side) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the three sides, always in this order
              <td key={side}>
                <bdi>{sideInWords(line, value, names)}</bdi>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
