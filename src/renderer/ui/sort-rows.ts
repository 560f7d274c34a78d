import { language } from '../../strings/language.ts'
import type { Sort } from './table-columns.ts'

type Value = string | number | null | undefined

/** Rows in the order of a sort. Rows that are equal keep their order; those without a value come last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  sort: Sort,
  values: Readonly<Record<string, (row: Row) => Value>>,
): readonly Row[] {
  const value = values[sort.by]
  if (!value) return rows
  const collator = new Intl.Collator(language(), { numeric: true, sensitivity: 'base' })
  const direction = sort.descending ? -1 : 1
  return rows
    .map((row) => ({ row, value: value(row) }))
    .sort((a, b) => {
      if (isMissing(a.value) || isMissing(b.value))
        return Number(isMissing(a.value)) - Number(isMissing(b.value))
      const order =
        typeof a.value === 'number' && typeof b.value === 'number'
          ? a.value - b.value
          : collator.compare(String(a.value), String(b.value))
      return order * direction
    })
    .map(({ row }) => row)
}

const isMissing = (value: Value): value is null | undefined => value === null || value === undefined
