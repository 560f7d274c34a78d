import { type Problem, problem } from '@gatehouse/contract'

// A zero byte, or half of a character: no text that PostgreSQL could keep.
const unstorable = new Set(['22021', '22P05'])

/** The problem of an error that says only that a text can't be kept; null for every other error. */
export function unstorableText(error: unknown): Problem | null {
  if (!unstorable.has(String((error as { code?: unknown } | null)?.code))) return null
  return problem('validation', { detail: 'A text holds a character that can not be stored.' })
}
