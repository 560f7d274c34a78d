import { memo, type ReactElement, type ReactNode, useRef } from 'react'
import { cx } from '../class-names.ts'
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
  /** Of its name, which stands with those of the other rows. */
  nameId: string
  faceOf: (row: Row, column: number) => Face
}

function MatrixRowOf<Row>(props: MatrixRowProps<Row>) {
  const { row, index, firstColumn, lastColumn, activeColumn, chosenFrom, chosenTo } = props
  const plainCell = usePlainCells(row, props.faceOf)
  const columns = Array.from({ length: lastColumn - firstColumn + 1 }, (_, at) => firstColumn + at)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the active cell
    // biome-ignore lint/a11y/useSemanticElements: a table can't be built in both directions in pieces
    <div
      role="row"
      aria-rowindex={props.ariaRow}
      data-row={index}
      className={styles.row}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      {/* Its words stand beside those of the other rows; here is its room, and that of the columns that are not built. */}
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as the row */}
      <div
        role="rowheader"
        aria-colindex={1}
        aria-labelledby={props.nameId}
        className={styles.before}
        style={{ inlineSize: `calc(var(--name) + var(--column) * ${firstColumn})` }}
      />
      {columns.map((column) => {
        const isChosen = column >= chosenFrom && column <= chosenTo
        const isActive = column === activeColumn
        if (row === undefined) return cell({ column, face: null, isChosen })
        if (!isChosen && !isActive) return plainCell(row, column)
        const face = props.faceOf(row, column)
        const id = isActive ? props.idOf(index, column) : undefined
        return cell({ column, face, isChosen, id, label: isActive ? props.activeLabel : undefined })
      })}
    </div>
  )
}

interface CellProps {
  column: number
  face: Face | null
  isChosen: boolean
  /** Of the active one. */
  id?: string | undefined
  label?: string | undefined
}

function cell({ column, face, isChosen, id, label }: CellProps): ReactElement {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the row
    // biome-ignore lint/a11y/useFocusableInteractive: as the row
    <div
      key={column}
      role="gridcell"
      id={id}
      aria-colindex={column + 2}
      aria-selected={isChosen}
      aria-label={label ?? face?.label}
      className={styles.cell}
      data-column={column}
      data-active={id !== undefined || undefined}
      data-chosen={isChosen || undefined}
      data-look={face?.look}
      data-source={face?.source}
      data-mark={face && isSplit(face) ? face.mark : undefined}
      data-note={face?.hasNote || undefined}
    >
      {face && (isSplit(face) ? face.text : [face.mark, face.text].filter(Boolean).join(' '))}
    </div>
  )
}

/**
 * A mark of several letters, or with something beside it. A letter alone is the cell's own text, and its shape is painted behind it:
 * hundreds of cells come into view at once, and each part of one has to be laid out.
 */
function isSplit({ source, mark, text, hasNote, look }: Face): boolean {
  return source !== undefined && (mark.length > 1 || text !== '' || hasNote || look === 'locked')
}

interface MadeCells {
  row: unknown
  faceOf: unknown
  cells: (ReactElement | undefined)[]
}

/** The cells of a row as they were made: scrolled across, it gets a few new ones and keeps the others as they are. */
function usePlainCells<Row>(
  row: Row | undefined,
  faceOf: (row: Row, column: number) => Face,
): (row: Row, column: number) => ReactElement {
  const made = useRef<MadeCells>({ row: undefined, faceOf, cells: [] })
  if (made.current.row !== row || made.current.faceOf !== faceOf) made.current = { row, faceOf, cells: [] }
  const { cells } = made.current
  return (of, column) => {
    cells[column] ??= cell({ column, face: faceOf(of, column), isChosen: false })
    return cells[column]
  }
}

/** The room of the columns that are not built, before those that are. */
export function Before({ columns }: { columns: number }) {
  return (
    <div
      role="presentation"
      className={styles.before}
      style={{ inlineSize: `calc(var(--column) * ${columns})` }}
    />
  )
}

interface RowNameProps<Row> extends Pick<MatrixRowProps<Row>, 'row' | 'index' | 'top' | 'nameId'> {
  head: (row: Row) => ReactNode
}

function RowNameOf<Row>({ row, index, top, nameId, head }: RowNameProps<Row>) {
  return (
    <div
      id={nameId}
      className={cx(styles.name, styles.rowName)}
      style={{ transform: `translateY(${top}px)` }}
      data-name={index}
    >
      {row === undefined ? <span className={styles.pending} /> : head(row)}
    </div>
  )
}

/** Who a row is about. */
export const RowName = memo(RowNameOf) as typeof RowNameOf

/** One row: drawn anew only when something in it has changed. */
export const MatrixRow = memo(MatrixRowOf) as typeof MatrixRowOf
