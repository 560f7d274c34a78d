import { useMemo } from 'react'
import type { AccountItem } from '../../../ipc/views.ts'
import { usePreferences, useRights } from '../../data/use-session.ts'
import { useAppStore } from '../app-store.ts'
import type { Around } from './action.ts'

/** What actions look at, where the window is now. */
export function useAround(accounts: readonly AccountItem[]): Around {
  const accountId = useAppStore(({ place }) => (place.screen === 'account' ? place.accountId : null))
  return useAroundAccount(accountId, accounts)
}

/** The same for another account than the one in view. */
export function useAroundAccount(accountId: string | null, accounts: readonly AccountItem[]): Around {
  const { preferences, set } = usePreferences()
  const { account, refusal } = useRights(accountId)
  return useMemo(
    () => ({ account, refusal, accounts, preferences, setPreferences: set }),
    [account, refusal, accounts, preferences, set],
  )
}
