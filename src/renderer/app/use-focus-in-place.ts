import { useEffect, useRef } from 'react'
import { useAppStore } from './app-store.ts'

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
    // Two frames: overlays that close now give the focus back in the first.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body
        if (isLost && wasFocused.current) document.getElementById('main')?.focus({ preventScroll: true })
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [place])
}
