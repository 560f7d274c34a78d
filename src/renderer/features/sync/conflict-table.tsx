import type { OutboxItem } from '../../../ipc/views.ts'
import { fieldInWords, fieldNames } from '../../../strings/intents.ts'
import { syncWords } from '../../../strings/sync.ts'
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
}) {
  const { conflict, names, what } = props
  const said = (field: string, value: unknown) => <bdi>{fieldInWords(field, value, names)}</bdi>
  return (
    <table className={styles.conflict}>
      <caption className="visually-hidden">{syncWords.bothSides(what)}</caption>
      <thead>
        <tr>
          <th scope="col">{syncWords.field}</th>
          <th scope="col">{syncWords.before}</th>
          <th scope="col">{syncWords.yours}</th>
          <th scope="col">{syncWords.theirs}</th>
        </tr>
      </thead>
      <tbody>
        {shownOf(conflict).map(({ field, base, mine, theirs }) => (
          <tr key={field}>
            <th scope="row">{fieldNames[field] ?? field}</th>
            <td>{said(field, base)}</td>
            <td>{said(field, mine)}</td>
            <td>{said(field, theirs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
