import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical'
import type { KeyboardEvent, MouseEvent } from 'react'
import { words } from '../../strings/common.ts'
import { tableWords as t } from '../../strings/table.ts'
import { cx } from './class-names.ts'
import styles from './table.module.css'
import type { Column } from './table-columns.ts'

interface TableRowProps<Row> {
  row: Row
  name: string
  index: number
  columns: readonly Column<Row>[]
  /** The one row that Tab reaches. */
  isCurrent: boolean
  isMuted: boolean
  /** Null: nothing can be chosen here. */
  isChosen: boolean | null
  hasMenu: boolean
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => void
  /** A click beside the buttons and links of the row. */
  onClick: (event: MouseEvent<HTMLTableRowElement>) => void
  onCheck: (withShift: boolean) => void
  onMenu: (at: Element | { x: number; y: number }, returnTo: HTMLElement) => void
}

export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, name, index, columns, isCurrent, isChosen, hasMenu, onMenu } = props
  const tabIndex = isCurrent ? 0 : -1
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      data-muted={props.isMuted || undefined}
      data-chosen={isChosen || undefined}
      tabIndex={tabIndex}
      onFocus={props.onFocus}
      onKeyDown={props.onKeyDown}
      onMouseDown={(event) => {
        // A range of rows, not of letters.
        if (event.shiftKey && isChosen !== null) event.preventDefault()
      }}
      onClick={(event) => {
        if (!(event.target as Element).closest('button, a, input, label')) props.onClick(event)
      }}
      onContextMenu={(event) => {
        if (!hasMenu) return
        event.preventDefault()
        onMenu({ x: event.clientX, y: event.clientY }, event.currentTarget)
      }}
    >
      {isChosen !== null && (
        <td className={styles.checkCell}>
          <label className={styles.check}>
            <input
              type="checkbox"
              tabIndex={tabIndex}
              aria-label={t.selectRow(name)}
              checked={isChosen}
              onChange={(event) =>
                props.onCheck((event.nativeEvent as globalThis.MouseEvent).shiftKey === true)
              }
            />
          </label>
        </td>
      )}
      {columns.map((column, position) =>
        position === 0 ? (
          <th key={column.id} scope="row" className={styles.nameCell}>
            {column.cell(row, tabIndex)}
          </th>
        ) : (
          <td key={column.id} className={cx(column.align === 'end' && styles.end)}>
            {column.cell(row, tabIndex)}
          </td>
        ),
      )}
      {hasMenu && (
        <td className={styles.menuCell}>
          <button
            type="button"
            data-menu-button
            tabIndex={tabIndex}
            aria-haspopup="menu"
            aria-label={words.actionsFor(name)}
            className={styles.menuButton}
            onClick={(event) => onMenu(event.currentTarget, event.currentTarget)}
          >
            <EllipsisVertical size={16} aria-hidden="true" />
          </button>
        </td>
      )}
    </tr>
  )
}

interface PendingRowProps {
  index: number
  columns: number
  isCurrent: boolean
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => void
}

/** Stands where a row is that hasn't been loaded yet; it can be gone over by the keys. */
export function PendingRow({ index, columns, isCurrent, onFocus, onKeyDown }: PendingRowProps) {
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <td colSpan={columns}>
        <span className="visually-hidden">{t.rowLoading}</span>
        <span className={styles.pending} aria-hidden="true" />
      </td>
    </tr>
  )
}

/** Stands for the rows that are out of view. */
export function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr className={styles.gap}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
