import { fail, ok, problem } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { fakeTime } from '../testing/fake-time.ts'
import type { AuthorizationRequest, Issuer } from './issuer.ts'
import { signInTimeoutMs, startSignIn } from './sign-in.ts'

const plain = { anotherLogin: false, loginHint: null, invitation: null }
const tokens = { accessToken: 'a', refreshToken: 'r', expiresIn: 600 }

async function start(over: Partial<Issuer> = {}, options = plain) {
  const time = fakeTime()
  const requests: AuthorizationRequest[] = []
  const opened: URL[] = []
  const issuer: Issuer = {
    async authorizationUrl(request) {
      requests.push(request)
      return ok(new URL(`https://id.example.com/auth?n=${requests.length}`))
    },
    redeem: async () => ok(tokens),
    refresh: async () => fail(problem('offline')),
    revoke: async () => {},
    ...over,
  }
  const started = await startSignIn(
    { issuer, timers: time.timers, openBrowser: async (url) => void opened.push(url) },
    options,
  )
  return { started, time, requests, opened }
}

async function running(over: Partial<Issuer> = {}) {
  const { started, requests, ...rest } = await start(over)
  const request = requests[0]
  if (!started.ok || !request) throw new Error('not started')
  const back = (query: string) => fetch(`${request.redirectUri}?${query}`)
  return { flow: started.value, request, requests, back, ...rest }
}

describe('a sign-in', () => {
  test('listens on this machine alone, and asks with state, nonce and verifier of its own', async () => {
    const { flow, request, opened } = await running()
    expect(request.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    for (const value of [request.state, request.nonce, request.verifier])
      expect(value.length).toBeGreaterThan(30)
    expect(new Set([request.state, request.nonce, request.verifier]).size).toBe(3)
    expect(opened).toHaveLength(1)
    flow.cancel()
    await flow.outcome
  })

  test('ends with tokens when the browser comes back, and the page says so only then', async () => {
    const { flow, request, back } = await running()
    const page = back(`code=c&state=${request.state}`)
    const outcome = await flow.outcome
    if (!outcome.ok) throw new Error('refused')
    expect(outcome.value.tokens).toEqual(tokens)
    outcome.value.finish(true)
    const shown = await page
    expect(shown.status).toBe(200)
    const html = await shown.text()
    expect(html).toContain('<h1>You are signed in</h1>')
    expect(html).toContain('lang="en"')
    expect(html).not.toMatch(/<script|onload|href=|src=/)
    expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
    expect(shown.headers.get('cache-control')).toBe('no-store')
  })

  test('does not end by a stranger: wrong state, other path, other method', async () => {
    const { flow, request, back } = await running()
    expect((await back('code=c&state=wrong')).status).toBe(400)
    expect((await back('code=c')).status).toBe(400)
    expect((await fetch(new URL('/', request.redirectUri))).status).toBe(404)
    expect((await fetch(`${request.redirectUri}?state=${request.state}`, { method: 'POST' })).status).toBe(
      400,
    )
    const page = back(`code=c&state=${request.state}`)
    const outcome = await flow.outcome
    expect(outcome.ok).toBe(true)
    if (outcome.ok) outcome.value.finish(true)
    await page
  })

  test('takes one return and no second one', async () => {
    const { flow, request, back } = await running()
    const pages = ['c', 'd', 'e'].map((code) => back(`code=${code}&state=${request.state}`))
    const outcome = await flow.outcome
    if (outcome.ok) outcome.value.finish(true)
    const answers = await Promise.allSettled(pages)
    const statuses = answers.map((answer) =>
      answer.status === 'fulfilled' ? answer.value.status : 'refused',
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.every((status) => status === 200 || status === 400 || status === 'refused')).toBe(true)
  })

  test('ended in the browser says so on both sides', async () => {
    const { flow, request, back } = await running({
      redeem: async () =>
        fail(problem('sign_in_failed', { detail: 'The sign-in was ended in the browser.' })),
    })
    const page = await back(`error=access_denied&state=${request.state}`)
    expect(await page.text()).toContain('You are not signed in')
    expect(await flow.outcome).toMatchObject({ ok: false, error: { code: 'sign_in_failed' } })
  })

  test('opens the browser again with a request of its own and the same state', async () => {
    const { flow, requests, opened } = await running()
    await flow.reopen()
    expect(opened.map(({ search }) => search)).toEqual(['?n=1', '?n=2'])
    expect(requests[0]?.state).toBe(requests[1]?.state)
    flow.cancel()
    await flow.outcome
  })

  test('can be cancelled, and then nothing listens any more', async () => {
    const { flow, back } = await running()
    flow.cancel()
    expect(await flow.outcome).toMatchObject({ ok: false, error: { code: 'sign_in_failed' } })
    await expect(back('code=c')).rejects.toThrow()
  })

  test('is given up after ten minutes', async () => {
    const { flow, time } = await running()
    await time.advance(signInTimeoutMs)
    const outcome = await flow.outcome
    expect(outcome).toMatchObject({ ok: false, error: { code: 'sign_in_failed' } })
    if (!outcome.ok) expect(outcome.error.detail).toMatch(/Ten minutes/)
  })

  test('does not begin where the issuer can not be reached', async () => {
    const { started, opened, time } = await start({ authorizationUrl: async () => fail(problem('offline')) })
    expect(started).toMatchObject({ ok: false, error: { code: 'offline' } })
    expect(opened).toEqual([])
    expect(time.waiting()).toEqual([])
  })
})
