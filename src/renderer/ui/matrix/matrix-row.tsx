import { memo, type ReactNode } from 'react'
import styles from './matrix.module.css'

/** How a cell is drawn and heard. */
export interface Face {
  /** What it is, for its colour and shape. */
  look: 'none' | 'open' | 'locked' | 'keep' | 'revoke' | 'unsure' | 'change'
  /** A letter or a sign before the text. */
  mark: string
  /** Where access comes from, for the shape around the mark. */
  source?: 'environment' | 'account' | 'grant' | undefined
  text: string
  hasNote: boolean
  /** All of it in words. */
  label: string
}

interface MatrixRowProps<Row> {
  row: Row | undefined
  index: number
  /** Pixels from the top. */
  top: number
  /** Of all lines, from 1. */
  ariaRow: number
  firstColumn: number
  lastColumn: number
  /** -1: none of this row. */
  activeColumn: number
  activeLabel: string | undefined
  chosenFrom: number
  chosenTo: number
  idOf: (row: number, column: number) => string
  head: (row: Row) => ReactNode
  faceOf: (row: Row, column: number) => Face
}

function MatrixRowOf<Row>(props: MatrixRowProps<Row>) {
  const { row, index, firstColumn, lastColumn, activeColumn, chosenFrom, chosenTo } = props
  const columns = Array.from({ length: lastColumn - firstColumn + 1 }, (_, at) => firstColumn + at)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the active cell
    // biome-ignore lint/a11y/useSemanticElements: a table can't be built in both directions in pieces
    <div
      role="row"
      aria-rowindex={props.ariaRow}
      className={styles.row}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the row */}
      <div role="rowheader" aria-colindex={1} className={styles.name} data-row={index}>
        {row === undefined ? <span className={styles.pending} /> : props.head(row)}
      </div>
      {columns.map((column, at) => {
        const face = row === undefined ? null : props.faceOf(row, column)
        const isChosen = column >= chosenFrom && column <= chosenTo
        return (
          // biome-ignore lint/a11y/useSemanticElements: as the row
          // biome-ignore lint/a11y/useFocusableInteractive: as the row
          <div
            key={column}
            role="gridcell"
            id={column === activeColumn ? props.idOf(index, column) : undefined}
            aria-colindex={column + 2}
            aria-selected={isChosen}
            aria-label={(column === activeColumn ? props.activeLabel : undefined) ?? face?.label}
            className={styles.cell}
            style={at === 0 ? { marginInlineStart: `calc(var(--column) * ${firstColumn})` } : undefined}
            data-row={index}
            data-column={column}
            data-active={column === activeColumn || undefined}
            data-chosen={isChosen || undefined}
            data-look={face?.look}
            data-mark={face?.mark}
            data-source={face?.source}
            data-note={face?.hasNote || undefined}
          >
            {face?.text}
          </div>
        )
      })}
    </div>
  )
}

/** One row: drawn anew only when something in it has changed. */
export const MatrixRow = memo(MatrixRowOf) as typeof MatrixRowOf
