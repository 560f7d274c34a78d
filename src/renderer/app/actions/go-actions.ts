import type { ActionId } from '../../../ipc/shortcuts.ts'
import type { AccountItem } from '../../../ipc/views.ts'
import { actionWords } from '../../../strings/actions.ts'
import { type Place, useAppStore } from '../app-store.ts'
import { lastOpened } from '../visited.ts'
import type { Action, Around } from './action.ts'

const { openAccount } = useAppStore.getState()

/** To another account: the pinned ones by number, the one before, the next in the list as it stands filtered. */
export const switchActions: readonly Action[] = [
  {
    id: 'last-account',
    group: 'accounts',
    words: () => actionWords['last-account'],
    isOffered: (around) => accountBefore(around) !== undefined,
    run: (around) => opened(accountBefore(around)),
  },
  ...([-1, 1] as const).map((step): Action => {
    const id = step === 1 ? 'next-account' : 'previous-account'
    return {
      id,
      group: 'accounts',
      words: () => actionWords[id],
      byKeysOnly: true,
      run: () => walkList(step),
    }
  }),
  ...([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map(
    (number): Action => ({
      id: `pinned-${number}`,
      group: 'accounts',
      words: () => actionWords[`pinned-${number}`],
      byKeysOnly: true,
      run: ({ preferences }) => opened(preferences.pins[number - 1]),
    }),
  ),
]

function opened(accountId: string | undefined): boolean {
  if (accountId === undefined) return false
  openAccount(accountId)
  return true
}

function accountBefore({ preferences }: Around): string | undefined {
  const { place, ahead } = useAppStore.getState()
  const at = ahead?.place ?? place
  const here = at.screen === 'account' ? at.accountId : null
  return lastOpened(preferences.recents).find((id) => id !== here)
}

/** The next account of the list as it is filtered and ordered now. */
function walkList(step: 1 | -1): boolean {
  const { listed, walk } = useAppStore.getState()
  if (listed.length === 0) return false
  walk(step)
  return true
}

function toScreen(id: ActionId, place: Place, isOffered?: Action['isOffered']): Action {
  return {
    id,
    group: 'go',
    words: () => actionWords[id],
    ...(isOffered ? { isOffered } : {}),
    run: () => useAppStore.getState().go(place),
  }
}

/** Somebody with one account has nothing to see over all of them. */
const hasSeveral = ({ accounts }: { accounts: readonly AccountItem[] }) => accounts.length !== 1

/** The screens that belong to no account. */
export const screenActions: readonly Action[] = [
  toScreen('all-accounts', { screen: 'portfolio', tab: 'portfolio' }, hasSeveral),
  toScreen('all-accounts-list', { screen: 'portfolio', tab: 'accounts' }, hasSeveral),
  toScreen('access-search', { screen: 'portfolio', tab: 'access' }, hasSeveral),
  toScreen('all-invitations', { screen: 'portfolio', tab: 'invitations' }, hasSeveral),
  toScreen('all-reviews', { screen: 'portfolio', tab: 'reviews' }, hasSeveral),
  toScreen('all-activity', { screen: 'portfolio', tab: 'activity' }, hasSeveral),
  toScreen('my-invitations', { screen: 'my-invitations' }),
  toScreen('outbox', { screen: 'outbox' }),
  toScreen('offline', { screen: 'offline' }),
  toScreen('sessions', { screen: 'sessions' }),
  toScreen('settings', { screen: 'settings' }),
]
