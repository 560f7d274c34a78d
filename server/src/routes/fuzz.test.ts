import { type Route, type RouteName, routes } from '@gatehouse/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, type Member, type World } from '../testing/world.ts'

let world: World
let owner: Member
let ids: Record<string, string>

beforeAll(async () => {
  world = await createWorld()
  const accountId = await world.account()
  owner = await world.member(accountId, 'owner')
  const applicationId = await world.application()
  await world.assign(accountId, applicationId)
  ids = { accountId, applicationId, membershipId: owner.membershipId, invitationId: world.id<string>() }
})
afterAll(() => world.close())

/** Texts that have broken programs before: no text, half a character, markup, SQL, a path, another script. */
const hostile = fc.oneof(
  fc.constantFrom(
    '',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e',
    "'; drop table account; --",
    '<script>',
    '../../etc',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('ana@example.com', 'ünï@exämple.com', 'Ω'.repeat(900)),
)
const value = fc.oneof(
  hostile,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(0, -1, 2 ** 53, 1e308, null, true, [], {}),
)

/** A body with the right names and wrong values, or none of the right names at all. */
function bodyOf(route: Route) {
  const valid: Record<string, unknown> = {
    applicationIds: [],
    autoAssign: true,
    onDisable: 'keep',
    email: 'somebody@example.com',
    role: 'viewer',
    token: 'T'.repeat(43),
  }
  const names = Object.keys(route.body?.shape ?? {})
  const shaped = fc.record(
    Object.fromEntries(
      names.map((name) => {
        const right = name === 'invitationId' ? fc.uuid() : fc.constant(valid[name])
        return [name, fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: value })]
      }),
    ),
  )
  return fc.oneof({ weight: 4, arbitrary: shaped }, { weight: 1, arbitrary: fc.jsonValue() })
}

const all = Object.entries(routes) as [RouteName, Route][]

test.each(all.filter(([, route]) => route.body))('%s never fails on a body', async (_name, route) => {
  const url = route.path.replaceAll(/:(\w+)/g, (_, part: string) => ids[part] ?? '')
  const run = async (body: unknown, device: string) => {
    const response = await world.app.inject({
      method: route.method,
      url,
      headers: {
        authorization: `Bearer ${owner.id}`,
        'content-type': 'application/json',
        'idempotency-key': world.id<string>(),
        'gatehouse-device': encodeURIComponent(device),
      },
      payload: JSON.stringify(body),
    })
    expect(response.statusCode, response.body).toBeLessThan(500)
  }
  await fc.assert(fc.asyncProperty(bodyOf(route), fc.string(), run), { numRuns: 40 })
})

test.each(all.filter(([, route]) => route.params || route.query))(
  '%s never fails on an address',
  async (_name, route) => {
    const run = async (wrong: string, query: Record<string, string>, isWrong: boolean) => {
      const url = route.path.replaceAll(/:(\w+)/g, (_, part: string) =>
        encodeURIComponent((isWrong ? wrong.toWellFormed() : ids[part]) ?? ''),
      )
      const response = await world.app.inject({
        method: route.method,
        url,
        query: Object.fromEntries(Object.entries(query).map(([key, text]) => [key, text.toWellFormed()])),
        headers: { authorization: `Bearer ${owner.id}`, 'idempotency-key': world.id<string>() },
      })
      expect(response.statusCode, response.body).toBeLessThan(500)
    }
    const names = Object.keys(route.query?.shape ?? { other: null })
    const query = fc.dictionary(fc.constantFrom(...names), hostile, { maxKeys: 3 })
    await fc.assert(fc.asyncProperty(hostile, query, fc.boolean(), run), { numRuns: 25 })
  },
)
