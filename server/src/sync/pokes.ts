import { setTimeout as delay } from 'node:timers/promises'
import type { Principal, UserId } from '@gatehouse/contract'
import { sql } from 'kysely'
import pg from 'pg'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { findPrincipal, listEntries } from '../repositories/access.ts'
import { changeChannel, everybody, targetsOf } from '../services/record.ts'

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

interface Listener {
  userId: UserId
  /** Words of notifications that concern this principal. */
  targets: ReadonlySet<string>
  poke(): void
  refresh(): void
}

/**
 * Tells who is listening that there is something to pull. Nodes hear of each other's writes through PostgreSQL's own
 * notifications, which leave with the commit. A write can only be pulled once no older transaction runs, so the poke
 * waits for that; and a poll finds what a broken connection has missed.
 */
export function createPokes(deps: PokesDeps): Pokes {
  const { db, clock, log } = deps
  const listeners = new Set<Listener>()
  const stopped = new AbortController()
  /** Heard of, but not to be pulled yet: targets by transaction. */
  const waiting = new Map<bigint, string[]>()
  /** Told already, so that the poll doesn't tell it again. */
  const told = new Set<bigint>()
  let position = { xid: 0n, seq: 0n }
  let client: pg.Client | undefined
  let flushing: Promise<void> | undefined
  let polling: Promise<void> | undefined

  function tell(targets: readonly string[]): void {
    for (const listener of listeners) {
      const own = `u:${listener.userId}`
      if (targets.includes(everybody) || targets.includes(own)) listener.refresh()
      else if (!targets.some((target) => listener.targets.has(target))) continue
      listener.poke()
    }
  }

  function hear(payload: string | undefined): void {
    const [xid, ...targets] = (payload ?? '').split(' ')
    if (!xid || !/^\d+$/.test(xid)) return
    waiting.set(BigInt(xid), [...(waiting.get(BigInt(xid)) ?? []), ...targets])
    flushing ??= flush().finally(() => {
      flushing = undefined
    })
  }

  async function flush(): Promise<void> {
    while (waiting.size > 0 && !stopped.signal.aborted) {
      const xmin = await readXmin(db).catch(() => null)
      // The poll goes on from here once the database answers again.
      if (xmin === null) return waiting.clear()
      for (const [xid, targets] of waiting) {
        if (xid >= xmin) continue
        waiting.delete(xid)
        told.add(xid)
        tell(targets)
      }
      if (waiting.size > 0) await delay(20, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }

  async function poll(): Promise<void> {
    const rows = await readChanges(db, position)
    const last = rows.at(-1)
    if (!last) return
    position = { xid: BigInt(last.xid), seq: BigInt(last.seq) }
    const missed = rows.filter(({ xid }) => !told.has(BigInt(xid)) && !waiting.has(BigInt(xid)))
    if (missed.length > 0) tell(targetsOf(missed))
    for (const xid of told) if (xid < position.xid) told.delete(xid)
  }

  async function pollForEver(): Promise<void> {
    while (!stopped.signal.aborted) {
      await delay(deps.pollMs ?? 5000, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
      if (stopped.signal.aborted) return
      await poll().catch(() => log.warn({}, 'the change feed could not be read'))
    }
  }

  async function listen(): Promise<void> {
    const next = new pg.Client({
      connectionString: deps.connectionString,
      application_name: 'gatehouse-pokes',
    })
    next.on('notification', ({ payload }) => hear(payload))
    next.on('error', () => {})
    next.once('end', () => {
      if (client === next) client = undefined
      if (!stopped.signal.aborted) void listenAgain()
    })
    await next.connect()
    await next.query(`listen ${changeChannel}`)
    client = next
  }

  async function listenAgain(): Promise<void> {
    log.warn({}, 'the connection for notifications was lost')
    for (let wait = 250; !stopped.signal.aborted && !client; wait = Math.min(wait * 2, 5000)) {
      await delay(wait, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
      if (!stopped.signal.aborted) await listen().catch(() => {})
    }
    await poll().catch(() => {})
  }

  async function targetsFor(userId: UserId): Promise<ReadonlySet<string>> {
    // Asked anew each time: what they administer may have changed since they began to listen.
    const principal = await findPrincipal(db, userId)
    if (!principal) return new Set()
    const entries = await listEntries(db, principal, clock.now())
    return new Set([
      `u:${principal.userId}`,
      ...principal.administers.map((id) => `e:${id}`),
      ...entries.flatMap(({ account }) => [`a:${account.id}`, `e:${account.environmentId}`]),
    ])
  }

  return {
    async start() {
      await listen()
      position = { xid: await readXmin(db), seq: 0n }
      polling = pollForEver()
    },
    async stop() {
      stopped.abort()
      for (const listener of listeners) listener.poke()
      await Promise.all([polling, flushing])
      await client?.end().catch(() => {})
    },
    async *events(principal, signal) {
      let isPoked = true
      let wake = () => {}
      const until = AbortSignal.any([signal, stopped.signal])
      const poke = () => {
        isPoked = true
        wake()
      }
      let targets = new Set<string>() as ReadonlySet<string>
      const refresh = () => {
        // Access changed: ask anew what concerns them, and poke once more for what came in between.
        targetsFor(principal.userId).then(
          (next) => {
            targets = next
            poke()
          },
          () => {},
        )
      }
      const listener: Listener = {
        userId: principal.userId,
        get targets() {
          return targets
        },
        poke,
        refresh,
      }
      listeners.add(listener)
      until.addEventListener('abort', poke)
      try {
        targets = await targetsFor(principal.userId)
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
        listeners.delete(listener)
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

async function readChanges(db: Database, { xid, seq }: { xid: bigint; seq: bigint }): Promise<MissedRow[]> {
  const { rows } = await sql<MissedRow>`
    select xid::text, seq::text, environment_id, account_id, user_id from change
    where (xid, seq) > (${String(xid)}::xid8, ${String(seq)}::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by change.xid, change.seq limit 5000`.execute(db)
  return rows
}
