import type { AccountItem } from './views.ts'

// All accounts as one text: column by column, and values that many of them share said once. As objects ten thousand
// accounts take a third of a second on their way through two threads and a bridge; as a text some thousandths.

const columns = [
  'id',
  'name',
  'reference',
  'plan',
  'status',
  'environmentId',
  'environmentName',
  'environmentKind',
  'via',
  'role',
  'isOwner',
  'membershipStatus',
  'alias',
  'colour',
  'tags',
  'users',
  'waiting',
] as const satisfies readonly (keyof AccountItem)[]

type Column = (typeof columns)[number]
/** Leaving a property out of the columns doesn't compile. */
type Whole = Exclude<keyof AccountItem, Column> extends never ? AccountItem : never

/** Each account's value, or which of the few there are. */
type Packed = { each: readonly unknown[] } | { few: readonly unknown[]; at: readonly number[] }

const few = 100

export function packDirectory(items: readonly Whole[]): string {
  const packed = columns.map((column) => pack(items.map((item) => item[column])))
  return JSON.stringify({ count: items.length, columns: packed })
}

function pack(values: readonly unknown[]): Packed {
  const places = new Map<unknown, number>()
  const distinct: unknown[] = []
  const at: number[] = []
  for (const value of values) {
    // Lists are the same where they hold the same.
    const mark = Array.isArray(value) ? value.join('\n') : value
    const known = places.get(mark)
    const place = known ?? places.size
    if (known === undefined) {
      if (places.size === few) return { each: values }
      places.set(mark, place)
      distinct.push(value)
    }
    at.push(place)
  }
  return { few: distinct, at }
}

/** What was packed here, and by nobody else: it isn't checked again. */
export function unpackDirectory(text: string): AccountItem[] {
  const { count, columns: packed } = JSON.parse(text) as { count: number; columns: Packed[] }
  const items = Array.from({ length: count }, (): Record<string, unknown> => ({}))
  for (const [index, column] of columns.entries()) {
    const values = packed[index]
    if (!values) throw new Error('a directory without one of its columns')
    for (const [place, item] of items.entries())
      item[column] = 'each' in values ? values.each[place] : values.few[values.at[place] ?? 0]
  }
  return items as unknown as AccountItem[]
}
