import { type BootstrapLine, fail, mutationIdSchema, ok, problem, type Result } from '@gatehouse/contract'
import { v7 } from 'uuid'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { parseLines } from '../../replica/sync/text.ts'
import { systemClock } from '../ports.ts'
import { json, type LocalServer, localServer } from '../testing/local-server.ts'
import { retryAfter, unreachable } from './answers.ts'
import { type ApiClient, createApiClient, type TokenPort } from './client.ts'

let server: LocalServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

const fixed: TokenPort = { access: async () => ok('good'), renew: async () => ok('renewed') }

async function client(
  answer: Parameters<typeof localServer>[0],
  options: { tokens?: TokenPort; timeoutMs?: number; idleMs?: number } = {},
): Promise<ApiClient> {
  server = await localServer(answer)
  return createApiClient({
    base: server.url,
    fetch,
    clock: systemClock,
    device: 'test-machine',
    tokens: fixed,
    ...options,
  })
}

const never = new AbortController().signal
const accountId = '0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f' as never
const applicationId = '0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e10' as never
const principal = {
  userId: '0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f',
  name: 'Cassie',
  email: 'cassie@example.com',
  emailVerified: true,
  administers: [],
}

describe('a call', () => {
  test('carries token, device, key and body to the path of the contract, and answers the parsed value', async () => {
    const api = await client((_request, response) => json(response, 200, { transaction: '7', value: {} }))
    const key = mutationIdSchema.parse(v7())
    const answer = await api.send(
      { route: 'applications.unassign', params: { accountId, applicationId } },
      { idempotencyKey: key },
    )
    expect(answer).toEqual(ok({ transaction: '7', value: {} }))
    expect(server?.seen[0]).toMatchObject({
      method: 'DELETE',
      path: `/v1/accounts/${accountId}/applications/${applicationId}`,
      headers: { authorization: 'Bearer good', 'idempotency-key': key, 'gatehouse-device': 'test-machine' },
    })
  })

  test('sends no token to a public route', async () => {
    const api = await client((_request, response) =>
      json(response, 404, problem('not_found'), 'application/problem+json'),
    )
    const answer = await api.call('invitations.preview', { body: { token: 'a'.repeat(43) } })
    expect(answer).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(server?.seen[0]?.headers.authorization).toBeUndefined()
  })

  test("hands on the server's own problem", async () => {
    const sent = problem('auto_assigned', { level: 'environment', detail: 'Set for all.' })
    const api = await client((_request, response) => json(response, 409, sent, 'application/problem+json'))
    expect(await api.call('me.get', {})).toEqual({ ok: false, error: sent })
  })

  test('keeps the words of a problem that only a newer server knows', async () => {
    const api = await client((_request, response) =>
      json(
        response,
        409,
        { title: 'A brand new reason', code: 'brand_new', status: 409 },
        'application/problem+json',
      ),
    )
    expect(await api.call('me.get', {})).toMatchObject({
      ok: false,
      error: { status: 409, detail: 'A brand new reason' },
    })
  })

  test.each([
    ['in seconds', () => '7', 7000, 7000],
    ['as a date', () => new Date(Date.now() + 30_000).toUTCString(), 20_000, 30_000],
  ])('reads Retry-After %s', async (_how, header, least, most) => {
    const api = await client((_request, response) => {
      response.setHeader('retry-after', header())
      json(response, 429, problem('rate_limited'), 'application/problem+json')
    })
    const answer = await api.call('me.get', {})
    if (answer.ok) throw new Error('agreed')
    expect(answer.error.code).toBe('rate_limited')
    expect(answer.error.retryAfterMs).toBeGreaterThanOrEqual(least)
    expect(answer.error.retryAfterMs).toBeLessThanOrEqual(most)
  })

  test('a page of a captive portal is not taken for an answer', async () => {
    const api = await client(
      (_request, response) =>
        void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel'),
    )
    expect(await api.call('me.get', {})).toMatchObject({ ok: false, error: { code: 'not_gatehouse' } })
  })

  test('JSON of the wrong shape is not taken for an answer', async () => {
    const api = await client((_request, response) => json(response, 200, { ...principal, userId: 'nobody' }))
    expect(await api.call('me.get', {})).toMatchObject({ ok: false, error: { code: 'not_gatehouse' } })
  })

  test('a redirect is not followed', async () => {
    const api = await client((request, response) => {
      if (request.url === '/v1/me') response.writeHead(302, { location: '/elsewhere' }).end()
      else json(response, 200, principal)
    })
    expect(await api.call('me.get', {})).toMatchObject({ ok: false, error: { status: 0 } })
    expect(server?.seen).toHaveLength(1)
  })

  test('a gateway error without a body is passing', async () => {
    const api = await client((_request, response) => void response.writeHead(502).end('Bad gateway'))
    expect(await api.call('me.get', {})).toMatchObject({
      ok: false,
      error: { code: 'unavailable', status: 502 },
    })
  })

  test('an answer cut in the middle is no connection, and may have arrived', async () => {
    const api = await client((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"transaction":')
      setImmediate(() => response.destroy())
    })
    const answer = await api.send(
      { route: 'grants.add', params: { accountId, applicationId, membershipId: accountId } },
      { idempotencyKey: v7() },
    )
    expect(answer).toMatchObject({ ok: false, error: { code: 'offline' } })
    if (!answer.ok) expect(answer.error.notSent).toBeUndefined()
  })

  test('a refused connection surely did not arrive', async () => {
    const gone = await localServer(() => {})
    const { url } = gone
    await gone.close()
    const api = createApiClient({ base: url, fetch, clock: systemClock, device: 'x', tokens: fixed })
    expect(
      await api.send(
        { route: 'grants.add', params: { accountId, applicationId, membershipId: accountId } },
        { idempotencyKey: v7() },
      ),
    ).toMatchObject({
      ok: false,
      error: { code: 'offline', notSent: true },
    })
  })

  test('a server that never answers is given up', async () => {
    const api = await client(() => {}, { timeoutMs: 50 })
    expect(await api.call('me.get', {})).toMatchObject({ ok: false, error: { code: 'offline' } })
  })
})

describe('an access token that ended', () => {
  test('is renewed once, and the request repeated with the new one', async () => {
    const api = await client((request, response) =>
      request.headers.authorization === 'Bearer renewed'
        ? json(response, 200, principal)
        : json(response, 401, problem('unauthenticated'), 'application/problem+json'),
    )
    expect((await api.call('me.get', {})).ok).toBe(true)
    expect(server?.seen).toHaveLength(2)
  })

  test('that is refused again is the end of it', async () => {
    const api = await client((_request, response) =>
      json(response, 401, problem('unauthenticated'), 'application/problem+json'),
    )
    expect(await api.call('me.get', {})).toMatchObject({ ok: false, error: { code: 'unauthenticated' } })
    expect(server?.seen).toHaveLength(2)
  })
})

describe('a stream of lines', () => {
  const cursor = '0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f.1.1'
  const start = { type: 'start', protocol: 1, cursor, at: '2026-01-01T00:00:00.000Z', accounts: 1, rows: 0 }
  const named = { type: 'principal', row: { ...principal, name: 'Ольга 山田 🦉' } }

  function bootstrap(api: ApiClient): Promise<{ ended: Result<void>; lines: BootstrapLine[] }> {
    const lines: BootstrapLine[] = []
    async function take(text: string): Promise<Result<void>> {
      const parsed = parseLines(text)
      if (parsed.ok) lines.push(...parsed.value)
      return parsed.ok ? ok(undefined) : parsed
    }
    return api.lines('sync.bootstrap', { query: {} }, take, never).then((ended) => ({ ended, lines }))
  }

  const line = (n: number) => `${JSON.stringify({ ...start, rows: n })}\n`

  test('is read on while a piece is being taken, and comes in order and whole', async () => {
    const wrote = Promise.withResolvers<void>()
    const api = await client((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.write(line(0))
      for (let n = 1; n < 50; n += 1) response.write(line(n))
      response.end(() => wrote.resolve())
    })
    const pieces: string[] = []
    let atOnce = 0
    const ended = await api.lines(
      'sync.bootstrap',
      { query: {} },
      async (text) => {
        atOnce += 1
        expect(atOnce, 'one piece at a time').toBe(1)
        pieces.push(text)
        await wrote.promise
        await new Promise(setImmediate)
        atOnce -= 1
        return ok(undefined)
      },
      never,
    )
    expect(ended.ok).toBe(true)
    expect(pieces.join('')).toBe(Array.from({ length: 50 }, (_, n) => line(n)).join(''))
    expect(pieces.every((text) => text.endsWith('\n'))).toBe(true)
  })

  test('ends with what its taker refuses', async () => {
    let cut = false
    const api = await client((request, response) => {
      request.socket.on('close', () => {
        cut = true
      })
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.write(line(1))
    })
    const refused = fail(problem('incompatible_server'))
    expect(await api.lines('sync.bootstrap', { query: {} }, async () => refused, never)).toEqual(refused)
    await vi.waitFor(() => expect(cut, 'nothing more is read').toBe(true))
  })

  test('whose taker fails unexpectedly throws that', async () => {
    const api = await client((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.end(line(1))
    })
    const bug = async () => {
      throw new Error('the replica is closed')
    }
    await expect(api.lines('sync.bootstrap', { query: {} }, bug, never)).rejects.toThrow(
      'the replica is closed',
    )
  })

  test('cut into single bytes reads the same', async () => {
    const bytes = Buffer.from(
      [start, named, { type: 'usable' }, { type: 'end' }].map((line) => JSON.stringify(line)).join('\n'),
    )
    const api = await client(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      for (const byte of bytes) {
        await new Promise<void>((resolve) => response.write(Buffer.from([byte]), () => resolve()))
      }
      response.end()
    })
    const { ended, lines } = await bootstrap(api)
    expect(ended.ok).toBe(true)
    expect(lines).toEqual([start, named, { type: 'usable' }, { type: 'end' }])
  })

  test('cut off says so, after what came whole', async () => {
    const api = await client((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.write(`${JSON.stringify(start)}\n{"type":"us`, () => response.destroy())
    })
    const { ended } = await bootstrap(api)
    expect(ended).toMatchObject({ ok: false, error: { code: 'offline' } })
  })

  test('silent for too long counts as cut', async () => {
    const api = await client(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/x-ndjson' })
        response.write(`${JSON.stringify(start)}\n`)
      },
      { idleMs: 50 },
    )
    const { ended, lines } = await bootstrap(api)
    expect(lines).toEqual([start])
    expect(ended).toMatchObject({ ok: false, error: { code: 'offline' } })
  })

  test('with a line that is none of ours is not taken', async () => {
    const api = await client(
      (_request, response) =>
        void response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end('{"type":"surprise"}\n'),
    )
    expect((await bootstrap(api)).ended).toMatchObject({ ok: false, error: { code: 'not_gatehouse' } })
  })

  test('of HTML is not taken', async () => {
    const api = await client(
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    )
    expect((await bootstrap(api)).ended).toMatchObject({ ok: false, error: { code: 'not_gatehouse' } })
  })
})

describe('a connection that is not safe', () => {
  test.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    '%s is told as such, and nothing was sent',
    (code) => {
      const cause = Object.assign(new Error('x'), { code })
      expect(unreachable(new TypeError('fetch failed', { cause }))).toMatchObject({
        code: 'offline',
        state: 'certificate',
        notSent: true,
        detail: expect.stringContaining('certificate'),
      })
    },
  )

  test('is known by what Chromium calls it too', () => {
    expect(unreachable(new Error('net::ERR_CERT_DATE_INVALID'))).toMatchObject({
      state: 'certificate',
      notSent: true,
    })
    expect(unreachable(new Error('net::ERR_SSL_PROTOCOL_ERROR'))).toMatchObject({ state: 'certificate' })
    expect(unreachable(new Error('net::ERR_CONNECTION_RESET'))).not.toHaveProperty('state')
  })
})

describe('Retry-After', () => {
  const at = Date.parse('2026-03-02T09:00:00.000Z')
  const clock = { now: () => new Date(at) }
  const httpDate = (ms: number) => new Date(at + ms).toUTCString()

  test('is seconds or a date, at most an hour', () => {
    expect(retryAfter('120', null, clock)).toBe(120_000)
    expect(retryAfter(httpDate(90_000), null, clock)).toBe(90_000)
    expect(retryAfter('999999', null, clock)).toBe(3_600_000)
    expect(retryAfter('soon', null, clock)).toBeNull()
  })

  test('with a date is taken by the clock of the server, however wrong the one here is', () => {
    const hours = 5 * 3_600_000
    expect(retryAfter(httpDate(hours + 90_000), httpDate(hours), clock)).toBe(90_000)
    expect(retryAfter(httpDate(90_000 - hours), httpDate(-hours), clock)).toBe(90_000)
  })
})

describe('a body that is checked elsewhere', () => {
  const page = (api: ApiClient) => api.text('sync.changes', { query: { cursor: 'x' } })

  test('comes as it is', async () => {
    const api = await client(
      (_request, response) =>
        void response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('{"a": 1}'),
    )
    expect(await page(api)).toEqual(ok('{"a": 1}'))
  })

  test('of a network that wants a sign-in of its own is not taken', async () => {
    const api = await client(
      (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    )
    expect(await page(api)).toMatchObject({ ok: false, error: { code: 'not_gatehouse' } })
  })

  test('that is cut off says so', async () => {
    const api = await client((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"changes":', () => response.destroy())
    })
    expect(await page(api)).toMatchObject({ ok: false, error: { code: 'offline' } })
  })
})

describe('a stream of pokes', () => {
  test('tells that it is open, and each poke, past comments and strange events', async () => {
    const at = '2026-01-01T00:00:00.000Z'
    const api = await client(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const text = `: hello\n\nevent: poke\ndata: {"at":"${at}"}\n\ndata: nonsense\n\ndata: {"at":\ndata: "${at}"}\n\n`
      for (const character of text) {
        await new Promise<void>((resolve) => response.write(character, () => resolve()))
      }
      response.end()
    })
    const told: string[] = []
    const ended = await api.events(
      'sync.events',
      {},
      { open: () => told.push('open'), event: (poke) => told.push(poke.at) },
      never,
    )
    expect(ended.ok).toBe(true)
    expect(told).toEqual(['open', at, at])
  })

  test('ends when it is told to', async () => {
    const api = await client((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': hello\n\n')
    })
    const abort = new AbortController()
    const ended = await api.events(
      'sync.events',
      {},
      { open: () => abort.abort(), event: () => {} },
      abort.signal,
    )
    expect(ended.ok).toBe(false)
  })
})
