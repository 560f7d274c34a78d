import { useEffect } from 'react'
import { bridge } from '../data/bridge.ts'
import { inQuietMoment } from '../ui/quiet-moment.ts'

/** Notes when an account's screens are left, so that what changes meanwhile can be told the next time. */
export function useNoteVisit(accountId: string): void {
  useEffect(() => {
    // Nothing is lost where it can't be noted: more is told the next time.
    const note = () => void bridge().command('changes.noteVisit', { accountId })
    window.addEventListener('pagehide', note)
    return () => {
      window.removeEventListener('pagehide', note)
      inQuietMoment(note)
    }
  }, [accountId])
}
