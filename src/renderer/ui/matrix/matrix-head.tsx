import { cx } from '../class-names.ts'
import styles from './matrix.module.css'
import { Before } from './matrix-row.tsx'

export interface MatrixColumn {
  id: string
  name: string
  /** Shown when pointed at. */
  hint?: string | undefined
  isMuted?: boolean | undefined
}

interface MatrixHeadProps {
  corner: string
  columns: readonly MatrixColumn[]
  /** Those that are built, the last one included. */
  first: number
  last: number
  active: number
}

/** The names of the columns in view. Pointing at one chooses the column. */
export function MatrixHead({ corner, columns, first, last, active }: MatrixHeadProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table can't be built in both directions in pieces
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the active cell
    <div role="row" aria-rowindex={1} className={styles.head}>
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the row */}
      <div role="columnheader" aria-colindex={1} className={cx(styles.name, styles.corner)}>
        {corner}
      </div>
      <Before columns={first} />
      {columns.slice(first, last + 1).map((column, at) => (
        // biome-ignore lint/a11y/useSemanticElements: as the row
        // biome-ignore lint/a11y/useFocusableInteractive: as the row
        <div
          key={column.id}
          role="columnheader"
          aria-colindex={first + at + 2}
          className={styles.columnHead}
          title={column.hint ?? column.name}
          data-head={first + at}
          data-muted={column.isMuted || undefined}
          data-active={first + at === active || undefined}
        >
          <bdi>{column.name}</bdi>
        </div>
      ))}
    </div>
  )
}

/** Stands above the rows that belong together. */
export function GroupRow({ name, ariaRow, top }: { name: string; ariaRow: number; top: number }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the head
    // biome-ignore lint/a11y/useFocusableInteractive: as the head
    <div
      role="row"
      aria-rowindex={ariaRow}
      className={cx(styles.row, styles.groupRow)}
      style={{ transform: `translateY(${top}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the head */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the head */}
      <div role="rowheader" aria-colindex={1} className={styles.group}>
        {name}
      </div>
    </div>
  )
}
