import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../../db/database.ts'
import { createListener } from '../../sync/listener.ts'
import { sessionChannel } from './sessions.ts'

const lookAgainMs = 1000

export interface SessionEnds {
  /** Settles once ends are being listened for. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Calls `onEnded` once, when the sign-in is ended on whatever node. Answers its own undo. */
  watch(sessionId: string, onEnded: () => void): () => void
}

/**
 * Hears from PostgreSQL which sign-ins are ended, whichever node did it. What a broken connection has missed is looked
 * up when it is back.
 */
export function createSessionEnds(deps: { db: Database; connectionString: string }): SessionEnds {
  const watched = new Map<string, Set<() => void>>()
  const stopped = new AbortController()
  const listener = createListener({
    connectionString: deps.connectionString,
    applicationName: 'gatehouse-sessions',
    channels: { [sessionChannel]: tell },
    log: { warn() {} },
    regained: () => void lookUntilFound(),
  })

  function tell(sessionId: string): void {
    const listeners = watched.get(sessionId)
    watched.delete(sessionId)
    for (const listener of listeners ?? []) listener()
  }

  /** The connection is back, and the pool's own may not be yet. */
  async function lookUntilFound(): Promise<void> {
    while (!stopped.signal.aborted) {
      const hasLooked = await tellMissed().then(
        () => true,
        () => false,
      )
      if (hasLooked) return
      await delay(lookAgainMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
    }
  }

  async function tellMissed(): Promise<void> {
    const ids = [...watched.keys()]
    if (ids.length === 0) return
    const rows = await deps.db.selectFrom('session').where('id', 'in', ids).select('id').execute()
    const alive = new Set(rows.map(({ id }) => id))
    for (const id of ids) if (!alive.has(id)) tell(id)
  }

  return {
    start: () => listener.start(),
    async stop() {
      stopped.abort()
      await listener.stop()
    },
    watch(sessionId, onEnded) {
      const listeners = watched.get(sessionId) ?? new Set()
      watched.set(sessionId, listeners.add(onEnded))
      return () => {
        listeners.delete(onEnded)
        if (listeners.size === 0 && watched.get(sessionId) === listeners) watched.delete(sessionId)
      }
    },
  }
}
