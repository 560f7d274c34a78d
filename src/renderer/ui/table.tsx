import { useVirtualizer } from '@tanstack/react-virtual'
import EllipsisVertical from 'lucide-react/icons/ellipsis-vertical'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { words } from '../../strings/common.ts'
import { cx } from './class-names.ts'
import { useRowHeight } from './density.ts'
import { type MenuEntry, useRowMenu } from './menu.tsx'
import styles from './table.module.css'

export interface Column<Row> {
  id: string
  header: string
  /** A CSS length or percentage; columns without one share what is left. */
  width?: string
  align?: 'start' | 'end'
  hideHeader?: boolean
  cell: (row: Row) => ReactNode
}

interface TableProps<Row> {
  /** What it lists, and of which account: read out with the table. */
  label: string
  rows: readonly Row[]
  /** The first column names the row. */
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  /** How a row is called in "Actions for ...". */
  rowName: (row: Row) => string
  /** Enter or a click. */
  onOpen?: ((row: Row) => void) | undefined
  /** Entries of the row menu: the three dots, a right click, Shift+F10 or the menu key. */
  menu?: ((row: Row) => readonly MenuEntry[]) | undefined
  /** A row that is there but doesn't count: muted. */
  isMuted?: ((row: Row) => boolean) | undefined
  /** Where to begin when it is shown again, and who remembers it. Pixels. */
  scroll?: { top: number; onScroll: (top: number) => void } | undefined
}

const virtualFrom = 100

/**
 * A table of light rows of our own. One row is the active one: arrows, Home, End and Page keys move it, Enter opens
 * it. Above a hundred rows only those in view are built.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { rows, columns, rowKey, rowName, onOpen, menu } = props
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const [active, setActive] = useState(0)
  const rowMenu = useRowMenu()
  const rowHeight = useRowHeight()
  const isVirtual = rows.length > virtualFrom
  const virtualizer = useVirtualizer({
    count: isVirtual ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialOffset: props.scroll?.top ?? 0,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are cached, so a new density must drop them
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer])
  const startTop = useRef(props.scroll?.top ?? 0)
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = startTop.current
  }, [])

  const current = Math.min(active, rows.length - 1)
  const shown = isVirtual
    ? virtualizer.getVirtualItems().map((item) => item.index)
    : rows.map((_, index) => index)
  const before = isVirtual ? (shown[0] ?? 0) * rowHeight : 0
  const after = isVirtual ? (rows.length - 1 - (shown.at(-1) ?? -1)) * rowHeight : 0

  function focusRow(index: number) {
    const wanted = Math.max(0, Math.min(rows.length - 1, index))
    setActive(wanted)
    if (isVirtual) virtualizer.scrollToIndex(wanted)
    requestAnimationFrame(() => {
      body.current?.querySelector<HTMLElement>(`[data-index="${wanted}"]`)?.focus()
    })
  }

  function openMenu(row: Row, at: Element | { x: number; y: number }, returnTo: HTMLElement) {
    if (!menu) return
    rowMenu.open({ label: words.actionsFor(rowName(row)), entries: menu(row), at, returnTo })
  }

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, row: Row, index: number) {
    if (event.target !== event.currentTarget) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 1)
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: rows.length - 1,
    }
    const target = event.altKey || event.ctrlKey || event.metaKey ? undefined : moves[event.key]
    if (target !== undefined) focusRow(target)
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      openMenu(
        row,
        event.currentTarget.querySelector('[data-menu-button]') ?? event.currentTarget,
        event.currentTarget,
      )
    } else if (event.key === 'Enter' && onOpen) onOpen(row)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      onScroll={(event) => props.scroll?.onScroll(event.currentTarget.scrollTop)}
    >
      <table
        className={styles.table}
        style={{ minInlineSize: leastWidth(columns) }}
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        data-opens={onOpen ? true : undefined}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.width ? { width: column.width } : undefined} />
          ))}
          {menu && <col className={styles.menuColumn} />}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={cx(column.align === 'end' && styles.end)}>
                {column.hideHeader ? <span className="visually-hidden">{column.header}</span> : column.header}
              </th>
            ))}
            {menu && (
              <th scope="col">
                <span className="visually-hidden">{words.actions}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <Gap height={before} columns={columns.length + (menu ? 1 : 0)} />}
          {shown.map((index) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <tr
                key={rowKey(row)}
                aria-rowindex={index + 2}
                data-index={index}
                data-muted={props.isMuted?.(row) || undefined}
                tabIndex={index === current ? 0 : -1}
                onFocus={(event) => event.target === event.currentTarget && setActive(index)}
                onKeyDown={(event) => onKeyDown(event, row, index)}
                onClick={(event) => {
                  const inside = (event.target as Element).closest('button, a, input, label')
                  if (!inside) onOpen?.(row)
                }}
                onContextMenu={(event) => {
                  if (!menu) return
                  event.preventDefault()
                  openMenu(row, { x: event.clientX, y: event.clientY }, event.currentTarget)
                }}
              >
                {columns.map((column, position) =>
                  position === 0 ? (
                    <th key={column.id} scope="row">
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.id} className={cx(column.align === 'end' && styles.end)}>
                      {column.cell(row)}
                    </td>
                  ),
                )}
                {menu && (
                  <td className={styles.menuCell}>
                    <button
                      type="button"
                      data-menu-button
                      tabIndex={index === current ? 0 : -1}
                      aria-haspopup="menu"
                      aria-label={words.actionsFor(rowName(row))}
                      className={styles.menuButton}
                      onClick={(event) => openMenu(row, event.currentTarget, event.currentTarget)}
                    >
                      <EllipsisVertical size={16} aria-hidden="true" />
                    </button>
                  </td>
                )}
              </tr>
            )
          })}
          {after > 0 && <Gap height={after} columns={columns.length + (menu ? 1 : 0)} />}
        </tbody>
      </table>
      {rowMenu.element}
    </div>
  )
}

const leastFreeColumn = 180

/** Pixels below which the table scrolls sideways rather than squeeze its names away. */
function leastWidth<Row>(columns: readonly Column<Row>[]): number {
  return columns.reduce((sum, { width }) => {
    if (!width) return sum + leastFreeColumn
    return sum + (width.endsWith('px') ? Number.parseInt(width, 10) : leastFreeColumn / 2)
  }, 48)
}

/** Stands for the rows that are out of view. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr className={styles.gap}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
