import type { ActionId } from '../../../ipc/shortcuts.ts'
import { keysOf } from '../../../ipc/shortcuts.ts'
import { chordInWords } from '../../../strings/shortcuts.ts'
import { usePreferences } from '../../data/use-session.ts'
import { isMac } from './chords.ts'

/** The keys of actions as they are now, in words; '' for none. */
export function useKeys(): (id: ActionId) => string {
  const { preferences } = usePreferences()
  return (id) => chordInWords(keysOf(id, preferences.shortcuts), isMac)
}
