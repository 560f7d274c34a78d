import { setTimeout as delay } from 'node:timers/promises'
import type { Principal, UserId } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { changeChannel, everybody, targetsOf } from '../services/record.ts'
import { usersConcerned } from './concerned.ts'
import { createListener } from './listener.ts'
import type { Position } from './position.ts'

export interface PokesDeps {
  db: Database
  connectionString: string
  clock: Clock
  log: { warn(context: Record<string, unknown>, message: string): void }
  /** How often the feed is looked at in case a notification was missed. Default 5 seconds. */
  pollMs?: number
}

export interface Pokes {
  /** Settles once notifications are being listened to. */
  start(): Promise<void>
  stop(): Promise<void>
  /** One value now, and one whenever a pull would find something that the principal may read; until aborted. */
  events(principal: Principal, signal: AbortSignal): AsyncGenerator<{ at: string }>
}

/** How soon a transaction that can't be pulled yet is looked at again, and how late while the database is away. */
const shortestWaitMs = 20
const longestWaitMs = 1000
/** Rows of the feed that the poll reads at once. */
const pollRows = 5000

/**
 * Tells who is listening that there is something to pull. Nodes hear of each other's writes through PostgreSQL's own
 * notifications, which leave with the commit. A write can only be pulled once no older transaction runs, so the poke
 * waits for that; and a poll finds what a broken connection has missed. A listener is remembered by its user alone:
 * whom a change concerns is asked of the database when it happens.
 */
export function createPokes(deps: PokesDeps): Pokes {
  const { db, clock, log } = deps
  const listeners = new Map<UserId, Set<() => void>>()
  const stopped = new AbortController()
  /** Heard of, but not told yet: targets by transaction. */
  const waiting = new Map<bigint, string[]>()
  /** Told already, so that the poll doesn't tell it again. */
  const told = new Set<bigint>()
  let position: Position = { xid: 0n, seq: 0n }
  let flushing: Promise<void> | undefined
  let polling: Promise<void> | undefined
  const listener = createListener({
    connectionString: deps.connectionString,
    applicationName: 'gatehouse-pokes',
    channels: { [changeChannel]: hear },
    log,
    regained: () => void pollSafely(),
  })

  async function tell(targets: readonly string[]): Promise<void> {
    if (listeners.size === 0) return
    const users = targets.includes(everybody)
      ? listeners.keys()
      : await usersConcerned(db, targets, new Set(listeners.keys()), clock.now())
    for (const userId of users) for (const poke of listeners.get(userId) ?? []) poke()
  }

  function hear(payload: string): void {
    const [xid, ...targets] = payload.split(' ')
    if (!xid || !/^\d+$/.test(xid)) return
    waiting.set(BigInt(xid), [...(waiting.get(BigInt(xid)) ?? []), ...targets])
    flushing ??= flush().finally(() => {
      flushing = undefined
    })
  }

  async function flush(): Promise<void> {
    let wait = shortestWaitMs
    while (waiting.size > 0 && !stopped.signal.aborted) {
      // What can't be told now is kept: the database may be away for a moment.
      const isAway = await tellWhatCanBePulled().then(
        () => false,
        () => true,
      )
      wait = isAway ? Math.min(wait * 2, longestWaitMs) : shortestWaitMs
      if (waiting.size > 0) await delay(wait, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }

  async function tellWhatCanBePulled(): Promise<void> {
    const xmin = await readXmin(db)
    const ready = [...waiting].filter(([xid]) => xid < xmin)
    if (ready.length === 0) return
    await tell(ready.flatMap(([, targets]) => targets))
    for (const [xid, targets] of ready) {
      // The same transaction may have been heard of once more while others were told.
      const since = waiting.get(xid)?.slice(targets.length) ?? []
      if (since.length > 0) waiting.set(xid, since)
      else waiting.delete(xid)
      told.add(xid)
    }
  }

  /** One at a time, as it moves the position. */
  let pollUnderWay: Promise<void> | undefined
  function pollSafely(): Promise<void> {
    pollUnderWay ??= poll()
      .catch(() => log.warn({}, 'the change feed could not be read'))
      .finally(() => {
        pollUnderWay = undefined
      })
    return pollUnderWay
  }

  async function poll(): Promise<void> {
    while (!stopped.signal.aborted) {
      const rows = await readChanges(db, position)
      const last = rows.at(-1)
      if (!last) return
      const missed = rows.filter(({ xid }) => !told.has(BigInt(xid)) && !waiting.has(BigInt(xid)))
      if (missed.length > 0) await tell(targetsOf(missed))
      // Only now: what could not be told is found again by the next poll.
      position = { xid: BigInt(last.xid), seq: BigInt(last.seq) }
      for (const xid of told) if (xid < position.xid) told.delete(xid)
      if (rows.length < pollRows) return
    }
  }

  async function pollForEver(): Promise<void> {
    while (!stopped.signal.aborted) {
      await delay(deps.pollMs ?? 5000, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
      if (!stopped.signal.aborted) await pollSafely()
    }
  }

  function add(userId: UserId, poke: () => void): () => void {
    const pokes = listeners.get(userId) ?? new Set()
    listeners.set(userId, pokes.add(poke))
    return () => {
      pokes.delete(poke)
      if (pokes.size === 0 && listeners.get(userId) === pokes) listeners.delete(userId)
    }
  }

  return {
    async start() {
      await listener.start()
      position = { xid: await readXmin(db), seq: 0n }
      polling = pollForEver()
    },
    async stop() {
      stopped.abort()
      for (const pokes of listeners.values()) for (const poke of pokes) poke()
      await Promise.all([polling, flushing, pollUnderWay, listener.stop()])
    },
    async *events(principal, signal) {
      let isPoked = true
      let wake = () => {}
      const until = AbortSignal.any([signal, stopped.signal])
      const poke = () => {
        isPoked = true
        wake()
      }
      const remove = add(principal.userId, poke)
      until.addEventListener('abort', poke)
      try {
        while (!until.aborted) {
          if (isPoked) {
            isPoked = false
            yield { at: clock.now().toISOString() }
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve
            })
          }
        }
      } finally {
        remove()
        until.removeEventListener('abort', poke)
      }
    },
  }
}

async function readXmin(db: Database): Promise<bigint> {
  const { rows } = await sql<{ xmin: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin`.execute(db)
  return BigInt(rows[0]?.xmin ?? 0)
}

type MissedRow = Parameters<typeof targetsOf>[0][number] & { xid: string; seq: string }

async function readChanges(db: Database, { xid, seq }: Position): Promise<MissedRow[]> {
  const { rows } = await sql<MissedRow>`
    select xid::text, seq::text, environment_id, account_id, user_id from change
    where (xid, seq) > (${String(xid)}::xid8, ${String(seq)}::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by change.xid, change.seq limit ${pollRows}`.execute(db)
  return rows
}
