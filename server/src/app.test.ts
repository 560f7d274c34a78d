import type { FastifyBaseLogger } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from './log.ts'
import { createWorld, type Member, type World } from './testing/world.ts'

let world: World
let member: Member
const logged: string[] = []

beforeAll(async () => {
  const logger = createLog('trace', { write: (line) => logged.push(line) })
  world = await createWorld({ logger: logger as FastifyBaseLogger })
  member = await world.member(await world.account({ name: 'Secret Name' }), 'owner')
})
afterAll(() => world.close())
beforeEach(() => {
  logged.length = 0
})

const post = (options: { payload: string; type?: string; url?: string }) =>
  world.app.inject({
    method: 'POST',
    url: options.url ?? '/v1/invitations/preview',
    payload: options.payload,
    headers: { 'content-type': options.type ?? 'application/json' },
  })

describe('a request that can not be read', () => {
  test.each([
    ['malformed JSON', { payload: '{"token":' }, 400, 'validation'],
    ['JSON of another shape', { payload: '[]' }, 400, 'validation'],
    ['an empty body', { payload: '' }, 400, 'validation'],
    ['a prototype in the body', { payload: '{"__proto__":{"a":1}}' }, 400, 'validation'],
    [
      'another content type',
      { payload: 'token=x', type: 'application/x-www-form-urlencoded' },
      415,
      'unsupported_media_type',
    ],
    ['plain text', { payload: 'x', type: 'text/plain' }, 415, 'unsupported_media_type'],
    [
      'a body of more than 256 KB',
      { payload: JSON.stringify({ token: 'x'.repeat(300_000) }) },
      413,
      'too_large',
    ],
  ])('%s', async (_what, request, status, code) => {
    const response = await post(request)
    expect(response.headers['content-type']).toContain('application/problem+json')
    expect(response.json()).toMatchObject({ status, code, type: `urn:gatehouse:problem:${code}` })
    expect(response.statusCode).toBe(status)
    expect(response.json().reference).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('names each field that is wrong', async () => {
    const response = await post({ payload: '{"token":"short"}' })
    expect(response.json().fields).toEqual([{ path: 'token', message: 'This is not an invitation code' }])
  })

  test('names a parameter that is wrong', async () => {
    const response = await world.app.inject({
      url: '/v1/accounts/not-an-id',
      headers: { authorization: `Bearer ${member.id}` },
    })
    expect(response.json()).toMatchObject({ code: 'validation', fields: [{ path: 'params.accountId' }] })
  })
})

describe('an address that is none', () => {
  test.each([
    ['unknown', '/nope'],
    ['the beginning of others', '/v1/'],
    ['wrongly encoded', '/v1/accounts/%'],
    ['with a zero byte', '/v1/%00'],
    ['very long', `/${'x'.repeat(5000)}`],
    ['with a very long part', `/v1/accounts/${'x'.repeat(5000)}`],
  ])('%s', async (_what, url) => {
    const response = await world.app.inject({ url, headers: { authorization: `Bearer ${member.id}` } })
    expect(response.json()).toMatchObject({ status: 404, code: 'not_found' })
    expect(response.headers['content-type']).toContain('application/problem+json')
  })

  test('a method that a path does not have', async () => {
    expect((await world.app.inject({ method: 'PATCH', url: '/v1/me' })).json().code).toBe('not_found')
  })
})

test('an unexpected error says nothing of its cause, and the log has the same reference', async () => {
  const original = world.db.selectFrom
  world.db.selectFrom = () => {
    throw new TypeError('the cause')
  }
  const response = await world.app.inject({
    url: '/v1/me',
    headers: { authorization: `Bearer ${member.id}` },
  })
  world.db.selectFrom = original
  expect(response.statusCode).toBe(500)
  expect(response.json()).toEqual({
    type: 'urn:gatehouse:problem:internal',
    title: 'The server failed; it has been recorded',
    status: 500,
    code: 'internal',
    reference: expect.any(String),
  })
  const entry = logged.find((line) => line.includes('unexpected error')) ?? ''
  expect(entry).toContain(response.json().reference)
  expect(entry).toContain('the cause')
})

test('a database that is away is said to be so, with when to come again', async () => {
  const original = world.db.selectFrom
  world.db.selectFrom = () => {
    throw Object.assign(new Error('terminating connection'), { code: '57P01' })
  }
  const response = await world.app.inject({
    url: '/v1/me',
    headers: { authorization: `Bearer ${member.id}` },
  })
  const notReady = await world.app.inject({ url: '/healthz' })
  world.db.selectFrom = original
  expect(response.json()).toMatchObject({ status: 503, code: 'unavailable', retryAfterMs: 2000 })
  expect(response.headers['retry-after']).toBe('2')
  expect(notReady.statusCode).toBe(200)
})

test('a statement that took too long is answered with when to come again, as the server is only busy', async () => {
  const original = world.db.selectFrom
  world.db.selectFrom = () => {
    throw Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' })
  }
  const response = await world.app.inject({
    url: '/v1/me',
    headers: { authorization: `Bearer ${member.id}` },
  })
  world.db.selectFrom = original
  expect(response.json()).toMatchObject({ status: 503, code: 'unavailable', retryAfterMs: 5000 })
})

test('the log holds the pattern of a route, and neither addresses, names nor tokens', async () => {
  const body = { token: 'T'.repeat(43) }
  await world.anonymous.call('invitations.preview', { body })
  const { items } = await member.client.get('accounts.list', { query: {} })
  const accountId = items[0]?.account.id ?? ''
  await world.app.inject({
    url: `/v1/accounts/${accountId}/applications?secret=planted-in-query`,
    headers: { authorization: `Bearer ${member.id}`, 'user-agent': 'planted-agent' },
  })
  const text = logged.join('')
  expect(text).toContain('"route":"/v1/accounts/:accountId/applications"')
  for (const secret of [
    body.token,
    member.id,
    member.email,
    'Secret Name',
    'planted-in-query',
    'planted-agent',
    accountId,
  ]) {
    expect(text).not.toContain(secret)
  }
})

test('answers carry headers that keep pages from being framed, scripted or sniffed', async () => {
  const { headers } = await world.app.inject({ url: '/.well-known/gatehouse' })
  const policy = String(headers['content-security-policy'])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe-inline')
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  expect(headers['strict-transport-security']).toBeUndefined()
})

test('tells whoever has nothing but the address where everything is', async () => {
  const discovery = await world.anonymous.get('discovery.get', {})
  expect(discovery).toMatchObject({
    product: 'gatehouse',
    apiVersion: 1,
    issuer: 'http://gatehouse.test/oidc',
  })
  expect((await world.app.inject({ url: '/healthz' })).statusCode).toBe(200)
  expect((await world.app.inject({ url: '/readyz' })).statusCode).toBe(200)
  expect((await world.app.inject({ url: '/openapi.json' })).json().openapi).toBe('3.1.0')
})

test('asking too often from one address is refused with when to come again', async () => {
  const limited = await createWorld({ rateLimits: true })
  const ask = () => limited.anonymous.call('invitations.preview', { body: { token: 'T'.repeat(43) } })
  const answers = []
  for (let n = 0; n < 31; n += 1) answers.push(await ask())
  const refused = answers.filter(({ status }) => status === 429)
  expect(refused).toEqual(answers.slice(30))
  expect(refused[0]?.body).toMatchObject({ code: 'rate_limited', retryAfterMs: expect.any(Number) })
  await limited.close()
})

describe('lists come in windows', () => {
  test('of accounts, by name without regard to case, each once', async () => {
    const person = await world.user()
    const names = ['beta', 'Alpha', 'alpha', 'gamma', 'Beta'.repeat(40)]
    for (const name of names) await world.member(await world.account({ name }), 'viewer', { person })
    const seen: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await person.client.get('accounts.list', { query: { limit: 2, after } })
      seen.push(...page.items.map(({ account }) => account.name.toLowerCase()))
      if (page.next === null) break
      after = page.next
    }
    expect(seen).toEqual(names.map((name) => name.toLowerCase()).toSorted())
  })

  test('going on after an account that is not theirs tells nobody whether it exists', async () => {
    const person = await world.user()
    await world.member(await world.account(), 'viewer', { person })
    const foreign = await world.account()
    const after = (id: string) => person.client.refused('accounts.list', { query: { after: id } })
    const { reference: _mine, ...unknown } = await after(world.id())
    const { reference: _other, ...others } = await after(foreign)
    expect(others).toEqual(unknown)
  })

  test('of users, invitations and activity', async () => {
    const accountId = await world.account()
    const owner = await world.member(accountId, 'owner')
    const params = { accountId }
    for (let n = 0; n < 3; n += 1) {
      await world.member(accountId, 'viewer')
      const invitationId = world.id<never>()
      const body = { invitationId, email: `w${n}@example.com`, role: 'viewer' as const }
      await owner.client.get('invitations.create', { params, body })
      world.clock.advance(1000)
    }
    for (const name of ['memberships.list', 'invitations.list', 'activity.list'] as const) {
      const whole = await owner.client.get(name, { params, query: {} })
      const parts: unknown[] = []
      for (let after: string | undefined; ; ) {
        const page = await owner.client.get(name, { params, query: { limit: 2, after } })
        parts.push(...page.items)
        if (page.next === null) break
        after = page.next
      }
      expect(parts, name).toEqual(whole.items)
      const refused = await owner.client.refused(name, { params, query: { after: 'nonsense' } })
      expect(refused).toMatchObject({ code: 'validation', fields: [{ path: 'after' }] })
    }
  })
})
