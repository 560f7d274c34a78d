import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

export interface ListenerDeps {
  connectionString: string
  /** How the connection is called in `pg_stat_activity`. */
  applicationName: string
  /** What to do with the payload of a notification, by its channel. A channel's name is written into SQL as it is. */
  channels: Readonly<Record<string, (payload: string) => void>>
  log: { warn(context: Record<string, unknown>, message: string): void }
  /** The connection was lost and is there again: what was told meanwhile was missed. */
  regained(): void
}

export interface Listener {
  /** Settles once notifications are heard; fails where the database can't be reached. */
  start(): Promise<void>
  stop(): Promise<void>
}

const shortestWaitMs = 250
const longestWaitMs = 5000

/** Hears PostgreSQL's notifications on a connection of its own, and connects again for ever when that is lost. */
export function createListener(deps: ListenerDeps): Listener {
  const stopped = new AbortController()
  let client: pg.Client | undefined
  let connecting: Promise<void> | undefined

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: deps.connectionString,
      application_name: deps.applicationName,
      keepAlive: true,
    })
    let isHeard = false
    next.on('notification', ({ channel, payload }) => deps.channels[channel]?.(payload ?? ''))
    next.on('error', () => {})
    next.once('end', () => {
      if (client === next) client = undefined
      if (isHeard && !stopped.signal.aborted) connecting = connectAgain()
    })
    try {
      await next.connect()
      for (const channel of Object.keys(deps.channels)) await next.query(`listen ${channel}`)
    } catch (error) {
      void next.end().catch(() => {})
      throw error
    }
    isHeard = true
    client = next
  }

  async function connectAgain(): Promise<void> {
    deps.log.warn({}, 'the connection for notifications was lost')
    for (let wait = shortestWaitMs; !client; wait = Math.min(wait * 2, longestWaitMs)) {
      await delay(wait, undefined, { signal: stopped.signal, ref: false }).catch(() => {})
      if (stopped.signal.aborted) return
      await connect().catch(() => {})
    }
    deps.regained()
  }

  return {
    start: connect,
    async stop() {
      stopped.abort()
      await connecting
      await client?.end().catch(() => {})
    },
  }
}
