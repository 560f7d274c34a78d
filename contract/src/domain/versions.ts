import { type Problem, problem } from '../problem.ts'

/**
 * An edit is based on the version that was looked at. `stale_version` with the row as it is now where somebody was
 * faster, else null.
 */
export function refuseStale(
  current: { version: number; name?: string; productName?: string },
  baseVersion: number,
): Problem | null {
  if (current.version === baseVersion) return null
  const name = current.name ?? current.productName ?? 'It'
  return problem('stale_version', {
    detail: `"${name}" was changed after you looked at it. Look again, then decide.`,
    current,
  })
}

/** Of an edit the fields that really change, as they were and as they will be; null where none does. */
export function changedFields<T extends Record<string, string | number | boolean | null>>(
  before: T,
  wanted: { [key in keyof T]?: T[key] | undefined },
): { before: Partial<T>; after: Partial<T> } | null {
  const changed = { before: {} as Partial<T>, after: {} as Partial<T> }
  for (const key of Object.keys(wanted) as (keyof T)[]) {
    const value = wanted[key]
    if (value === undefined || value === before[key]) continue
    changed.before[key] = before[key]
    changed.after[key] = value
  }
  return Object.keys(changed.after).length > 0 ? changed : null
}
