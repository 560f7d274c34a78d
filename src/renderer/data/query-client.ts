import { QueryClient } from '@tanstack/react-query'
import { createAskAgain } from './ask-again.ts'
import { bridge } from './bridge.ts'
import { isTouched, noAccount, queryKey } from './keys.ts'
import { forgetAccounts } from './use-accounts.ts'

/**
 * Answers come from this machine and stay right until an event says otherwise: nothing goes stale by time, nothing
 * waits for a network, and a refusal is an answer that trying again won't better.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * 60_000,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

export const pageTime = {
  now: () => performance.now(),
  after(milliseconds: number, run: () => void) {
    setTimeout(run, milliseconds)
  },
}

/** The one subscriber of main's events. Answers the function that ends it. */
export function listenToMain(client: QueryClient): () => void {
  const askAgain = createAskAgain(client, pageTime)
  const stops = [
    bridge().on('replica.changed', (change) => {
      askAgain(({ queryKey }) => isTouched(queryKey, change))
    }),
    bridge().on('session.changed', (session) => {
      client.setQueryData(queryKey('session.get', {}), session)
      // Nothing of one person's accounts may be there for the next.
      void client.invalidateQueries({ queryKey: queryKey('logins.list', {}) })
      if (session.state === 'locked') {
        client.removeQueries({ predicate: ({ queryKey: [, name] }) => name !== 'session.get' })
        forgetAccounts()
      }
      if (session.state === 'signed-out' || session.state === 'no-server') {
        client.removeQueries({ predicate: (query) => query.queryKey[0] !== noAccount })
        for (const name of ['invitations.mine', 'outbox.list'] as const) {
          client.removeQueries({ queryKey: queryKey(name, {}) })
        }
        // Asked anew and not removed: the window looks at them all the time, and would go on looking at the removed one.
        void client.resetQueries({ queryKey: queryKey('preferences.get', {}) })
        client.removeQueries({ predicate: ({ queryKey: [, name] }) => isOverAll(String(name)) })
        forgetAccounts()
      }
      if (session.state === 'signed-in') askAgain(({ queryKey: [, name] }) => name === 'accounts.directory')
    }),
    bridge().on('sync.changed', (status) => {
      client.setQueryData(queryKey('sync.status', {}), status)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** Lists and figures over all accounts. */
function isOverAll(name: string): boolean {
  return name.startsWith('accounts.') || name.startsWith('portfolio.')
}
