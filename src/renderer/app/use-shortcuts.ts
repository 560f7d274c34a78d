import { useEffect, useRef } from 'react'
import type { Preferences } from '../../ipc/views.ts'
import { undoNewest } from '../ui/toast.tsx'
import { useAppStore } from './app-store.ts'
import { lockNow } from './use-logins.tsx'

/** The keys that work everywhere in the window. None of them is a single letter. */
export function useShortcuts(preferences: Preferences): void {
  const latest = useRef(preferences)
  latest.current = preferences
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!act(event, latest.current)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}

function act(event: KeyboardEvent, preferences: Preferences): boolean {
  const { place, panel, openAccount, openPanel, closePanel, go } = useAppStore.getState()
  const mod = event.ctrlKey || event.metaKey
  const key = event.key.toLowerCase()

  if (mod && key === 'k' && !event.shiftKey) {
    if (panel?.kind === 'palette') closePanel()
    else if (isOverlayOpen()) return false
    else openPanel({ kind: 'palette', text: '' })
    return true
  }
  // Grants are given in drawers, so undoing works over them too.
  if (mod && key === 'z' && !event.shiftKey && !isEditable(event.target)) return undoNewest()
  // Whoever gets up from the desk closes no dialog first.
  if (mod && key === 'l' && !event.shiftKey && !event.altKey) return does(lockNow)
  // Whatever lies over the window has the keyboard for itself.
  if (isOverlayOpen()) return false

  if (event.key === 'F6') return cycleRegions(event.shiftKey ? -1 : 1)
  if (mod && key === '/') return does(() => openPanel({ kind: 'shortcuts' }))
  if (mod && key === ',') return does(() => go({ screen: 'settings' }))
  if (mod && key === 'f') return focusListFilter()
  if (mod && !event.altKey && /^[1-9]$/.test(key)) {
    const pinned = preferences.pins[Number(key) - 1]
    return pinned ? does(() => openAccount(pinned)) : false
  }
  if (event.ctrlKey && event.key === 'Tab') {
    const here = place.screen === 'account' ? place.accountId : null
    const before = preferences.recents.find((id) => id !== here)
    return before ? does(() => openAccount(before)) : false
  }
  if (event.altKey && !mod && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    return walkList(event.key === 'ArrowDown' ? 1 : -1)
  }
  return false
}

function does(action: () => void): true {
  action()
  return true
}

/** The next account of the list as it is filtered and ordered now. */
function walkList(step: 1 | -1): boolean {
  const { place, listed, openAccount } = useAppStore.getState()
  if (listed.length === 0) return false
  const here = place.screen === 'account' ? listed.indexOf(place.accountId) : -1
  const next = here === -1 ? (step === 1 ? 0 : listed.length - 1) : here + step
  const wanted = listed[next]
  if (wanted) openAccount(wanted)
  return true
}

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

function isOverlayOpen(): boolean {
  // A notification has the role of a dialog but takes nothing over.
  return [...document.querySelectorAll('[role="dialog"], [role="alertdialog"], [role="menu"]')].some(
    (overlay) => !overlay.closest('[data-toasts]'),
  )
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null
}
