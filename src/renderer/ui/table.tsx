import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { words } from '../../strings/common.ts'
import { useRowHeight } from './density.ts'
import { type MenuEntry, useRowMenu } from './menu.tsx'
import styles from './table.module.css'
import { type Column, checkWidth, fitting, leastWidth, menuWidth, type Sort } from './table-columns.ts'
import { TableHead } from './table-head.tsx'
import { Gap, PendingRow, TableRow } from './table-row.tsx'
import { allState, type Selection, useSelecting } from './table-selection.ts'

export type { Column, Sort } from './table-columns.ts'
export type { Selection } from './table-selection.ts'

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
  /** Rows can be chosen: boxes, Shift and Ctrl with a click, Space, Shift with the arrows, Ctrl+A. */
  selection?: Selection | undefined
  /** How the rows are sorted; the caller sorts them. */
  sort?: (Sort & { onChange: (sort: Sort) => void }) | undefined
  /** The rows are those from `offset` on, out of `total`; `onRange` says which are in view, last one included. */
  window?: { total: number; offset: number; onRange: (from: number, to: number) => void } | undefined
}

const virtualFrom = 100

/**
 * A table of light rows of our own. One row is the active one: arrows, Home, End and Page keys move it, Enter opens
 * it. Above a hundred rows only those in view are built.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { rows, rowKey, rowName, onOpen, menu, selection } = props
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const [active, setActive] = useState(0)
  const rowMenu = useRowMenu()
  const rowHeight = useRowHeight()
  const room = useRoom(scroller)
  const count = props.window?.total ?? rows.length
  const offset = props.window?.offset ?? 0
  const isVirtual = count > virtualFrom
  const virtualizer = useVirtualizer({
    count: isVirtual ? count : 0,
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

  const current = Math.min(active, count - 1)
  const shown = isVirtual
    ? virtualizer.getVirtualItems().map((item) => item.index)
    : Array.from({ length: count }, (_, index) => index)
  const first = shown[0] ?? 0
  const last = shown.at(-1) ?? -1
  useRangeInView(props.window, first, last)
  const ownColumns = (menu ? menuWidth : 0) + (selection ? checkWidth : 0)
  const columns = fitting(props.columns, room, ownColumns)
  const width = columns.length + (menu ? 1 : 0) + (selection ? 1 : 0)

  const rowAt = (index: number): Row | undefined => rows[index - offset]
  const listed = {
    count,
    keyAt: (index: number) => {
      const row = rowAt(index)
      return row === undefined ? undefined : rowKey(row)
    },
  }
  const selecting = useSelecting(selection, listed)

  function focusRow(index: number) {
    const wanted = Math.max(0, Math.min(count - 1, index))
    setActive(wanted)
    if (isVirtual) virtualizer.scrollToIndex(wanted)
    const row = () => body.current?.querySelector<HTMLElement>(`[data-index="${wanted}"]`)
    const built = row()
    // At once where it can be: the next key may come before the next frame, and is meant for this row.
    if (built) built.focus()
    else requestAnimationFrame(() => row()?.focus())
    return wanted
  }

  function openMenu(row: Row, at: Element | { x: number; y: number }, returnTo: HTMLElement) {
    if (!menu) return
    rowMenu.open({ label: words.actionsFor(rowName(row)), entries: menu(row), at, returnTo })
  }

  /** Space, Ctrl+A and Esc. True: it was for the selection. */
  function select(event: KeyboardEvent, index: number): boolean {
    if (!selecting || event.altKey) return false
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key.toLowerCase() === 'a') selecting.addAll()
    else if (isCommand) return false
    else if (event.key === ' ' && event.shiftKey) selecting.extendTo(index, index)
    else if (event.key === ' ') selecting.toggle(index)
    else if (event.key === 'Escape' && selection && selection.keys.size > 0) selecting.clear()
    else return false
    return true
  }

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, row: Row | undefined, index: number) {
    const isBox = event.target instanceof HTMLInputElement
    if (event.target !== event.currentTarget && !(isBox && event.key !== ' ' && event.key !== 'Enter')) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 1)
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: count - 1,
    }
    const target = event.altKey || event.ctrlKey || event.metaKey ? undefined : moves[event.key]
    if (target !== undefined) {
      const reached = focusRow(target)
      if (event.shiftKey) selecting?.extendTo(reached, index)
    } else if (row !== undefined && isMenuKey(event)) {
      const at = event.currentTarget.querySelector('[data-menu-button]') ?? event.currentTarget
      openMenu(row, at, event.currentTarget)
    } else if (row !== undefined && event.key === 'Enter' && onOpen) onOpen(row)
    else if (!select(event, index)) return
    event.preventDefault()
    event.stopPropagation()
  }

  function onClick(event: MouseEvent, row: Row, index: number) {
    if (selecting && event.shiftKey) {
      selecting.extendTo(index, current)
      focusRow(index)
    } else if (selecting && (event.ctrlKey || event.metaKey)) selecting.toggle(index)
    else onOpen?.(row)
  }

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      onScroll={(event) => props.scroll?.onScroll(event.currentTarget.scrollTop)}
    >
      <table
        className={styles.table}
        style={{ minInlineSize: leastWidth(columns, ownColumns) }}
        aria-label={props.label}
        aria-rowcount={count + 1}
        data-opens={onOpen ? true : undefined}
        data-checks={selection ? true : undefined}
      >
        <colgroup>
          {selection && <col style={{ width: checkWidth }} />}
          {columns.map((column) => (
            <col key={column.id} style={column.width ? { width: column.width } : undefined} />
          ))}
          {menu && <col style={{ width: menuWidth }} />}
        </colgroup>
        <TableHead
          columns={columns}
          hasMenu={menu !== undefined}
          chosen={selection ? allState(selection, listed) : null}
          count={selection?.all ?? count}
          onToggleAll={() => selecting?.toggleAll()}
          sort={props.sort}
        />
        <tbody ref={body}>
          {first > 0 && <Gap height={first * rowHeight} columns={width} />}
          {shown.map((index) => {
            const row = rowAt(index)
            const isCurrent = index === current
            if (row === undefined)
              return (
                <PendingRow
                  key={index}
                  index={index}
                  columns={width}
                  isCurrent={isCurrent}
                  onFocus={() => setActive(index)}
                  onKeyDown={(event) => onKeyDown(event, undefined, index)}
                />
              )
            return (
              <TableRow
                key={rowKey(row)}
                row={row}
                name={rowName(row)}
                index={index}
                columns={columns}
                isCurrent={isCurrent}
                isMuted={props.isMuted?.(row) ?? false}
                isChosen={selecting ? selecting.isOn(index) : null}
                hasMenu={menu !== undefined}
                onFocus={() => setActive(index)}
                onKeyDown={(event) => onKeyDown(event, row, index)}
                onClick={(event) => onClick(event, row, index)}
                onCheck={(withShift) =>
                  withShift ? selecting?.extendTo(index, current) : selecting?.toggle(index)
                }
                onMenu={(at, returnTo) => openMenu(row, at, returnTo)}
              />
            )
          })}
          {last < count - 1 && <Gap height={(count - 1 - last) * rowHeight} columns={width} />}
        </tbody>
      </table>
      {rowMenu.element}
    </div>
  )
}

function isMenuKey(event: KeyboardEvent): boolean {
  return event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)
}

/** The width that there is for the columns; null until it is measured. */
function useRoom(scroller: React.RefObject<HTMLDivElement | null>): number | null {
  const [room, setRoom] = useState<number | null>(null)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    setRoom(element.clientWidth)
    const observer = new ResizeObserver(() => setRoom(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return room
}

/** Tells whoever loads the rows which are in view. */
function useRangeInView(window: TableProps<unknown>['window'], first: number, last: number): void {
  const onRange = useRef(window?.onRange)
  onRange.current = window?.onRange
  const total = window?.total
  // biome-ignore lint/correctness/useExhaustiveDependencies: of a list of another length the same rows are others
  useEffect(() => {
    if (last >= first) onRange.current?.(first, last)
  }, [first, last, total])
}
