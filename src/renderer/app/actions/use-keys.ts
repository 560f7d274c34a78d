import { useCallback } from 'react'
import type { ActionId } from '../../../ipc/shortcuts.ts'
import { keysOf } from '../../../ipc/shortcuts.ts'
import { chordInWords } from '../../../strings/shortcuts.ts'
import { usePreference } from '../../data/use-session.ts'
import { isMac } from './chords.ts'

/** The keys of actions as they are now, in words; '' for none. */
export function useKeys(): (id: ActionId) => string {
  const shortcuts = usePreference((preferences) => preferences.shortcuts)
  return useCallback((id) => chordInWords(keysOf(id, shortcuts), isMac), [shortcuts])
}
