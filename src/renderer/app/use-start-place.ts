import { useEffect, useRef } from 'react'
import type { AccountItem } from '../../ipc/views.ts'
import { usePreferences } from '../data/use-session.ts'
import { inQuietMoment } from '../ui/quiet-moment.ts'
import { useAppStore } from './app-store.ts'
import { lastOpened } from './visited.ts'

/**
 * Opens where the person left off: the account and tab of last time, the only account of somebody with one, else
 * all accounts, and says that the first place is chosen. Afterwards remembers each account that is opened.
 */
export function useStartPlace(
  accounts: readonly AccountItem[] | undefined,
  isReady: boolean,
  onReady: () => void,
): void {
  const { preferences, isLoaded, set } = usePreferences()
  const place = useAppStore((store) => store.place)
  const recents = useRef(preferences.recents)
  recents.current = preferences.recents

  useEffect(() => {
    if (isReady || !accounts || !isLoaded) return
    const { place: now, panel, openAccount } = useAppStore.getState()
    const last = accounts.find((account) => account.id === preferences.lastAccountId)
    const only = accounts.length === 1 ? accounts[0] : undefined
    const wanted = last ?? only
    if (wanted && now.screen === 'portfolio' && !panel)
      openAccount(wanted.id, last ? preferences.lastTab : 'dashboard')
    onReady()
  }, [accounts, isLoaded, isReady, onReady, preferences])

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
