import { type Problem, problem } from '@gatehouse/contract'

// A zero byte, or half of a character: no text that PostgreSQL could keep.
const unstorable = new Set(['22021', '22P05'])

interface DatabaseError {
  code?: unknown
  /** Of PostgreSQL's sources, the function that refused. */
  routine?: unknown
}

/** The problem of an error that says only that a text can't be kept; null for every other error. */
export function unstorableText(error: unknown): Problem | null {
  const { code, routine } = (error ?? {}) as DatabaseError
  // What is kept as JSON is made by the server, so that the text in it is all that can be wrong with it.
  const isInJson = code === '22P02' && typeof routine === 'string' && routine.startsWith('json_')
  if (!isInJson && !unstorable.has(String(code))) return null
  return problem('validation', { detail: 'A text holds a character that can not be stored.' })
}
