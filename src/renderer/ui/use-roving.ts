import { type KeyboardEvent, useRef, useState } from 'react'

interface Roving {
  /** The one entry that Tab reaches. */
  current: number
  setCurrent(index: number): void
  /** For the element around the entries: arrows, Home, End and Page keys. */
  onKeyDown(event: KeyboardEvent): void
  /** Moves the focus to an entry; one out of view is brought into it first. */
  focus(index: number): void
  container: React.RefObject<HTMLDivElement | null>
}

interface RovingOptions {
  count: number
  /** Entries that can be reached, by their index; all when left out. */
  canReach?: (index: number) => boolean
  /** A virtual list brings the entry into view here. */
  reveal?: ((index: number) => void) | undefined
}

const pageSize = 8

/** One tab stop for a whole list; arrows move inside. Entries carry `data-entry={index}` where the focus belongs. */
export function useRoving({ count, canReach = () => true, reveal }: RovingOptions): Roving {
  const container = useRef<HTMLDivElement>(null)
  const [wanted, setCurrent] = useState(0)
  const current = nearest(Math.min(wanted, count - 1), 1, count, canReach)

  function focus(index: number) {
    setCurrent(index)
    reveal?.(index)
    const entry = () => container.current?.querySelector<HTMLElement>(`[data-entry="${index}"]`)
    const built = entry()
    // At once where it can be: the next key may come before the next frame, and is meant for this entry.
    if (built) built.focus()
    else requestAnimationFrame(() => entry()?.focus())
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const moves: Record<string, [from: number, direction: 1 | -1]> = {
      ArrowDown: [current + 1, 1],
      ArrowUp: [current - 1, -1],
      PageDown: [Math.min(count - 1, current + pageSize), -1],
      PageUp: [Math.max(0, current - pageSize), 1],
      Home: [0, 1],
      End: [count - 1, -1],
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    const [from, direction] = move
    if (from < 0 || from >= count) return
    const target = nearest(from, direction, count, canReach)
    if (target >= 0) focus(target)
  }

  return { current, setCurrent, onKeyDown, focus, container }
}

function nearest(from: number, direction: 1 | -1, count: number, canReach: (index: number) => boolean) {
  for (let index = Math.max(0, from); index >= 0 && index < count; index += direction) {
    if (canReach(index)) return index
  }
  return -1
}
