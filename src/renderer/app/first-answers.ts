import type { QueryClient } from '@tanstack/react-query'
import { bridgeQuery } from '../data/use-bridge.ts'
import type { Place } from './app-store.ts'

/** Beyond it an empty screen says more than the one before. */
const longestMs = 60

interface Time {
  after(milliseconds: number, run: () => void): void
}

/**
 * Asks for what the first frame of an account shows, in one go and before anything is drawn. Null where it is there
 * already, or where a place draws itself piece by piece. Resolves after `longestMs` at the latest; what isn't there
 * then is shown when it comes, and so is what went wrong.
 */
export function firstAnswersOf(client: QueryClient, time: Time) {
  return (place: Place): Promise<unknown> | null => {
    if (place.screen !== 'account') return null
    const { accountId, tab } = place
    const account = bridgeQuery('accounts.get', { accountId })
    const figures = bridgeQuery('dashboard.get', { accountId })
    const isThere = (queryKey: readonly unknown[]) => client.getQueryData(queryKey) !== undefined
    const missing: Promise<unknown>[] = []
    if (!isThere(account.queryKey)) missing.push(client.prefetchQuery(account))
    if (tab === 'dashboard' && !isThere(figures.queryKey)) missing.push(client.prefetchQuery(figures))
    if (missing.length === 0) return null
    const tooLong = new Promise<void>((resolve) => time.after(longestMs, resolve))
    return Promise.race([Promise.all(missing), tooLong])
  }
}
