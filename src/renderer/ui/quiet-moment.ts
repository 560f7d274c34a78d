import { useEffect, useState } from 'react'

const longestMs = 500

/**
 * Runs it once nothing else is to be done, after half a second or when the page goes at the latest: what nobody looks at
 * must not hold up a frame. Answers the function that calls it off.
 */
export function inQuietMoment(run: () => void): () => void {
  const handle = requestIdleCallback(now, { timeout: longestMs })
  window.addEventListener('pagehide', now)
  function end(): void {
    cancelIdleCallback(handle)
    window.removeEventListener('pagehide', now)
  }
  function now(): void {
    end()
    run()
  }
  return end
}

/** Nobody who types or walks on rests for so long. */
const restMs = 150

/** Whether a quiet moment came since this value; what is beyond the first glance is drawn from then on. */
export function useQuiet<T>(value: T): boolean {
  const [quiet, setQuiet] = useState<{ value: T } | null>(null)
  useEffect(() => {
    let end: () => void
    const timer = setTimeout(() => {
      end = inQuietMoment(() => setQuiet({ value }))
    }, restMs)
    end = () => clearTimeout(timer)
    return () => end()
  }, [value])
  return quiet !== null && quiet.value === value
}
