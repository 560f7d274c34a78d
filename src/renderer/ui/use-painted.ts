import { useEffect, useState } from 'react'

/**
 * Whether a frame with this value has been painted. What isn't looked at first (the charts under the figures) is drawn
 * from then on, so that it doesn't hold up what is.
 */
export function usePainted(value: string): boolean {
  const [painted, setPainted] = useState<string | null>(null)
  useEffect(() => {
    // The frame after the next one begins when the next one is out.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setPainted(value))
    })
    return () => cancelAnimationFrame(frame)
  }, [value])
  return painted === value
}
