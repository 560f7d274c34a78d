import { once } from 'node:events'
import { get } from 'node:http'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemRandomness } from '../clock.ts'
import { readConfig, type ServerConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { type RunningServer, startServer } from '../server.ts'
import { addDesk, type Desk, invite, signInAt } from '../testing/node.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'

let database: TestDatabase
let desk: Desk
let server: RunningServer
let token: string
const log = createLog('silent')

function configOf(environment: Record<string, string>): ServerConfig {
  const read = readConfig({
    GATEHOUSE_PORT: '0',
    DATABASE_URL: database.config.connectionString,
    ...environment,
  })
  if (!read.ok) throw new Error(read.error)
  return read.value
}

async function start(environment: Record<string, string>): Promise<RunningServer> {
  const started = await startServer({ config: configOf(environment), log })
  if (!started.ok) throw new Error(started.error.message)
  return started.value
}

beforeAll(async () => {
  database = await createTestDatabase()
  desk = await addDesk(database.db, { email: 'planted@example.com', name: 'Planted Name' })
  server = await start({ GATEHOUSE_METRICS_PORT: '0' })
  token = (await signInAt(server.url, desk.email)).token
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

async function metrics(): Promise<{ text: string; value(name: string): number | undefined }> {
  const response = await fetch(server.metricsUrl ?? '')
  const text = await response.text()
  const line = (name: string) => text.split('\n').find((each) => each.startsWith(`${name} `))
  return {
    text,
    value: (name) => {
      const found = line(name)
      return found === undefined ? undefined : Number(found.slice(name.length))
    },
  }
}

test('a database that lacks a migration is not ready, and one that has more of them is', async () => {
  const ready = async () => (await fetch(`${server.url}/readyz`)).status
  const { rows } = await sql<{ name: string; timestamp: string }>`
    delete from kysely_migration where name = '0001-initial' returning *`.execute(database.db)
  expect(await ready()).toBe(503)
  const add = (name: string) =>
    sql`insert into kysely_migration values (${name}, ${rows[0]?.timestamp})`.execute(database.db)
  await add('0001-initial')
  expect(await ready()).toBe(200)
  await add('9999-of-a-newer-program')
  expect(await ready()).toBe(200)
  await sql`delete from kysely_migration where name = '9999-of-a-newer-program'`.execute(database.db)
})

test('counts requests by pattern and status, and names nobody', async () => {
  const key = systemRandomness.id(new Date())
  await invite(server.url, token, desk.accountId, { key, email: 'planted-invited@example.com' })
  await fetch(`${server.url}/v1/accounts/${desk.accountId}?planted=query`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await fetch(`${server.url}/planted/path`)
  const { text, value } = await metrics()
  const name = 'gatehouse_http_request_duration_seconds_count'
  const invitations = `method="POST",route="/v1/accounts/:accountId/invitations",status="200"`
  expect(value(`${name}{${invitations}}`)).toBe(1)
  expect(value(`${name}{method="GET",route="unknown",status="404"}`)).toBe(1)
  for (const planted of [/planted/i, desk.accountId, desk.ownerId, key, token]) {
    expect(text).not.toMatch(planted)
  }
})

test('tells of the pool, the mail queue, the feed and the process', async () => {
  const { value } = await metrics()
  expect(value('gatehouse_db_up')).toBe(1)
  expect(value('gatehouse_db_pool_size')).toBe(20)
  expect(value('gatehouse_db_pool_connections{state="waiting"}')).toBe(0)
  // The invitation's mail, as there is no mail server here.
  expect(value('gatehouse_mail_queue_length')).toBe(1)
  expect(value('gatehouse_mail_queue_oldest_seconds')).toBeGreaterThan(0)
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
  expect(value('gatehouse_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0)
})

test('shows what a transaction holds back that has written and does not end', async () => {
  const lag = async () => (await metrics()).value('gatehouse_feed_lag_transactions')
  const during = await database.db.transaction().execute(async (tx) => {
    await sql`select pg_current_xact_id()`.execute(tx)
    for (let n = 0; n < 3; n += 1) await sql`select pg_current_xact_id()`.execute(database.db)
    return metrics()
  })
  expect(during.value('gatehouse_feed_lag_transactions')).toBeGreaterThanOrEqual(3)
  expect(during.value('gatehouse_feed_lag_seconds')).toBeGreaterThan(0)
  // Those of other tests on the same PostgreSQL hold it back too, each for a moment.
  await expect.poll(lag).toBe(0)
})

test('counts the streams that are open, and no longer those that have ended', async () => {
  const open = async () => (await metrics()).value('gatehouse_streams_open{format="sse"}')
  const call = get(`${server.url}/v1/sync/events`, { headers: { authorization: `Bearer ${token}` } })
  const [response] = await once(call, 'response')
  response.on('error', () => {})
  expect(await open()).toBe(1)
  call.destroy()
  await expect.poll(open).toBe(0)
})

test('while the database is away, says so and keeps to what it knows', async () => {
  const name = new URL(database.config.connectionString).pathname.slice(1)
  const other = await createTestDatabase()
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`.execute(other.db)
  await sql`alter database ${sql.ref(name)} with allow_connections false`.execute(other.db)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`.execute(other.db)
  await expect.poll(async () => (await metrics()).value('gatehouse_db_up')).toBe(0)
  const { value, text } = await metrics()
  expect(text).not.toMatch(/^gatehouse_mail_queue_length /m)
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(0)
  await sql`alter database ${sql.ref(name)} with allow_connections true`.execute(other.db)
  await other.drop()
  await expect.poll(async () => (await metrics()).value('gatehouse_db_up')).toBe(1)
})

test('nobody is served metrics unless that was asked for, and beside the API its holder alone', async () => {
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
  const secret = 'sixteen characters at least'
  const open = await start({ GATEHOUSE_METRICS_TOKEN: secret })
  expect(open.metricsUrl).toBeNull()
  const ask = async (authorization?: string) =>
    (await fetch(`${open.url}/metrics`, { headers: authorization ? { authorization } : {} })).status
  expect(await ask()).toBe(401)
  expect(await ask(`Bearer ${secret}x`)).toBe(401)
  expect(await ask(`Bearer ${secret.replaceAll(' ', '-')}`)).toBe(401)
  await open.close()
  const holder = await start({ GATEHOUSE_METRICS_TOKEN: 'sixteen-characters-at-least' })
  const answer = await fetch(`${holder.url}/metrics`, {
    headers: { authorization: 'Bearer sixteen-characters-at-least' },
  })
  expect(await answer.text()).toContain('gatehouse_db_up 1')
  await holder.close()
})

test('a port for metrics that is taken is named with its own variable', async () => {
  const taken = new URL(server.metricsUrl ?? '').port
  const failed = await startServer({ config: configOf({ GATEHOUSE_METRICS_PORT: taken }), log })
  expect(failed).toMatchObject({
    ok: false,
    error: { code: 'port_taken', message: expect.stringContaining('GATEHOUSE_METRICS_PORT') },
  })
})
