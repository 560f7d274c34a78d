import type { ActivityItem } from '../ipc/views.ts'
import { activityFields, activityTemplate, onDisableWords, activityWords as t } from './activity.ts'
import { accountStatusNames, roleNames } from './common.ts'
import { absoluteTime, list, number, plural } from './format.ts'
import { invitationStatusNames } from './invitations.ts'
import { permissionLabel } from './permissions.ts'
import { serviceWords } from './services.ts'

export interface Part {
  text: string
  /** Somebody's or something's own name. */
  isName: boolean
}

const statusNames = { ...serviceWords.status, ...invitationStatusNames, ...accountStatusNames }

type Words = Pick<ActivityItem, 'action' | 'actorName' | 'targetName' | 'before' | 'after'>
type Value = NonNullable<ActivityItem['after']>[string]

/** Who did what to what, in parts, so that names can be set apart. */
export function activityParts(activity: Words): Part[] {
  const user = (activity.after ?? activity.before)?.userName
  const names: Record<string, string> = {
    '{actor}': activity.actorName,
    '{target}': activity.targetName,
    '{user}': typeof user === 'string' ? user : '',
  }
  return activityTemplate(activity)
    .split(/(\{[a-z]+\})/)
    .filter((part) => part !== '')
    .map((part) => {
      const name = names[part]
      return name === undefined ? { text: part, isName: false } : { text: name, isName: true }
    })
}

export function activitySentence(activity: Words): string {
  return activityParts(activity)
    .map(({ text }) => text)
    .join('')
}

export interface FieldChange {
  name: string
  before: string | null
  after: string | null
}

/**
 * The fields of a change, before and after, as a person reads them. `applications`: what application ids are called;
 * unknown ones are counted.
 */
export function fieldChanges(
  { before, after }: Pick<ActivityItem, 'before' | 'after'>,
  applications: ReadonlyMap<string, string>,
): FieldChange[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...keys].flatMap((key) => {
    const name = activityFields[key]
    if (!name) return []
    const inWords = (value: Value | undefined) =>
      value === undefined || value === null ? null : valueInWords(key, value, applications)
    return [{ name, before: inWords(before?.[key]), after: inWords(after?.[key]) }]
  })
}

const permissionFields: ReadonlySet<string> = new Set(['permissions', 'previousOwnerPermissions'])

function valueInWords(
  key: string,
  value: NonNullable<Value>,
  applications: ReadonlyMap<string, string>,
): string {
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if (typeof value === 'number') return number(value)
  if (Array.isArray(value))
    return permissionFields.has(key) ? permissionsIn(value) : namesOf(value, applications)
  if (typeof value !== 'string') return JSON.stringify(value)
  if (key === 'role' || key === 'previousOwnerRole') return known(roleNames, value)
  if (key === 'status') return known(statusNames, value)
  if (key === 'permission') return permissionLabel(value)
  if (key === 'onDisable') return known(onDisableWords, value)
  return key.endsWith('At') ? absoluteTime(new Date(value)) : value
}

function permissionsIn(keys: readonly unknown[]): string {
  if (keys.length === 0) return t.nothing
  return list(
    keys.map((key) => permissionLabel(String(key))),
    keys.length,
  )
}

function namesOf(ids: readonly unknown[], applications: ReadonlyMap<string, string>): string {
  if (ids.length === 0) return t.nothing
  const names = ids.map((id) => applications.get(String(id)))
  return names.every((name) => name !== undefined)
    ? list(names, 10)
    : plural(ids.length, 'application', 'applications')
}

function known(names: Record<string, string>, value: string): string {
  return names[value] ?? value
}
