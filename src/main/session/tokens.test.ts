import { fail, ok, problem, type Result } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import { createApiClient } from '../api-client/client.ts'
import { silentLogger } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { json, localServer } from '../testing/local-server.ts'
import type { TokenSet } from './issuer.ts'
import { createTokens } from './tokens.ts'

function setUp(
  refreshes: (used: string) => Result<TokenSet> | Promise<Result<TokenSet>>,
  { before = null, keeping }: { before?: Promise<string> | null; keeping?: Promise<void> } = {},
) {
  const time = fakeTime()
  const used: string[] = []
  const events: string[] = []
  const tokens = createTokens(
    {
      issuer: {
        authorizationUrl: async () => fail(problem('offline')),
        redeem: async () => fail(problem('offline')),
        revoke: async () => {},
        async refresh(refreshToken) {
          used.push(refreshToken)
          const answer = await refreshes(refreshToken)
          events.push('refreshed')
          return answer
        },
      },
      clock: time.clock,
      log: silentLogger,
      async keep(refreshToken) {
        await keeping
        events.push(`kept ${refreshToken}`)
        return ok(undefined)
      },
      onSignInNeeded: () => events.push('sign-in needed'),
    },
    'refresh-0',
    before,
  )
  return { tokens, time, used, events }
}

const rotating = () => {
  let n = 0
  return (): Result<TokenSet> => {
    n += 1
    return ok({ accessToken: `access-${n}`, refreshToken: `refresh-${n}`, expiresIn: 600 })
  }
}

describe('access tokens', () => {
  test('many who ask at once get one refresh', async () => {
    const { tokens, used } = setUp(rotating())
    const got = await Promise.all(Array.from({ length: 10 }, () => tokens.access()))
    expect(new Set(got.map((token) => (token.ok ? token.value : 'none')))).toEqual(new Set(['access-1']))
    expect(used).toEqual(['refresh-0'])
  })

  test('the rotated refresh token is kept before the access token is used', async () => {
    const { tokens, events } = setUp(rotating())
    await tokens.access()
    expect(events).toEqual(['refreshed', 'kept refresh-1'])
  })

  test('are used until shortly before their end, then renewed with the rotated token', async () => {
    const { tokens, time, used } = setUp(rotating())
    await tokens.access()
    await time.advance(579_000)
    expect(await tokens.access()).toEqual(ok('access-1'))
    await time.advance(2000)
    expect(await tokens.access()).toEqual(ok('access-2'))
    expect(used).toEqual(['refresh-0', 'refresh-1'])
  })

  test('a refusal of an older token does not cost a refresh', async () => {
    const { tokens, used } = setUp(rotating())
    await tokens.access()
    expect(await tokens.renew('older')).toEqual(ok('access-1'))
    expect(used).toHaveLength(1)
  })

  test('no connection keeps everything', async () => {
    const { tokens, events } = setUp(() => fail(problem('offline')))
    expect(await tokens.access()).toMatchObject({ ok: false, error: { code: 'offline' } })
    expect(tokens.signInNeeded()).toBe(false)
    expect(tokens.refreshToken()).toBe('refresh-0')
    expect(events).not.toContain('sign-in needed')
  })

  test('signed out in the middle of a refresh: what comes of it is kept nowhere', async () => {
    const answer = Promise.withResolvers<Result<TokenSet>>()
    const { tokens, events, used } = setUp(() => answer.promise)
    const asked = tokens.access()
    const ended = tokens.end()
    answer.resolve(ok({ accessToken: 'late', refreshToken: 'refresh-late', expiresIn: 600 }))
    expect(await asked).toMatchObject({ ok: false, error: { code: 'unauthenticated' } })
    expect(await ended, 'the newest one, to be revoked').toBe('refresh-late')
    expect(events.filter((event) => event.startsWith('kept'))).toEqual([])
    expect(await tokens.access()).toMatchObject({ ok: false, error: { code: 'unauthenticated' } })
    expect([used.length, events.includes('sign-in needed')]).toEqual([1, false])
  })

  test.each(['close', 'end'] as const)(
    '%s hands on the token that somebody before is still renewing, and not the spent one',
    async (way) => {
      const before = Promise.withResolvers<string>()
      for (const isAsked of [false, true]) {
        const { tokens, used } = setUp(rotating(), { before: before.promise })
        const asked = isAsked ? tokens.access() : null
        const handedOn = tokens[way]()
        before.resolve('refresh-newest')
        expect(await handedOn).toBe('refresh-newest')
        if (asked) expect(await asked).toMatchObject({ ok: false, error: { code: 'unauthenticated' } })
        expect(used).toEqual([])
      }
    },
  )

  test('a sign-in while a renewed token is being kept is not overwritten by that token', async () => {
    const keeping = Promise.withResolvers<void>()
    const { tokens, events } = setUp(rotating(), { keeping: keeping.promise })
    const asked = tokens.access()
    while (!events.includes('refreshed')) await new Promise(setImmediate)
    tokens.accept({ accessToken: 'fresh', refreshToken: 'refresh-9', expiresIn: 600 })
    keeping.resolve()
    expect(await asked).toEqual(ok('fresh'))
    expect(tokens.refreshToken()).toBe('refresh-9')
    expect(await tokens.access()).toEqual(ok('fresh'))
  })

  test.each(['sign_in_failed', 'not_gatehouse', 'unavailable', 'internal'] as const)(
    '%s says nothing of the grant: it is kept and tried again',
    async (code) => {
      const answers = [
        fail(problem(code)),
        ok({ accessToken: 'access-1', refreshToken: null, expiresIn: 600 }),
      ]
      const { tokens, events } = setUp(() => answers.shift() ?? fail(problem('internal')))
      expect(await tokens.access()).toMatchObject({ ok: false, error: { code } })
      expect(await tokens.access()).toEqual(ok('access-1'))
      expect(events).not.toContain('sign-in needed')
    },
  )

  test('an ended grant asks for a sign-in once and calls nobody again until then', async () => {
    const { tokens, events, used } = setUp(() => fail(problem('unauthenticated')))
    await tokens.access()
    await tokens.access()
    expect(events.filter((event) => event === 'sign-in needed')).toHaveLength(1)
    expect(used).toHaveLength(1)
    tokens.accept({ accessToken: 'fresh', refreshToken: 'refresh-9', expiresIn: 600 })
    expect(await tokens.access()).toEqual(ok('fresh'))
    expect(tokens.signInNeeded()).toBe(false)
  })
})

test('concurrent requests refused with 401 share one refresh and all get through', async () => {
  const me = {
    userId: '0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f',
    name: 'Cassie',
    email: 'cassie@example.com',
    emailVerified: true,
    administers: [],
  }
  const server = await localServer((request, response) =>
    request.headers.authorization === 'Bearer access-1'
      ? json(response, 200, me)
      : json(response, 401, problem('unauthenticated'), 'application/problem+json'),
  )
  const { tokens, time, used } = setUp(rotating())
  tokens.accept({ accessToken: 'stale', refreshToken: null, expiresIn: 600 })
  const api = createApiClient({ base: server.url, fetch, tokens, device: 'x', clock: time.clock })
  const answers = await Promise.all(Array.from({ length: 8 }, () => api.call('me.get', {})))
  await server.close()
  expect(answers.every(({ ok }) => ok)).toBe(true)
  expect(used).toEqual(['refresh-0'])
})
