import { useEffect } from 'react'
import type { AccountItem } from '../../ipc/views.ts'
import { switcherWords } from '../../strings/accounts.ts'
import { roleIn, tabNames, words } from '../../strings/common.ts'
import { shell } from '../../strings/shell.ts'
import { syncWords } from '../../strings/sync.ts'
import { useAppStore } from './app-store.ts'

/** The window's title names the account, the tab and the own role, so that nobody works in the wrong account. */
export function useWindowTitle(accounts: readonly AccountItem[] | undefined): void {
  const place = useAppStore((store) => store.place)
  useEffect(() => {
    document.title = titleOf(place, accounts)
    return () => {
      document.title = words.appName
    }
  }, [place, accounts])
}

function titleOf(
  place: ReturnType<typeof useAppStore.getState>['place'],
  accounts: readonly AccountItem[] | undefined,
): string {
  switch (place.screen) {
    case 'account': {
      const account = accounts?.find(({ id }) => id === place.accountId)
      return account ? shell.windowTitle(account.name, tabNames[place.tab], roleIn(account)) : words.appName
    }
    case 'portfolio':
    case 'environment':
      return shell.screenTitle(switcherWords.allAccounts)
    case 'my-invitations':
      return shell.screenTitle(switcherWords.myInvitations)
    case 'outbox':
      return shell.screenTitle(syncWords.outboxTitle)
    case 'offline':
      return shell.screenTitle(shell.offlineData)
    case 'sessions':
      return shell.screenTitle(shell.sessions)
    case 'settings':
      return shell.screenTitle(shell.settings)
  }
}
