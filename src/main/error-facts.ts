/**
 * What may be written down of an error: its name and its code. A message can hold anything, names and addresses too.
 */
export function errorFacts(error: unknown): { name: string; code?: string } {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { name: error.name, ...code }
}

/** Where it was thrown, without the message, which may quote what it was about. */
export function framesOf(error: unknown, most = 12): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, most)
    .map((line) => line.trim())
}

/** The same in one line, for the log. */
export function placeOf(error: unknown): string {
  return framesOf(error, 4).join(' < ')
}
