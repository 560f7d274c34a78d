/**
 * What may be written down of an error: its name and its code. A message can hold anything, names and addresses too.
 */
export function errorFacts(error: unknown): { name: string; code?: string } {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { name: error.name, ...code }
}
