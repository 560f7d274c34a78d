import { useEffect, useRef } from 'react'
import type { AccountItem } from '../../ipc/views.ts'
import { usePreferences } from '../data/use-session.ts'
import { inQuietMoment } from '../ui/quiet-moment.ts'
import { useAppStore } from './app-store.ts'
import { lastOpened } from './visited.ts'

/** Remembers each account that is opened, once the first place was chosen. */
export function useRememberPlace(isReady: boolean): void {
  const { preferences, set } = usePreferences()
  const place = useAppStore((store) => store.place)
  const recents = useRef(preferences.recents)
  recents.current = preferences.recents

  const accountId = place.screen === 'account' ? place.accountId : null
  const tab = place.screen === 'account' ? place.tab : null
  useEffect(() => {
    if (!isReady || !accountId || !tab) return
    const id = accountId as AccountItem['id']
    return inQuietMoment(() => {
      set({ lastAccountId: id, lastTab: tab, recents: lastOpened(recents.current) })
    })
  }, [isReady, accountId, tab, set])
}
