import type { QueryClient } from '@tanstack/react-query'
import type { Tab } from '../../ipc/views.ts'
import { bridge } from '../data/bridge.ts'
import { accountsQuery } from '../data/use-accounts.ts'
import { bridgeQuery } from '../data/use-bridge.ts'
import { useAppStore } from './app-store.ts'

/** For so long nothing is drawn at all; a start that takes longer says that it is one. */
const longestMs = 500
/** For so long an account that is here waits for its figures. */
const longestFiguresMs = 200

interface Time {
  after(milliseconds: number, run: () => void): void
}

/** Whose first place stands or is being chosen; null: nobody's. */
let choice: { userId: string; isMade: boolean; making: Promise<void> } | null = null

export function isPlaceChosen(userId: string): boolean {
  return choice?.userId === userId && choice.isMade
}

/** Whoever comes next begins where they left off, and not where the person before was. */
export function leavePlace(): void {
  choice = null
  useAppStore.getState().go({ screen: 'portfolio', tab: 'portfolio' })
}

/**
 * Until the first frame can show the place that the person left: one picture in place of an empty window that fills
 * bit by bit. After `longestMs` at the latest; what isn't there by then is shown when it comes.
 */
export function placeOrPatience(client: QueryClient, time: Time): Promise<void> {
  const tooLong = new Promise<void>((resolve) => time.after(longestMs, resolve))
  // What failed is asked for again by the screen that needs it, and told there.
  return Promise.race([openWhenAtWork(client, time).catch(() => {}), tooLong])
}

async function openWhenAtWork(client: QueryClient, time: Time): Promise<void> {
  // Asked together with the session, which it doesn't depend on.
  void client.prefetchQuery(bridgeQuery('preferences.get', {}))
  const begun = Promise.withResolvers<void>()
  const stop = bridge().on('session.changed', ({ state }) => state !== 'starting' && begun.resolve())
  try {
    const asked = await client.fetchQuery(bridgeQuery('session.get', {}))
    if (asked.state === 'starting') await begun.promise
  } finally {
    stop()
  }
  const session = await client.fetchQuery(bridgeQuery('session.get', {}))
  const isAtWork = session.state === 'signed-in' || (session.state === 'loading' && session.progress.usable)
  if (isAtWork && session.principal) await choosePlace(client, time, session.principal.userId)
}

/**
 * Opens where the person left off: the account and tab of last time, the only account of somebody with one, else all
 * accounts. The list of accounts is waited for only where none was left. Asked for twice it is one choice.
 */
export function choosePlace(client: QueryClient, time: Time, userId: string): Promise<void> {
  if (choice?.userId === userId) return choice.making
  const mine = { userId, isMade: false, making: Promise.resolve() }
  choice = mine
  mine.making = findPlace(client, time)
    .then((found) => {
      if (choice === mine && found) open(found.accountId, found.tab)
    })
    .finally(() => {
      mine.isMade = true
    })
  return mine.making
}

async function findPlace(client: QueryClient, time: Time): Promise<{ accountId: string; tab: Tab } | null> {
  const { lastAccountId, lastTab } = await client.fetchQuery(bridgeQuery('preferences.get', {}))
  if (lastAccountId !== null && (await isHere(client, time, lastAccountId, lastTab === 'dashboard')))
    return { accountId: lastAccountId, tab: lastTab }
  const accounts = await client.fetchQuery(accountsQuery()).catch(() => [])
  const [only] = accounts
  return only && accounts.length === 1 ? { accountId: only.id, tab: 'dashboard' } : null
}

/** With all that its first frame shows, as far as that comes soon. */
async function isHere(
  client: QueryClient,
  time: Time,
  accountId: string,
  withFigures: boolean,
): Promise<boolean> {
  const account = client.fetchQuery(bridgeQuery('accounts.get', { accountId }))
  const figures = withFigures ? client.prefetchQuery(bridgeQuery('dashboard.get', { accountId })) : null
  try {
    await account
  } catch {
    client.removeQueries({ queryKey: bridgeQuery('accounts.get', { accountId }).queryKey })
    return false
  }
  if (figures)
    await Promise.race([figures, new Promise<void>((resolve) => time.after(longestFiguresMs, resolve))])
  return true
}

/** Unless the person went somewhere meanwhile: by a link, or a notification. */
function open(accountId: string, tab: Tab): void {
  const { place, ahead, panel, openAccount } = useAppStore.getState()
  if ((ahead ?? { place }).place.screen === 'portfolio' && !panel) openAccount(accountId, tab)
}
