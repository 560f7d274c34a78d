import type { OutboxItem } from '../../../ipc/views.ts'
import { fieldInWords, fieldNames } from '../../../strings/intents.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { syncWords } from '../../../strings/sync.ts'
import styles from './sync.module.css'

type Field = NonNullable<OutboxItem['conflict']>['fields'][number]

/** A role brings its permissions: then they go without saying. */
function shownOf(conflict: NonNullable<OutboxItem['conflict']>) {
  const { mine, theirs, fields } = conflict
  const isNamed = mine.role !== 'custom' && theirs.role !== 'custom'
  return fields.filter(({ field }) => !(field === 'permissions' && isNamed && 'role' in mine))
}

/**
 * A value of a row in words. Twenty permissions on each side hide what they differ in, so each side says what it makes
 * of those that were there.
 */
export function sideInWords(
  { field, base }: Pick<Field, 'field' | 'base'>,
  value: unknown,
  names: Record<string, string>,
): string {
  if (field !== 'permissions' || !Array.isArray(value)) return fieldInWords(field, value, names)
  const before = Array.isArray(base) ? base : []
  const added = value.filter((permission) => !before.includes(permission)).map(labelOf)
  const left = before.filter((permission) => !value.includes(permission)).map(labelOf)
  if (value === base) return syncWords.permissionCount(value.length)
  if (added.length === 0 && left.length === 0) return syncWords.sameAsBefore
  return [
    ...(added.length > 0 ? [syncWords.adds(added)] : []),
    ...(left.length > 0 ? [syncWords.takes(left)] : []),
  ].join('; ')
}

const labelOf = (permission: unknown) => permissionLabel(String(permission))

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
