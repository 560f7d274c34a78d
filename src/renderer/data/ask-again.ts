import type { Query, QueryClient } from '@tanstack/react-query'
import { noAccount } from './keys.ts'

/** A question over all accounts rests so many times as long as its last answer took, before it is asked again. */
const restFactor = 3
const longestRestMs = 5_000

interface Time {
  /** Milliseconds, of a clock that never goes back. */
  now(): number
  after(milliseconds: number, run: () => void): void
}

/**
 * Asks those queries again whose rows have changed.
 *
 * One that is on its way is never called off, since the other side would go on working at it: it is asked again once
 * it has come. And while a first sync changes something ten times a second, what looks at all accounts must not take
 * the time that the sync needs: after a long answer such a query has a rest.
 */
export function createAskAgain(
  client: QueryClient,
  time: Time,
): (matches: (query: Query) => boolean) => void {
  const cache = client.getQueryCache()
  const askedAt = new WeakMap<Query, number>()
  const restsUntil = new WeakMap<Query, number>()
  const due = new WeakSet<Query>()

  cache.subscribe((event) => {
    if (event.type !== 'updated') return
    const { query, action } = event
    if (action.type === 'fetch') askedAt.set(query, time.now())
    const asked = askedAt.get(query)
    if (asked === undefined || (action.type !== 'success' && action.type !== 'error')) return
    askedAt.delete(query)
    const rest = Math.min((time.now() - asked) * restFactor, longestRestMs)
    restsUntil.set(query, time.now() + rest)
  })

  /** Milliseconds; none for what is of one account, which is the one in view. */
  function restOf(query: Query): number {
    if (query.queryKey[0] !== noAccount) return 0
    return Math.max(0, (restsUntil.get(query) ?? 0) - time.now())
  }

  function ask(query: Query): void {
    due.delete(query)
    void client.invalidateQueries({ queryKey: query.queryKey, exact: true })
  }

  function askRested(query: Query): void {
    const rest = restOf(query)
    if (rest === 0) ask(query)
    else time.after(rest, () => askOnceHere(query))
  }

  function askOnceHere(query: Query): void {
    const came = () => askRested(query)
    if (query.state.fetchStatus === 'fetching' && query.promise) query.promise.then(came, came)
    else askRested(query)
  }

  return (matches) => {
    for (const query of cache.findAll({ predicate: matches })) {
      // One more time is enough for whatever has changed until then.
      if (due.has(query)) continue
      due.add(query)
      askOnceHere(query)
    }
  }
}
