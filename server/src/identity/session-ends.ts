import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Database } from '../db/database.ts'
import { sessionChannel } from './sessions.ts'

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
  let client: pg.Client | undefined

  function tell(sessionId: string): void {
    const listeners = watched.get(sessionId)
    watched.delete(sessionId)
    for (const listener of listeners ?? []) listener()
  }

  async function listen(): Promise<void> {
    const next = new pg.Client({
      connectionString: deps.connectionString,
      application_name: 'gatehouse-sessions',
    })
    next.on('notification', ({ payload }) => tell(payload ?? ''))
    next.on('error', () => {})
    next.once('end', () => {
      if (client === next) client = undefined
      if (!stopped.signal.aborted) void listenAgain()
    })
    await next.connect()
    await next.query(`listen ${sessionChannel}`)
    client = next
  }

  async function listenAgain(): Promise<void> {
    for (let wait = 250; !stopped.signal.aborted && !client; wait = Math.min(wait * 2, 5000)) {
      await delay(wait, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
      if (!stopped.signal.aborted) await listen().catch(() => {})
    }
    await tellMissed().catch(() => {})
  }

  async function tellMissed(): Promise<void> {
    const ids = [...watched.keys()]
    if (ids.length === 0) return
    const rows = await deps.db.selectFrom('session').where('id', 'in', ids).select('id').execute()
    const alive = new Set(rows.map(({ id }) => id))
    for (const id of ids) if (!alive.has(id)) tell(id)
  }

  return {
    start: listen,
    async stop() {
      stopped.abort()
      await client?.end().catch(() => {})
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
