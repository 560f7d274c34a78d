import { useEffect } from 'react'
import type { AccountItem, EnvironmentItem } from '../../ipc/views.ts'
import { switcherWords } from '../../strings/accounts.ts'
import { roleIn, tabNames, words } from '../../strings/common.ts'
import { environmentWords } from '../../strings/environment-names.ts'
import { shell } from '../../strings/shell.ts'
import { syncWords } from '../../strings/sync.ts'
import { useBridgeQuery } from '../data/use-bridge.ts'
import { useAppStore } from './app-store.ts'

/** The window's title names the account, the tab and the own role, so that nobody works in the wrong account. */
export function useWindowTitle(accounts: readonly AccountItem[] | undefined): void {
  const place = useAppStore((store) => store.place)
  const { data: environments } = useBridgeQuery('environments.list', {})
  useEffect(() => {
    document.title = titleOf(place, accounts, environments)
    return () => {
      document.title = words.appName
    }
  }, [place, accounts, environments])
}

const administrator = { via: 'environment', role: null, isOwner: false } as const

function titleOf(
  place: ReturnType<typeof useAppStore.getState>['place'],
  accounts: readonly AccountItem[] | undefined,
  environments: readonly EnvironmentItem[] | undefined,
): string {
  switch (place.screen) {
    case 'account': {
      const account = accounts?.find(({ id }) => id === place.accountId)
      return account ? shell.windowTitle(account.name, tabNames[place.tab], roleIn(account)) : words.appName
    }
    case 'environment': {
      const name = environments?.find(({ id }) => id === place.environmentId)?.name
      return name
        ? shell.windowTitle(name, environmentWords.tabs[place.tab], roleIn(administrator))
        : words.appName
    }
    case 'portfolio':
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
