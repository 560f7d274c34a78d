import { useEffect, useRef } from 'react'
import type { AccountItem, Tab } from '../../ipc/views.ts'
import { usePreferences } from '../data/use-session.ts'
import { inQuietMoment } from '../ui/quiet-moment.ts'
import { useAppStore } from './app-store.ts'
import { lastOpened } from './visited.ts'

/** Remembers each account that is opened, once the first place was chosen; also one that is left right away. */
export function useRememberPlace(isReady: boolean): void {
  const { preferences, set } = usePreferences()
  const place = useAppStore((store) => store.place)
  const recents = useRef(preferences.recents)
  recents.current = preferences.recents
  const unwritten = useRef<{ lastAccountId: AccountItem['id']; lastTab: Tab } | null>(null)

  useEffect(() => {
    if (!isReady) return
    if (place.screen === 'account')
      unwritten.current = { lastAccountId: place.accountId as AccountItem['id'], lastTab: place.tab }
    if (unwritten.current === null) return
    return inQuietMoment(() => {
      const last = unwritten.current
      unwritten.current = null
      if (last) set({ ...last, recents: lastOpened(recents.current) })
    })
  }, [isReady, place, set])
}
