import type { OutboxItem } from '../../../ipc/views.ts'
import { fieldInWords } from '../../../strings/intents.ts'
import { permissionLabel } from '../../../strings/permissions.ts'
import { syncWords } from '../../../strings/sync.ts'

type Field = NonNullable<OutboxItem['conflict']>['fields'][number]

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
