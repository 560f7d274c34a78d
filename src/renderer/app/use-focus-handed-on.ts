import { type RefObject, useLayoutEffect, useRef } from 'react'

/** The part of the window that everything else stands around; there is one on every screen. */
export const mainId = 'main'

/**
 * For something that goes away by itself or by a button of its own: when the focus goes with it, the main part gets
 * it, so that the next Tab doesn't start at the top of the window. Answers the ref of the element to watch.
 */
export function useFocusHandedOn<T extends HTMLElement>(): RefObject<T | null> {
  const watched = useRef<T>(null)
  useLayoutEffect(() => {
    const element = watched.current
    return () => {
      if (!element?.contains(document.activeElement)) return
      // What stands in its place may want the focus itself.
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return
        document.getElementById(mainId)?.focus({ preventScroll: true })
      })
    }
  }, [])
  return watched
}
