import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readConfig, type ServerConfig } from './config.ts'
import { createLog } from './log.ts'
import { type RunningServer, startServer } from './server.ts'
import { createBlankDatabase, createTestDatabase, type TestDatabase } from './testing/test-database.ts'

let database: TestDatabase
let config: ServerConfig
let server: RunningServer
const log = createLog('silent')

beforeAll(async () => {
  database = await createTestDatabase()
  const read = readConfig({ GATEHOUSE_PORT: '0', DATABASE_URL: 'postgres://replaced' })
  if (!read.ok) throw new Error(read.error)
  config = { ...read.value, databaseUrl: database.config.connectionString }
  const started = await startServer({ config, log, captureMail: true, checkAnswers: true })
  if (!started.ok) throw new Error(started.error.message)
  server = started.value
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

test('serves the API and the issuer that it names', async () => {
  const discovery = (await (await fetch(`${server.url}/.well-known/gatehouse`)).json()) as { issuer: string }
  const issuer = await fetch(`${discovery.issuer}/.well-known/openid-configuration`)
  expect(await issuer.json()).toMatchObject({ issuer: discovery.issuer })
})

test('a port that is taken is named, with how to choose another', async () => {
  const port = Number(new URL(server.url).port)
  const second = await startServer({ config: { ...config, port }, log })
  expect(second).toMatchObject({ ok: false, error: { code: 'port_taken' } })
  if (second.ok) return
  expect(second.error.message).toContain(String(port))
  expect(second.error.message).toContain('GATEHOUSE_PORT')
})

test('a database that can not be reached is said to be so, without its password', async () => {
  const databaseUrl = 'postgresql://gatehouse:secret-password@127.0.0.1:1/nowhere'
  const failed = await startServer({ config: { ...config, databaseUrl }, log })
  expect(failed).toMatchObject({ ok: false, error: { code: 'database_unreachable' } })
  expect(JSON.stringify(failed)).not.toContain('secret-password')
})

test('an address that this computer does not have is said to be so', async () => {
  const failed = await startServer({ config: { ...config, host: '192.0.2.1', port: 45_123 }, log })
  expect(failed).toMatchObject({ ok: false, error: { code: 'address_unknown' } })
})

test('two nodes that start at once on an empty database both come up', async () => {
  const blank = await createBlankDatabase()
  const databaseUrl = blank.config.connectionString
  const nodes = await Promise.all(
    [1, 2].map(() => startServer({ config: { ...config, databaseUrl }, log, captureMail: true })),
  )
  for (const node of nodes) {
    if (!node.ok) throw new Error(node.error.message)
    expect((await fetch(`${node.value.url}/readyz`)).status).toBe(200)
    await node.value.close()
  }
  await blank.drop()
})

test('a database that cuts every connection is used again as soon as it answers', async () => {
  const admin = new pg.Client({ connectionString: inject('databaseUrl') })
  await admin.connect()
  const name = new URL(database.config.connectionString).pathname.slice(1)
  const cut = await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    name,
  ])
  await admin.end()
  expect(cut.rowCount).toBeGreaterThan(0)
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, { timeout: 10_000 }).toBe(200)
})
