import { type Problem, problem, type Result } from '@gatehouse/contract'
import { z } from 'zod'

const staleAfter: Problem = problem('validation', {
  detail: 'The list can not be continued from there. Start again without `after`.',
  fields: [{ path: 'after', message: 'This is not the `next` of an earlier answer' }],
})

/**
 * Where a list sorted by name goes on: after the row of this id, whose name `find` looks up. The name itself would
 * not fit into the address of a request.
 */
export async function readAfterName(
  text: string | undefined,
  find: (id: string) => Promise<string | undefined>,
): Promise<Result<{ name: string; id: string } | null>> {
  if (text === undefined) return { ok: true, value: null }
  const id = z.uuid().safeParse(text)
  const name = id.success ? await find(id.data) : undefined
  if (!id.success || name === undefined) return { ok: false, error: staleAfter }
  return { ok: true, value: { name, id: id.data } }
}

const afterTimeSchema = z
  .string()
  .transform((text) => text.split('_'))
  .pipe(z.tuple([z.iso.datetime(), z.uuid()]))

/** Where a list sorted by time goes on. */
export function readAfterTime(text: string | undefined): Result<{ at: Date; id: string } | null> {
  if (text === undefined) return { ok: true, value: null }
  const parsed = afterTimeSchema.safeParse(text)
  if (!parsed.success) return { ok: false, error: staleAfter }
  return { ok: true, value: { at: new Date(parsed.data[0]), id: parsed.data[1] } }
}

export function afterTime(row: { at: string; id: string }): string {
  return `${row.at}_${row.id}`
}

/** Of `limit + 1` rows the first `limit`, and where to go on when there was one more. */
export function windowOf<T>(
  rows: T[],
  limit: number,
  afterOf: (row: T) => string,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? afterOf(last) : null }
}
