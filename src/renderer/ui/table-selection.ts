import { useRef } from 'react'

export interface Selection {
  /** Keys of the rows that are chosen, of rows out of view or filtered away too. */
  keys: ReadonlySet<string>
  onChange: (keys: ReadonlySet<string>) => void
  /** How many the list has as a whole, where not all of them are loaded. */
  all?: number | undefined
  /**
   * Keys of listed rows by their positions, both ends included, where not all rows are loaded: asked for a range over
   * rows that aren't, and for all of them.
   */
  keysOf?: ((from: number, to: number) => Promise<readonly string[]>) | undefined
}

export interface Selecting {
  isOn(index: number): boolean
  /** One row on or off; ranges begin at it from here on. */
  toggle(index: number): void
  /** All rows from where the last choice was made to this one, in place of the last range. */
  extendTo(index: number, from: number): void
  /** All that are listed; none where all are chosen. */
  toggleAll(): void
  addAll(): void
  clear(): void
}

interface Listed {
  count: number
  keyAt(index: number): string | undefined
}

/** What the mouse and the keys choose in a list. Rows stay chosen while a filter hides them. */
export function useSelecting(selection: Selection | undefined, listed: Listed): Selecting | null {
  // Where the range began, and what was chosen before it.
  const range = useRef<{ from: number; before: ReadonlySet<string> } | null>(null)
  if (!selection) return null
  const { keys, onChange, keysOf } = selection

  async function add(before: ReadonlySet<string>, from: number, to: number): Promise<void> {
    const loaded = loadedKeys(listed, from, to)
    if (loaded) return onChange(new Set([...before, ...loaded]))
    const asked = await keysOf?.(from, to)
    onChange(new Set([...before, ...(asked ?? someKeys(listed, from, to))]))
  }

  function toggle(index: number): void {
    const key = listed.keyAt(index)
    if (key === undefined) return
    const next = new Set(keys)
    if (!next.delete(key)) next.add(key)
    range.current = { from: index, before: next }
    onChange(next)
  }

  function addAll(): void {
    range.current = null
    void add(keys, 0, listed.count - 1)
  }

  return {
    isOn: (index) => keys.has(listed.keyAt(index) ?? ''),
    toggle,
    extendTo(index, from) {
      const start = range.current ?? { from, before: keys }
      range.current = start
      void add(start.before, Math.min(start.from, index), Math.max(start.from, index))
    },
    toggleAll() {
      const loaded = loadedKeys(listed, 0, listed.count - 1)
      const isAll = loaded ? loaded.every((key) => keys.has(key)) : keys.size >= listed.count
      if (!isAll) return addAll()
      range.current = null
      const listedKeys = new Set(loaded ?? keys)
      onChange(new Set([...keys].filter((key) => !listedKeys.has(key))))
    },
    addAll,
    clear() {
      range.current = null
      onChange(new Set())
    },
  }
}

/** Null where one of the rows isn't loaded. */
function loadedKeys(listed: Listed, from: number, to: number): string[] | null {
  const found = someKeys(listed, from, to)
  return found.length === to - from + 1 ? found : null
}

function someKeys(listed: Listed, from: number, to: number): string[] {
  const found: string[] = []
  for (let index = from; index <= to; index += 1) {
    const key = listed.keyAt(index)
    if (key !== undefined) found.push(key)
  }
  return found
}

/** How the box above a list stands: all of the listed are chosen, some, or none. */
export function allState(selection: Selection, listed: Listed): 'all' | 'some' | 'none' {
  if (selection.keys.size === 0 || listed.count === 0) return 'none'
  const loaded = loadedKeys(listed, 0, listed.count - 1)
  if (!loaded) return selection.keys.size >= listed.count ? 'all' : 'some'
  const on = loaded.filter((key) => selection.keys.has(key)).length
  if (on === 0) return 'none'
  return on === loaded.length ? 'all' : 'some'
}
