import { useState } from 'react'
import { useAppStore } from '../../app/app-store.ts'

/**
 * The accounts last used, as they were before a walk by keys began: each step would put its account to the top, and the
 * next one lead back to where it came from.
 */
export function useSteadyRecents(recents: readonly string[]): readonly string[] {
  const isWalking = useAppStore((store) => store.isWalking)
  const [steady, setSteady] = useState(recents)
  if (isWalking) return steady
  if (steady !== recents) setSteady(recents)
  return recents
}
