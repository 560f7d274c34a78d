// The arithmetic of a grid: rows by their index, columns by their place, and the heads of groups between the rows.

export interface Spot {
  row: number
  column: number
}

/** Last ones included. */
export interface Area {
  fromRow: number
  toRow: number
  fromColumn: number
  toColumn: number
}

export interface Group {
  key: string
  /** The row that it begins with. */
  from: number
  rows: number
}

export function areaBetween(one: Spot, other: Spot): Area {
  return {
    fromRow: Math.min(one.row, other.row),
    toRow: Math.max(one.row, other.row),
    fromColumn: Math.min(one.column, other.column),
    toColumn: Math.max(one.column, other.column),
  }
}

export function cellsIn({ fromRow, toRow, fromColumn, toColumn }: Area): number {
  return (toRow - fromRow + 1) * (toColumn - fromColumn + 1)
}

export interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

interface Extent {
  rows: number
  columns: number
  /** Rows that a page has. */
  page: number
  isRtl: boolean
}

/** Where a key leads to from a spot; null for keys that don't move. */
export function moved({ row, column }: Spot, press: Press, extent: Extent): Spot | null {
  if (press.altKey) return null
  const isFar = press.ctrlKey || press.metaKey
  const [lastRow, lastColumn] = [extent.rows - 1, extent.columns - 1]
  const toEnd = extent.isRtl ? 'ArrowLeft' : 'ArrowRight'
  const toStart = extent.isRtl ? 'ArrowRight' : 'ArrowLeft'
  const wanted: Record<string, Spot> = {
    ArrowDown: { row: isFar ? lastRow : row + 1, column },
    ArrowUp: { row: isFar ? 0 : row - 1, column },
    [toEnd]: { row, column: isFar ? lastColumn : column + 1 },
    [toStart]: { row, column: isFar ? 0 : column - 1 },
    Home: { row: isFar ? 0 : row, column: 0 },
    End: { row: isFar ? lastRow : row, column: lastColumn },
    PageDown: { row: row + extent.page, column },
    PageUp: { row: row - extent.page, column },
  }
  const spot = wanted[press.key]
  return spot ? within(spot, extent) : null
}

export function within({ row, column }: Spot, { rows, columns }: Pick<Extent, 'rows' | 'columns'>): Spot {
  return {
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  }
}

export type Line = { kind: 'row'; row: number } | { kind: 'group'; group: Group }

/** The line that a row stands on, below the heads of its group and of those before. */
export function lineOf(row: number, groups: readonly Group[]): number {
  return row + groups.filter(({ from }) => from <= row).length
}

/** What stands on a line. */
export function lineAt(line: number, groups: readonly Group[]): Line {
  let heads = 0
  for (const group of groups) {
    const head = group.from + heads
    if (head === line) return { kind: 'group', group }
    if (head > line) break
    heads += 1
  }
  return { kind: 'row', row: line - heads }
}

/** From the first to the last of `count` pieces of one size that are in view, some more on each side. */
export function inView(
  scrolled: number,
  room: number,
  size: number,
  count: number,
  more: number,
): { first: number; last: number } {
  const first = Math.max(0, Math.min(count - 1, Math.floor(scrolled / size) - more))
  const last = Math.min(count - 1, Math.ceil((scrolled + room) / size) - 1 + more)
  return { first, last: Math.max(last, Math.min(first, count - 1)) }
}
