import { once } from 'node:events'
import { get } from 'node:http'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemRandomness } from '../clock.ts'
import {
  addDesk,
  type Desk,
  invite,
  type Node,
  signInAt,
  startNode,
  type WriteAttempt,
} from '../testing/node.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'

const patience = { timeout: 10_000, interval: 25 }
let database: TestDatabase
let desk: Desk
const nodes: Node[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  desk = await addDesk(database.db)
})
afterEach(async () => {
  for (const node of nodes.splice(0)) {
    node.process.kill('SIGKILL')
    await node.exited
  }
})
afterAll(() => database.drop())

async function start(environment: Record<string, string> = {}): Promise<Node & { token: string }> {
  const node = await startNode({ DATABASE_URL: database.config.connectionString, ...environment })
  nodes.push(node)
  return { ...node, token: (await signInAt(node.url, desk.email)).token }
}

const newKey = () => systemRandomness.id(new Date())

async function wasDone(key: string): Promise<boolean> {
  const row = await database.db
    .selectFrom('invitation')
    .where('id', '=', key as never)
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Holds the account's row, so that a write in it stays under way until `release`. */
async function holdAccount(): Promise<{ isAwaited(): Promise<boolean>; release(): Promise<void> }> {
  const holder = new pg.Client({ connectionString: database.config.connectionString })
  holder.on('error', () => {})
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from account where id = $1 for update', [desk.accountId])
  return {
    async isAwaited() {
      const { rows } = await holder.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
      return rows.length > 0
    },
    async release() {
      await holder.query('commit')
      await holder.end()
    },
  }
}

const isReady = (node: Node) =>
  fetch(`${node.url}/readyz`).then(
    ({ status }) => status,
    () => 'gone' as const,
  )

describe('a server that is asked to stop', () => {
  test('says that it is not ready, goes on answering meanwhile, and then ends', async () => {
    const node = await start({ GATEHOUSE_DRAIN_SECONDS: '2' })
    expect(await isReady(node)).toBe(200)
    node.process.kill('SIGTERM')
    await expect.poll(() => isReady(node), patience).toBe(503)
    const late = { key: newKey(), email: 'while-draining@example.com' }
    expect(await invite(node.url, node.token, desk.accountId, late)).toMatchObject({ status: 200 })
    const { status, headers } = await fetch(`${node.url}/healthz`)
    expect([status, headers.get('connection')]).toEqual([200, 'close'])
    expect(await node.exited).toEqual({ code: 0, signal: null })
  })

  test('lets a write that is under way finish and ends the streams', async () => {
    const node = await start()
    const stream = get(`${node.url}/v1/sync/events`, { headers: { authorization: `Bearer ${node.token}` } })
    const [response] = await once(stream, 'response')
    response.resume()
    const streamEnded = once(response, 'end')
    const held = await holdAccount()
    const write = { key: newKey(), email: 'under-way@example.com' }
    const answer = invite(node.url, node.token, desk.accountId, write)
    await expect.poll(() => held.isAwaited(), patience).toBe(true)
    node.process.kill('SIGTERM')
    await streamEnded
    await expect.poll(() => isReady(node), patience).toBe('gone')
    expect(await wasDone(write.key)).toBe(false)
    await held.release()
    expect(await answer).toEqual({ key: write.key, status: 200 })
    expect(await wasDone(write.key)).toBe(true)
    expect(await node.exited).toEqual({ code: 0, signal: null })
  })

  test('does not wait for ever, and leaves no write half done', async () => {
    const node = await start({ GATEHOUSE_SHUTDOWN_SECONDS: '1' })
    const held = await holdAccount()
    const write = { key: newKey(), email: 'too-slow@example.com' }
    const answer = invite(node.url, node.token, desk.accountId, write)
    await expect.poll(() => held.isAwaited(), patience).toBe(true)
    node.process.kill('SIGTERM')
    expect(await answer).toEqual({ key: write.key, status: null })
    expect(await node.exited).toEqual({ code: 0, signal: null })
    await held.release()
    expect(await wasDone(write.key)).toBe(false)
  })

  test('ends at once when it is asked again', async () => {
    const node = await start({ GATEHOUSE_SHUTDOWN_SECONDS: '300' })
    const held = await holdAccount()
    const answer = invite(node.url, node.token, desk.accountId, { key: newKey(), email: 'again@example.com' })
    await expect.poll(() => held.isAwaited(), patience).toBe(true)
    // The same signal from several sides at nearly one time is one wish; see signals.ts.
    let isGone = false
    void node.exited.then(() => {
      isGone = true
    })
    node.process.kill('SIGTERM')
    await expect
      .poll(() => {
        node.process.kill('SIGTERM')
        return isGone
      }, patience)
      .toBe(true)
    expect(await node.exited).toEqual({ code: 1, signal: null })
    expect((await answer).status).toBeNull()
    await held.release()
  })

  test('under load: whoever got no whole answer has changed nothing', async () => {
    const node = await start()
    const attempts: WriteAttempt[] = []
    const writer = async (who: number) => {
      for (let n = 0; node.process.exitCode === null; n += 1) {
        const key = newKey()
        const attempt = await invite(node.url, node.token, desk.accountId, {
          key,
          email: `load-${who}-${n}@example.com`,
        })
        attempts.push(attempt)
        if (attempts.length === 60) node.process.kill('SIGTERM')
        if (attempt.status === null) return
      }
    }
    await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(writer))
    expect(await node.exited).toEqual({ code: 0, signal: null })
    expect(attempts.length).toBeGreaterThanOrEqual(60)
    for (const { key, status } of attempts) {
      expect([null, 200]).toContain(status)
      expect(await wasDone(key), `answered ${status}`).toBe(status === 200)
    }
  })
})
