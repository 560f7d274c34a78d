import { useEffect, useRef } from 'react'
import { actionsByChord, chordsOf } from './actions/chords.ts'
import { type Around, actionOf, runAction } from './actions/index.ts'
import { isOverlayOpen } from './actions/program-actions.ts'

/** The keys that work everywhere in the window, as the user has them. None of them is a single letter. */
export function useShortcuts(around: Around): void {
  const latest = useRef({ around, byChord: actionsByChord(around.preferences.shortcuts) })
  useEffect(() => {
    latest.current = { around, byChord: actionsByChord(around.preferences.shortcuts) }
  }, [around])

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { around: now, byChord } = latest.current
      const chord = chordsOf(event).find((each) => byChord.has(each))
      const id = chord === undefined ? undefined : byChord.get(chord)
      // Whoever records keys hears them, and none of them acts.
      if (id === undefined || isRecording(event.target)) return
      const action = actionOf(id)
      // Whatever lies over the window has the keyboard for itself.
      if (!action.overDialogs && isOverlayOpen()) return
      if (!runAction(action, now, event)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}

function isRecording(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-records-keys]') !== null
}
