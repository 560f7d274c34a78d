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
