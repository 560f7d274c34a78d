import { apiVersion } from '@gatehouse/contract'
import { afterEach, describe, expect, test } from 'vitest'
import { json, type LocalServer, localServer } from '../testing/local-server.ts'
import { parseAddress } from './address.ts'
import { discover } from './discovery.ts'

let server: LocalServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

function documentOf(url: string, over: object = {}) {
  return {
    product: 'gatehouse',
    name: 'Northwind',
    apiVersion,
    api: url,
    issuer: `${url}/oidc`,
    clientId: 'gatehouse-desktop',
    scope: 'openid',
    policies: { offlineDays: null, invitationDays: 7, invitationDaysMax: 30 },
    ...over,
  }
}

async function found(over: object = {}) {
  server = await localServer((_request, response) => json(response, 200, documentOf(server?.url ?? '', over)))
  return discover(server.url, fetch)
}

async function refusal(answer: ReturnType<typeof discover>) {
  const result = await answer
  if (result.ok) throw new Error('it was taken for a server')
  return result.error
}

describe('addresses as typed', () => {
  test.each([
    ['gate.example.com', 'https://gate.example.com'],
    ['  gate.example.com:8443 ', 'https://gate.example.com:8443'],
    ['https://gate.example.com/some/page?x=1', 'https://gate.example.com'],
    ['localhost:4310', 'http://localhost:4310'],
    ['127.0.0.1:4310', 'http://127.0.0.1:4310'],
    ['http://127.0.0.1:4310', 'http://127.0.0.1:4310'],
    ['münchen.example', 'https://xn--mnchen-3ya.example'],
  ])('%s is %s', (typed, origin) => {
    expect(parseAddress(typed)).toMatchObject({ ok: true, value: { origin } })
  })

  test.each([
    [''],
    ['   '],
    ['two words'],
    ['http://gate.example.com'],
    ['ftp://gate.example.com'],
    ['https://user:pw@gate.example.com'],
    ['https://'],
    ['gate.example.com:99999'],
    ['http://127.0.0.1.example.com'],
  ])('%j is refused with the way to write it', (typed) => {
    const parsed = parseAddress(typed)
    expect(parsed).toMatchObject({ ok: false, error: { code: 'validation', fields: [{ path: 'address' }] } })
  })
})

describe('what is at an address', () => {
  test('a server is found by its origin', async () => {
    expect(await found()).toMatchObject({
      ok: true,
      value: { address: server?.url, discovery: { name: 'Northwind' } },
    })
  })

  test('nothing is said to be nothing', async () => {
    const gone = await localServer(() => {})
    await gone.close()
    const error = await refusal(discover(gone.url, fetch))
    expect(error.code).toBe('offline')
    expect(error.detail).toMatch(/refuses the connection/)
  })

  test('a name that does not exist is said to be misspelt', async () => {
    const failing = async () => {
      throw Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
      })
    }
    const error = await refusal(discover('gate.invalid', failing))
    expect(error.detail).toMatch(/no server named gate\.invalid/)
  })

  test.each(['net::ERR_CERT_AUTHORITY_INVALID', 'net::ERR_CERT_DATE_INVALID'])(
    '%s is said to be about the certificate',
    async (message) => {
      const error = await refusal(
        discover('gate.example.com', async () => {
          throw new Error(message)
        }),
      )
      expect(error).toMatchObject({ code: 'offline' })
      expect(error.detail).toMatch(/certificate/)
    },
  )

  test.each([
    ['a web page', 200, 'text/html', '<html>Welcome'],
    ['another API', 200, 'application/json', '{"hello":"world"}'],
    ['not found', 404, 'text/plain', 'no'],
  ])('%s is said not to be Gatehouse', async (_what, status, type, body) => {
    server = await localServer(
      (_request, response) => void response.writeHead(status, { 'content-type': type }).end(body),
    )
    const error = await refusal(discover(server.url, fetch))
    expect(error.code).toBe('not_gatehouse')
    expect(error.detail).toContain(new URL(server.url).host)
  })

  test.each([
    [apiVersion + 1, /newer.*Update Gatehouse/],
    [apiVersion - 1, /older.*update the server/],
  ])('version %i says who has to update', async (version, words) => {
    const answer = await found({ apiVersion: version })
    expect(answer).toMatchObject({ ok: false, error: { code: 'incompatible_server' } })
    if (!answer.ok) expect(answer.error.detail).toMatch(words)
  })

  test('another version is known even where its document is of another shape', async () => {
    expect(await found({ apiVersion: 9, policies: 'elsewhere' })).toMatchObject({
      ok: false,
      error: { code: 'incompatible_server' },
    })
  })

  test('a server that would send its users over an open line is refused', async () => {
    expect(await found({ issuer: 'http://gate.example.com/oidc' })).toMatchObject({
      ok: false,
      error: { code: 'not_gatehouse' },
    })
  })

  test('a server with troubles of its own is said to have them', async () => {
    server = await localServer((_request, response) => void response.writeHead(503).end())
    expect(await discover(server.url, fetch)).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  })
})
