import { actionWords } from '../../../strings/actions.ts'
import { undoNewest } from '../../ui/toast.tsx'
import type { Action } from './action.ts'

/** About in the window as it stands. */
export const windowActions: readonly Action[] = [
  { id: 'find', group: 'window', words: () => actionWords.find, byKeysOnly: true, run: focusListFilter },
  {
    id: 'next-region',
    group: 'window',
    words: () => actionWords['next-region'],
    byKeysOnly: true,
    run: () => cycleRegions(1),
  },
  {
    id: 'previous-region',
    group: 'window',
    words: () => actionWords['previous-region'],
    byKeysOnly: true,
    run: () => cycleRegions(-1),
  },
  {
    id: 'undo',
    group: 'window',
    words: () => actionWords.undo,
    byKeysOnly: true,
    // Grants are given in drawers, so undoing works over them too; what was typed is the field's to undo.
    overDialogs: true,
    run: (_around, event) => !undoesItself(event?.target ?? null) && undoNewest(),
  },
]

function focusListFilter(): boolean {
  const filters = [...document.querySelectorAll<HTMLInputElement>('[data-list-filter]')]
  const filter = filters.find((each) => each.closest('main')) ?? filters[0]
  if (!filter) return false
  filter.focus()
  filter.select()
  return true
}

const lastFocused = new WeakMap<Element, HTMLElement>()

const entrances = 'input, [role="tab"][aria-selected="true"], button:not([disabled]), a[href], [tabindex="0"]'

function isVisible(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true })
}

/** Moves the focus to the next part of the window, to where it was there before. */
function cycleRegions(step: 1 | -1): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region], [data-toasts]')].filter(
    isVisible,
  )
  const focused = document.activeElement as HTMLElement | null
  const here = regions.findIndex((each) => focused && each.contains(focused))
  const current = regions[here]
  if (current && focused) lastFocused.set(current, focused)
  const next = regions[(here + step + regions.length) % regions.length] ?? regions[0]
  if (!next) return false
  const remembered = lastFocused.get(next)
  const target =
    remembered?.isConnected && next.contains(remembered)
      ? remembered
      : [...next.querySelectorAll<HTMLElement>(entrances)].find(isVisible)
  ;(target && isVisible(target) ? target : next).focus()
  return true
}

/** Fields, and grids that know what was done in them last. */
function undoesItself(target: EventTarget | null): boolean {
  const own = 'input, textarea, [contenteditable], [data-own-undo]'
  return target instanceof HTMLElement && target.closest(own) !== null
}
