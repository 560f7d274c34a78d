import type { Problem } from '@gatehouse/contract'

/** What the server says is wrong with one field, to stand beside it. */
export function fieldError(problem: Problem | null, field: string): string | null {
  return problem?.fields?.find(({ path }) => path === field)?.message ?? null
}
