import type { ReactNode } from 'react'

export interface Column<Row> {
  id: string
  header: string
  /** A CSS length or percentage; columns without one share what is left. */
  width?: string
  align?: 'start' | 'end'
  hideHeader?: boolean
  /** Its header is a button that sorts the list by it. */
  sortable?: true
  /** Where the list is narrow, columns that have a priority are left out, the highest number first. */
  priority?: number
  /** `tabIndex` is that of buttons in the cell: only those of the active row are reached by Tab. */
  cell: (row: Row, tabIndex: 0 | -1) => ReactNode
}

export interface Sort {
  /** Id of a column. */
  by: string
  descending: boolean
}

const leastFreeColumn = 180

/** Widths of the columns that the table itself adds. */
export const checkWidth = 40
export const menuWidth = 48

/** Pixels below which the table scrolls sideways rather than squeeze its names away. */
export function leastWidth<Row>(columns: readonly Column<Row>[], ownColumns: number): number {
  return columns.reduce((sum, { width }) => {
    if (!width) return sum + leastFreeColumn
    return sum + (width.endsWith('px') ? Number.parseInt(width, 10) : leastFreeColumn / 2)
  }, ownColumns)
}

/** The columns that there is room for. What has no priority always stays. */
export function fitting<Row>(
  columns: readonly Column<Row>[],
  room: number | null,
  ownColumns: number,
): readonly Column<Row>[] {
  if (room === null) return columns
  let shown = columns
  while (leastWidth(shown, ownColumns) > room) {
    const least = Math.max(...shown.map(({ priority = 0 }) => priority))
    if (least <= 0) return shown
    const dropped = shown.findLast(({ priority }) => priority === least)
    shown = shown.filter((column) => column !== dropped)
  }
  return shown
}

/** What a click on a column's header asks for: numbers begin with the greatest, words with A. */
export function nextSort<Row>(column: Column<Row>, current: Sort): Sort {
  if (current.by === column.id) return { by: column.id, descending: !current.descending }
  return { by: column.id, descending: column.align === 'end' }
}
