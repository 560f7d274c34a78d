import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import type { Fetch } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { checkAddress } from './check-address.ts'

const { clock } = fakeTime()

test('an address that is not of the web is not asked for at all', async () => {
  const asked: string[] = []
  const fetch: Fetch = async (input) => {
    asked.push(String(input))
    return new Response()
  }
  for (const address of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'no address',
    'https://me:secret@example.com/',
  ]) {
    expect(await checkAddress({ fetch, clock }, address)).toMatchObject({ outcome: 'silent', why: 'not-web' })
  }
  expect(asked).toEqual([])
})

test('a page is asked for without cookies, a login or a referrer', async () => {
  const seen: { method: string | undefined; headers: Record<string, unknown> }[] = []
  const server = createServer((request, response) => {
    seen.push({ method: request.method, headers: request.headers })
    response.writeHead(request.method === 'HEAD' ? 405 : 200).end('hello')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as { port: number }
  const answer = await checkAddress({ fetch, clock }, `http://127.0.0.1:${port}/login?x=1`)
  server.close()
  expect(answer).toEqual({ outcome: 'answered', status: 200, endedAt: null, milliseconds: 0 })
  expect(
    seen.map(({ method }) => method),
    'one that knows no HEAD is asked by GET',
  ).toEqual(['HEAD', 'GET'])
  for (const { headers } of seen) {
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['cookie']))
    expect(headers).not.toHaveProperty('authorization')
    expect(headers).not.toHaveProperty('referer')
  }
})

test.each([
  ['net::ERR_NAME_NOT_RESOLVED', 'unknown-host'],
  ['net::ERR_CONNECTION_REFUSED', 'refused'],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'certificate'],
  ['net::ERR_INTERNET_DISCONNECTED', 'no-network'],
  ['net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
  ['something else', 'other'],
])('%s is told as %s', async (message, why) => {
  const fetch: Fetch = async () => {
    throw new Error(message)
  }
  expect(await checkAddress({ fetch, clock }, 'https://example.com/')).toMatchObject({
    outcome: 'silent',
    why,
  })
})

test('where a page led on to another host, that is said', async () => {
  const fetch: Fetch = async () =>
    Object.defineProperty(new Response(null, { status: 200 }), 'url', {
      value: 'https://login.example.org/x?token=1',
    })
  expect(await checkAddress({ fetch, clock }, 'https://example.com/')).toMatchObject({
    endedAt: 'https://login.example.org',
  })
})
