import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type Group, inView, lineAt } from './area.ts'

export interface Sizes {
  lines: number
  columns: number
  lineHeight: number
  columnWidth: number
  headHeight: number
  nameWidth: number
}

export interface View {
  firstLine: number
  lastLine: number
  firstColumn: number
  lastColumn: number
}

const moreLines = 3
const moreColumns = 1

/** Which lines and columns are to be built. Changes only when another one comes into view, not with each pixel. */
export function useView(scroller: RefObject<HTMLDivElement | null>, sizes: Sizes): View {
  const { lines, columns, lineHeight, columnWidth, headHeight, nameWidth } = sizes
  const [view, setView] = useState<View>({ firstLine: 0, lastLine: -1, firstColumn: 0, lastColumn: -1 })
  const look = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const { scrollTop, clientHeight, clientWidth } = element
    const along = Math.abs(element.scrollLeft)
    const down = inView(scrollTop, clientHeight - headHeight, lineHeight, lines, moreLines)
    const across = inView(along, clientWidth - nameWidth, columnWidth, columns, moreColumns)
    setView((before) => {
      const next = {
        firstLine: down.first,
        lastLine: lines === 0 ? -1 : down.last,
        firstColumn: across.first,
        lastColumn: columns === 0 ? -1 : across.last,
      }
      const isSame = (Object.keys(next) as (keyof View)[]).every((key) => next[key] === before[key])
      return isSame ? before : next
    })
  }, [scroller, lines, columns, lineHeight, columnWidth, headHeight, nameWidth])
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    look()
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [scroller, look])
  // A window of another size shows others too.
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller, look])
  return view
}

const leastColumn = 84
const greatestColumn = 140

/** Widths by the room that there is: columns share it, down to what a decision needs. */
export function useWidths(
  scroller: RefObject<HTMLDivElement | null>,
  columns: number,
): { nameWidth: number; columnWidth: number } {
  const [room, setRoom] = useState(0)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setRoom(element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  const nameWidth = Math.round(Math.max(140, Math.min(240, room * 0.3)))
  const shared = columns === 0 ? leastColumn : Math.floor((room - nameWidth) / columns)
  return { nameWidth, columnWidth: Math.max(leastColumn, Math.min(greatestColumn, shared)) }
}

/** Tells whoever loads the rows which are in view. */
export function useRows(
  firstLine: number,
  lastLine: number,
  groups: readonly Group[],
  total: number,
  onRange: (from: number, to: number) => void,
): void {
  const latest = useRef(onRange)
  latest.current = onRange
  useEffect(() => {
    if (lastLine < firstLine || total === 0) return
    const rowOn = (line: number) => {
      const what = lineAt(line, groups)
      return Math.max(0, Math.min(total - 1, what.kind === 'row' ? what.row : what.group.from))
    }
    latest.current(rowOn(firstLine), rowOn(lastLine))
  }, [firstLine, lastLine, groups, total])
}

/** Begins where the list was left. */
export function useKeptTop(scroller: RefObject<HTMLDivElement | null>, top: number): void {
  const start = useRef(top)
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = start.current
  }, [scroller])
}
