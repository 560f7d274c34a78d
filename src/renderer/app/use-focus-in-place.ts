import { useEffect, useRef } from 'react'
import { useAppStore } from './app-store.ts'

/** About half a second. */
const framesToWatch = 30
/** An overlay that closes gives the focus back a frame or two later, and must not find that somebody else has it. */
const framesToWait = 3

/**
 * When another place takes the old one's and the focus went with it, the focus goes to the main part, so that the
 * next Tab starts there and not at the top of the window.
 */
export function useFocusInPlace(): void {
  const place = useAppStore((store) => store.place)
  // Until somebody has focused something there is no focus to be lost, and the skip link comes first.
  const wasFocused = useRef(false)
  useEffect(() => {
    const onFocus = () => {
      wasFocused.current = true
    }
    window.addEventListener('focusin', onFocus)
    return () => window.removeEventListener('focusin', onFocus)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once for each place
  useEffect(() => {
    // A place that is still being fetched hides the old one first, which then loses the focus some frames later.
    let frames = 0
    let lost = 0
    let frame = requestAnimationFrame(function look() {
      frames += 1
      const isLost = document.activeElement === null || document.activeElement === document.body
      lost = isLost ? lost + 1 : 0
      if (lost === framesToWait) {
        if (wasFocused.current) document.getElementById('main')?.focus({ preventScroll: true })
        return
      }
      if (frames < framesToWatch) frame = requestAnimationFrame(look)
    })
    // Whoever presses Tab moves the focus themselves, even out of the page and round to its top.
    const stop = (event: KeyboardEvent) => {
      if (event.key === 'Tab') cancelAnimationFrame(frame)
    }
    window.addEventListener('keydown', stop, true)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('keydown', stop, true)
    }
  }, [place])
}
