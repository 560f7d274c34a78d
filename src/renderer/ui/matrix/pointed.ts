import type { Spot } from './area.ts'

/** The cell that was pointed at; column -1 for the name of a row. */
export function spotOf(target: EventTarget): Spot | null {
  if (!(target instanceof Element)) return null
  const name = target.closest<HTMLElement>('[data-name]')
  if (name) return { row: Number(name.dataset.name), column: -1 }
  const cell = target.closest<HTMLElement>('[data-column]')
  const row = cell?.closest<HTMLElement>('[data-row]')
  return cell && row ? { row: Number(row.dataset.row), column: Number(cell.dataset.column) } : null
}

/** The column whose head was pointed at. */
export function columnOf(target: EventTarget): number | null {
  const head = target instanceof Element ? target.closest<HTMLElement>('[data-head]') : null
  return head ? Number(head.dataset.head) : null
}
