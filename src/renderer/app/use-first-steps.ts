import { useEffect, useRef } from 'react'
import type { FirstStep, Preferences } from '../../ipc/views.ts'
import { onStep } from '../data/first-steps.ts'
import { usePreferences } from '../data/use-session.ts'
import { useAppStore } from './app-store.ts'

/** Ticks off each first step when it is done, wherever that happens, until the card was put away. */
export function useFirstSteps(): void {
  const { preferences, isLoaded, set } = usePreferences()
  const latest = useRef(preferences)
  latest.current = preferences
  const isOver = !isLoaded || preferences.checklist.dismissed
  const hasPins = preferences.pins.length > 0

  useEffect(() => {
    if (isOver) return
    const tick = (step: FirstStep) => {
      const next = withStep(latest.current, step)
      if (!next) return
      // Two that are done at once must not undo each other.
      latest.current = { ...latest.current, checklist: next }
      set({ checklist: next })
    }
    if (hasPins) tick('pin')
    const stopStore = useAppStore.subscribe(({ panel }) => panel?.kind === 'palette' && tick('palette'))
    const stopNotes = onStep(tick)
    return () => {
      stopStore()
      stopNotes()
    }
  }, [isOver, hasPins, set])
}

function withStep({ checklist }: Preferences, step: FirstStep): Preferences['checklist'] | null {
  if (checklist.done.includes(step)) return null
  return { ...checklist, done: [...checklist.done, step] }
}
