import { once } from 'node:events'
import { get } from 'node:http'
import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemRandomness } from '../clock.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { type RunningServer, startServer } from '../server.ts'
import { addDesk, type Desk, signInAt } from '../testing/node.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'

let database: TestDatabase
let desk: Desk
let server: RunningServer
let logged = ''
const log = createLog(
  'trace',
  new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  }),
)

beforeAll(async () => {
  database = await createTestDatabase()
  desk = await addDesk(database.db, { email: 'planted.owner@example.com', name: 'Planted Owner' })
  const read = readConfig({
    GATEHOUSE_PORT: '0',
    DATABASE_URL: database.config.connectionString,
    GATEHOUSE_METRICS_TOKEN: 'planted-metrics-token',
  })
  if (!read.ok) throw new Error(read.error)
  const started = await startServer({ config: read.value, log, captureMail: true })
  if (!started.ok) throw new Error(started.error.message)
  server = started.value
})
afterAll(async () => {
  await server.close()
  await database.drop()
})

interface Line {
  msg: string
  requestId?: string
  route?: string
  status?: number
  [more: string]: unknown
}
const lines = () =>
  logged
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)

test('a session of requests, refusals and failures leaves no name, address, token, id or value in the log', async () => {
  const planted = ['planted', 'Planted', desk.accountId, desk.ownerId]
  const { token, secrets } = await signInAt(server.url, desk.email)
  planted.push(token, ...secrets)
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'planted-agent', ...init.headers },
    })
  const write = (path: string, body: unknown, key = systemRandomness.id(new Date())) => {
    planted.push(key)
    return call(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        'gatehouse-device': 'planted device',
      },
    })
  }
  const account = `/v1/accounts/${desk.accountId}`

  await call('/v1/me?planted=query')
  await call(`${account}/memberships?after=planted`)
  await call('/planted/path?token=planted')
  await call('/v1/accounts/planted%zz')
  await fetch(`${server.url}/v1/me`, { headers: { authorization: 'Bearer planted-wrong-token' } })
  await fetch(`${server.url}/metrics`, { headers: { authorization: 'Bearer planted-wrong-token' } })
  await fetch(`${server.url}/invite/${'planted'.repeat(6)}x`)
  const invitationId = systemRandomness.id(new Date())
  planted.push(invitationId)
  const invited = await write(`${account}/invitations`, {
    invitationId,
    email: 'planted.invited@example.com',
    role: 'viewer',
    message: 'Planted message',
  })
  expect(invited.status).toBe(200)
  const mail = await server.mailbox?.waitFor(({ to }) => to === 'planted.invited@example.com')
  const link = mail?.links[0] ?? ''
  planted.push(new URL(link).pathname.split('/').at(-1) ?? '')
  await fetch(link)
  await write(`${account}/invitations`, { email: 'planted not an address' })
  await call(`${account}/invitations`, {
    method: 'POST',
    body: '{"planted":',
    headers: { 'content-type': 'application/json' },
  })

  const stream = get(`${server.url}/v1/sync/events`, { headers: { authorization: `Bearer ${token}` } })
  await once(stream, 'response')
  stream.destroy()

  const text = logged
  expect(text).toContain('"route":"/v1/accounts/:accountId/invitations"')
  expect(text).toContain('mail sent')
  for (const secret of planted) expect(text).not.toContain(secret)
})

test('an error of PostgreSQL is told without the values that its message, detail and context quote', async () => {
  await sql`
    create function fail_with_values() returns trigger language plpgsql as $$
      begin
        raise exception 'planted message about %', new.email
          using detail = 'planted detail: ' || new.email, hint = 'planted hint', errcode = '23514',
            constraint = 'a_constraint', table = 'invitation';
      end $$`.execute(database.db)
  await sql`create trigger fail_with_values before insert on invitation
    for each row execute function fail_with_values()`.execute(database.db)
  const { token } = await signInAt(server.url, desk.email)
  const response = await fetch(`${server.url}/v1/accounts/${desk.accountId}/invitations`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': systemRandomness.id(new Date()),
    },
    body: JSON.stringify({
      invitationId: systemRandomness.id(new Date()),
      email: 'planted.second@example.com',
      role: 'viewer',
    }),
  })
  const answer = (await response.json()) as { code: string; reference: string }
  expect(answer.code).toBe('internal')
  expect(JSON.stringify(answer)).not.toMatch(/planted/i)
  const found = lines().filter(({ requestId }) => requestId === answer.reference)
  expect(found.map(({ msg }) => msg)).toEqual(['unexpected error', 'answered'])
  expect(found[0]).toMatchObject({ err: { code: '23514', constraint: 'a_constraint', table: 'invitation' } })
  expect(logged).not.toMatch(/planted/i)
})

test('every line about a request holds its id, once answered with its pattern, status and time', () => {
  const answered = lines().filter(({ msg }) => msg === 'answered')
  expect(answered.length).toBeGreaterThan(10)
  for (const line of answered) {
    expect(line).toMatchObject({
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      method: expect.any(String),
      route: expect.any(String),
      status: expect.any(Number),
      ms: expect.any(Number),
    })
  }
  expect(new Set(answered.map(({ requestId }) => requestId)).size).toBe(answered.length)
  for (const line of lines()) if (line.route !== undefined) expect(line.requestId).toBeDefined()
})
