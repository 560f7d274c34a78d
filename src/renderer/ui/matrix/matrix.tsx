import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useId,
  useRef,
} from 'react'
import { useRowHeight } from '../density.ts'
import { type Area, areaBetween, type Group, lineAt, lineOf, moved, type Spot, within } from './area.ts'
import styles from './matrix.module.css'
import { GroupRow, type MatrixColumn, MatrixHead } from './matrix-head.tsx'
import { type Face, MatrixRow, RowName } from './matrix-row.tsx'
import { columnOf, spotOf } from './pointed.ts'
import { useKeptTop, useRows, useView, useWidths } from './use-view.ts'

export type { Area, Group, Spot } from './area.ts'
export type { MatrixColumn } from './matrix-head.tsx'
export type { Face } from './matrix-row.tsx'

export interface Chosen {
  active: Spot
  /** The other corner of what is chosen. */
  anchor: Spot
  /** Everything is chosen, wherever the active cell is. */
  all?: boolean
}

interface MatrixProps<Row> {
  label: string
  /** Which keys there are; read out with the grid. */
  hint: string
  /** What the first column is called. */
  corner: string
  columns: readonly MatrixColumn[]
  total: number
  groups: readonly Group[]
  groupName: (group: Group) => string
  /** Undefined while it is on its way. */
  rowAt: (row: number) => Row | undefined
  onRange: (from: number, to: number) => void
  head: (row: Row) => ReactNode
  /** Has to stay the same function for as long as it answers the same. */
  faceOf: (row: Row, column: number) => Face
  /** Of the active cell, once there is more to be said than the face says. */
  activeLabel?: string | undefined
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
  onOpen: (spot: Spot) => void
  /** Keys that aren't about moving; true where it took one. */
  onKey?: ((event: KeyboardEvent, area: Area) => boolean) | undefined
  scroll?: { top: number; onScroll: (top: number) => void } | undefined
}

const headHeight = 58

/**
 * A grid of thousands of rows and hundreds of columns, of which only those in view are built. It has one tab stop and
 * keeps the focus itself; the active cell is named to screen readers. Arrows, Home, End and Page keys move, with Shift
 * they choose a rectangle.
 */
export function Matrix<Row>(props: MatrixProps<Row>) {
  const { columns, total, groups, rowAt, chosen, onChosen } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const lineHeight = useRowHeight()
  const { nameWidth, columnWidth } = useWidths(scroller, columns.length)
  const lines = total + groups.length
  const view = useView(scroller, {
    lines,
    columns: columns.length,
    lineHeight,
    columnWidth,
    headHeight,
    nameWidth,
  })
  const extent = { rows: total, columns: columns.length }
  const active = within(chosen.active, extent)
  const area = areaOf({ ...chosen, active }, extent)
  useRows(view.firstLine, view.lastLine, groups, total, props.onRange)
  useKeptTop(scroller, props.scroll?.top ?? 0)
  const idOf = useIds(id)

  function reveal({ row, column }: Spot) {
    const element = scroller.current
    if (!element) return
    const top = lineOf(row, groups) * lineHeight
    const room = element.clientHeight - headHeight - lineHeight
    // The head of its group comes with the first row.
    const above = row === 0 || groups.some(({ from }) => from === row) ? lineHeight : 0
    if (top - above < element.scrollTop) element.scrollTop = Math.max(0, top - above)
    else if (top > element.scrollTop + room) element.scrollTop = top - room
    const start = column * columnWidth
    const across = element.clientWidth - nameWidth - columnWidth
    const along = Math.abs(element.scrollLeft)
    const sign = isRtl(element) ? -1 : 1
    if (start < along) element.scrollLeft = sign * start
    else if (start > along + across) element.scrollLeft = sign * (start - across)
  }

  function choose(spot: Spot, anchor: Spot) {
    const to = within(spot, extent)
    onChosen({ active: to, anchor })
    reveal(to)
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (event.target !== event.currentTarget || total === 0) return
    const element = event.currentTarget
    const page = Math.max(1, Math.floor((element.clientHeight - headHeight) / lineHeight) - 1)
    const isCommand = event.ctrlKey || event.metaKey
    const to = moved(active, event, { ...extent, page, isRtl: isRtl(element) })
    const last = { row: total - 1, column: columns.length - 1 }
    if (to) choose(to, event.shiftKey ? chosen.anchor : to)
    else if (isCommand && event.key.toLowerCase() === 'a') onChosen({ active, anchor: active, all: true })
    else if (event.key === ' ' && event.shiftKey)
      onChosen({ active: { ...active, column: 0 }, anchor: { row: active.row, column: last.column } })
    else if (event.key === ' ' && isCommand)
      onChosen({ active: { ...active, row: 0 }, anchor: { row: last.row, column: active.column } })
    else if (event.key === 'Enter') props.onOpen(active)
    else if (event.key === 'Escape' && (chosen.all || chosen.anchor !== chosen.active))
      onChosen({ active, anchor: active })
    else if (!props.onKey?.(event, area)) return
    event.preventDefault()
    event.stopPropagation()
  }

  function onPointer(event: PointerEvent<HTMLDivElement>, isDragging: boolean) {
    const head = columnOf(event.target)
    if (head !== null && !isDragging)
      onChosen({ active: { row: 0, column: head }, anchor: { row: total - 1, column: head } })
    const spot = spotOf(event.target)
    if (!spot) return
    if (isDragging && spot.row === active.row && spot.column === active.column) return
    const isWholeRow = spot.column === -1
    const to = isWholeRow ? { row: spot.row, column: 0 } : spot
    const start = isWholeRow ? { row: spot.row, column: columns.length - 1 } : to
    onChosen({ active: to, anchor: event.shiftKey || isDragging ? chosen.anchor : start })
  }

  const shown = Array.from(
    { length: Math.max(0, view.lastLine - view.firstLine + 1) },
    (_, at) => view.firstLine + at,
  )
  const places = useRef(1)
  places.current = Math.max(places.current, shown.length)
  const activeLine = lineOf(active.row, groups)
  const isActiveBuilt =
    total > 0 &&
    activeLine >= view.firstLine &&
    activeLine <= view.lastLine &&
    active.column >= view.firstColumn &&
    active.column <= view.lastColumn
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table can't be built in both directions in pieces */}
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-describedby={`${id}-hint`}
        aria-rowcount={lines + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable="true"
        aria-activedescendant={isActiveBuilt ? idOf(active.row, active.column) : undefined}
        className={styles.grid}
        style={
          {
            '--column': `${columnWidth}px`,
            '--name': `${nameWidth}px`,
            '--head': `${headHeight}px`,
            '--line-height': `${lineHeight}px`,
          } as CSSProperties
        }
        data-own-undo={props.onKey ? true : undefined}
        onKeyDown={onKeyDown}
        onScroll={(event) => props.scroll?.onScroll(event.currentTarget.scrollTop)}
        onPointerDown={(event) => event.button === 0 && onPointer(event, false)}
        onPointerOver={(event) => event.buttons === 1 && onPointer(event, true)}
        onDoubleClick={(event) => spotOf(event.target) && props.onOpen(active)}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as the grid */}
        <div
          role="rowgroup"
          className={styles.all}
          style={{
            blockSize: headHeight + lines * lineHeight,
            inlineSize: nameWidth + columns.length * columnWidth,
          }}
        >
          <MatrixHead
            corner={props.corner}
            columns={columns}
            first={view.firstColumn}
            last={view.lastColumn}
            active={active.column}
          />
          {/* One layer for all names, as one for each would be put together anew with every frame. Screen readers hear
              them as the heads of their rows. */}
          <div aria-hidden="true" className={styles.names}>
            {shown.map((line) => {
              const what = lineAt(line, groups)
              return (
                what.kind === 'row' && (
                  <RowName
                    key={line % places.current}
                    row={rowAt(what.row)}
                    index={what.row}
                    top={line * lineHeight}
                    nameId={nameIdOf(id, what.row)}
                    head={props.head}
                  />
                )
              )
            })}
          </div>
          {shown.map((line) => {
            const what = lineAt(line, groups)
            // What leaves at one end comes in again at the other.
            const place = line % places.current
            const top = headHeight + line * lineHeight
            if (what.kind === 'group')
              return (
                <GroupRow
                  key={`group ${place}`}
                  name={props.groupName(what.group)}
                  ariaRow={line + 2}
                  top={top}
                />
              )
            const isIn = what.row >= area.fromRow && what.row <= area.toRow
            return (
              <MatrixRow
                key={place}
                row={rowAt(what.row)}
                index={what.row}
                top={top}
                ariaRow={line + 2}
                firstColumn={view.firstColumn}
                lastColumn={view.lastColumn}
                activeColumn={what.row === active.row ? active.column : -1}
                activeLabel={what.row === active.row ? props.activeLabel : undefined}
                chosenFrom={isIn ? area.fromColumn : -1}
                chosenTo={isIn ? area.toColumn : -2}
                idOf={idOf}
                nameId={nameIdOf(id, what.row)}
                faceOf={props.faceOf}
              />
            )
          })}
        </div>
      </div>
      <span id={`${id}-hint`} className="visually-hidden">
        {props.hint}
      </span>
    </>
  )
}

/** The cells that are chosen. */
export function areaOf({ active, anchor, all }: Chosen, extent: { rows: number; columns: number }): Area {
  if (all) return areaBetween({ row: 0, column: 0 }, { row: extent.rows - 1, column: extent.columns - 1 })
  return areaBetween(active, within(anchor, extent))
}

function isRtl(element: Element): boolean {
  return getComputedStyle(element).direction === 'rtl'
}

function useIds(id: string): (row: number, column: number) => string {
  const made = useRef((row: number, column: number) => `${id}-${row}-${column}`)
  return made.current
}

function nameIdOf(id: string, row: number): string {
  return `${id}-${row}`
}
