import { Agent, request } from 'node:http'
import pg from 'pg'
import type { Statement } from './nodes.ts'

/** Requests under way at once. */
export const inFlight = 50
/** As many connections as a node has. */
const connections = 20

/** Runs `once` for `ms` milliseconds, fifty at a time, and answers turns a second. */
export async function turnsPerSecond(ms: number, once: (turn: number) => Promise<unknown>): Promise<number> {
  let turn = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() - start < ms) {
        turn += 1
        await once(turn)
      }
    }),
  )
  return (turn / (performance.now() - start)) * 1000
}

/**
 * The statements of one request as a program without any server around them would send them: the same texts, one
 * after the other on one connection, with fresh ids where the request had fresh ones.
 */
export function createReplay(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections })
  return {
    async run(statements: readonly Statement[], isFresh: (value: string) => boolean, newId: () => string) {
      const renamed = new Map<string, string>()
      const rename = (value: unknown) => {
        if (typeof value !== 'string' || !uuid.test(value) || !isFresh(value)) return value
        const known = renamed.get(value) ?? newId()
        renamed.set(value, known)
        return known
      }
      const client = await pool.connect()
      try {
        for (const { text, values } of statements) await client.query(text, values.map(rename))
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

export interface Caller {
  get(path: string): Promise<void>
  write(method: 'PUT' | 'DELETE', path: string, key: string): Promise<void>
  close(): void
}

export function createCaller(url: string, accessToken: string): Caller {
  // Not fetch: what asks shares two cores with what answers, and should cost as little as it can.
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight })
  const authorization = `Bearer ${accessToken}`
  function send(method: string, path: string, headers: Record<string, string>): Promise<void> {
    return new Promise((resolve, reject) => {
      const sent = request(`${url}${path}`, { method, agent, headers: { authorization, ...headers } })
      sent.once('error', reject)
      sent.once('response', (response) => {
        response.resume()
        response.once('end', () => {
          if (response.statusCode === 200) resolve()
          else reject(new Error(`${path} answered ${response.statusCode}`))
        })
      })
      sent.end()
    })
  }
  return {
    get: (path) => send('GET', path, {}),
    write: (method, path, key) => send(method, path, { 'idempotency-key': key }),
    close: () => agent.destroy(),
  }
}

/** The middle of several runs: one that something else disturbed doesn't count. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
