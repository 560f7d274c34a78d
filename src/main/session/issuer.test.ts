import { afterEach, describe, expect, test } from 'vitest'
import { json, type LocalServer, localServer } from '../testing/local-server.ts'
import type { Server } from './discovery.ts'
import { createIssuer } from './issuer.ts'

let running: LocalServer | null = null
afterEach(async () => {
  await running?.close()
  running = null
})

type Answer = Parameters<typeof localServer>[0]

/** An issuer of its own whose token endpoint answers as the test says. */
async function issuerThat(answer: Answer) {
  const server = await localServer((request, response, body) => {
    if (request.url !== '/.well-known/openid-configuration') return answer(request, response, body)
    const address = {
      issuer: server.url,
      token_endpoint: `${server.url}/token`,
      jwks_uri: `${server.url}/keys`,
    }
    json(response, 200, { ...address, response_types_supported: ['code'] })
  })
  running = server
  const discovery = { issuer: server.url, clientId: 'gatehouse', scope: 'openid', api: server.url }
  return createIssuer({ discovery } as Server, fetch)
}

const refusal =
  (status: number, error: string): Answer =>
  (_request, response) =>
    json(response, status, { error })

/** An identity token as an issuer makes it whose clock is ahead of ours by so many hours. */
function idToken(issuer: string, hours: number): string {
  const iat = Math.round(Date.now() / 1000) + hours * 3600
  const claims = { iss: issuer, aud: 'gatehouse', sub: 'someone', iat, exp: iat + 600 }
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'RS256' })}.${part(claims)}.${part('signature')}`
}

describe('a renewal of the sign-in', () => {
  test.each([
    [
      'a web page',
      (_q, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    ],
    ['half of an answer', (_q, response) => void response.writeHead(200, jsonType).end('{"access_token":')],
    ['an answer without a token', (_q, response) => json(response, 200, { token_type: 'bearer' })],
    ['an error that says nothing of the grant', refusal(400, 'invalid_request')],
    ['an error that nobody knows', refusal(400, 'gremlins')],
    ['a refusal without a word', (_q, response) => void response.writeHead(403).end()],
    ['a failure', refusal(500, 'server_error')],
    ['too many requests', refusal(429, 'slow_down')],
  ] satisfies [string, Answer][])('that %s answers is passing trouble', async (_what, answer) => {
    const issuer = await issuerThat(answer)
    const renewed = await issuer.refresh('refresh-1')
    expect(renewed.ok).toBe(false)
    if (!renewed.ok) expect(['unauthenticated', 'sign_in_failed']).not.toContain(renewed.error.code)
  })

  test.each([
    ['invalid_grant', refusal(400, 'invalid_grant')],
    ['invalid_client', refusal(401, 'invalid_client')],
  ])('that is refused with %s is the end of the sign-in', async (_what, answer) => {
    const issuer = await issuerThat(answer)
    expect(await issuer.refresh('refresh-1')).toMatchObject({ ok: false, error: { code: 'unauthenticated' } })
  })

  test.each([-8, 8])('succeeds though the clocks are %i hours apart', async (hours) => {
    const issuer = await issuerThat((_request, response) =>
      json(response, 200, {
        access_token: 'access-2',
        token_type: 'bearer',
        refresh_token: 'refresh-2',
        expires_in: 600,
        id_token: idToken(running?.url ?? '', hours),
      }),
    )
    const renewed = await issuer.refresh('refresh-1')
    expect(renewed).toMatchObject({
      ok: true,
      value: { accessToken: 'access-2', refreshToken: 'refresh-2' },
    })
    if (!renewed.ok) return
    // What has passed since the answer came is taken off; hours would be none of that.
    expect(renewed.value.expiresIn).toBeLessThanOrEqual(600)
    expect(renewed.value.expiresIn).toBeGreaterThan(300)
  })
})

const jsonType = { 'content-type': 'application/json' }
