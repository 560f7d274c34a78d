import type { QueryClient } from '@tanstack/react-query'
import { bridge } from '../data/bridge.ts'
import { accountsQuery } from '../data/use-accounts.ts'
import { bridgeQuery } from '../data/use-bridge.ts'
import { useAppStore } from './app-store.ts'

/** For so long nothing is drawn at all; a start that takes longer says that it is one. */
const longestMs = 500

interface Time {
  after(milliseconds: number, run: () => void): void
}

/** The person whose first place stands, or is about to. */
let chosenFor: string | null = null

export function isPlaceChosen(userId: string): boolean {
  return chosenFor === userId
}

/** Whoever comes next begins where they left off, and not where the person before was. */
export function leavePlace(): void {
  chosenFor = null
  useAppStore.getState().go({ screen: 'portfolio', tab: 'portfolio' })
}

/**
 * Until the first frame can show the place that the person left: one picture in place of an empty window that fills
 * bit by bit. After `longestMs` at the latest; what isn't there by then is shown when it comes.
 */
export function placeOrPatience(client: QueryClient, time: Time): Promise<void> {
  const tooLong = new Promise<void>((resolve) => time.after(longestMs, resolve))
  // What failed is asked for again by the screen that needs it, and told there.
  return Promise.race([openWhenAtWork(client).catch(() => {}), tooLong])
}

async function openWhenAtWork(client: QueryClient): Promise<void> {
  // Asked together with the session, which it doesn't depend on.
  void client.prefetchQuery(bridgeQuery('preferences.get', {}))
  const begun = Promise.withResolvers<void>()
  const stop = bridge().on('session.changed', ({ state }) => state !== 'starting' && begun.resolve())
  const asked = await client.fetchQuery(bridgeQuery('session.get', {}))
  if (asked.state === 'starting') await begun.promise
  stop()
  const session = await client.fetchQuery(bridgeQuery('session.get', {}))
  const isAtWork = session.state === 'signed-in' || (session.state === 'loading' && session.progress.usable)
  if (isAtWork && session.principal) await choosePlace(client, session.principal.userId)
}

/**
 * Opens where the person left off: the account and tab of last time, the only account of somebody with one, else all
 * accounts. The list of accounts is waited for only where none was left.
 */
export async function choosePlace(client: QueryClient, userId: string): Promise<void> {
  const { lastAccountId, lastTab } = await client.fetchQuery(bridgeQuery('preferences.get', {}))
  if (lastAccountId !== null && (await isHere(client, lastAccountId, lastTab === 'dashboard'))) {
    open(lastAccountId, lastTab)
  } else {
    const accounts = await client.fetchQuery(accountsQuery()).catch(() => [])
    const [only] = accounts
    if (only && accounts.length === 1) open(only.id, 'dashboard')
  }
  chosenFor = userId
}

/** With all that its first frame shows. */
async function isHere(client: QueryClient, accountId: string, withFigures: boolean): Promise<boolean> {
  const account = client.fetchQuery(bridgeQuery('accounts.get', { accountId }))
  const figures = withFigures ? client.prefetchQuery(bridgeQuery('dashboard.get', { accountId })) : null
  try {
    await account
    await figures
    return true
  } catch {
    client.removeQueries({ queryKey: bridgeQuery('accounts.get', { accountId }).queryKey })
    return false
  }
}

/** Unless the person went somewhere meanwhile: by a link, or a notification. */
function open(
  accountId: string,
  tab: Parameters<ReturnType<typeof useAppStore.getState>['openAccount']>[1],
): void {
  const { place, ahead, panel, openAccount } = useAppStore.getState()
  if ((ahead ?? { place }).place.screen === 'portfolio' && !panel) openAccount(accountId, tab)
}
