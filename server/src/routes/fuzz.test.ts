import {
  type Problem,
  problemCodes,
  problemSchema,
  problemsOf,
  type Route,
  type RouteName,
} from '@gatehouse/contract'
import fc from 'fast-check'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostileText, hostileValue, partsOf } from '../testing/arbitraries.ts'
import { type Cast, createCast } from '../testing/cast.ts'
import { pathOf } from '../testing/client.ts'
import { allRoutes, type Reply, receive, requestOf } from '../testing/requests.ts'
import { createWorld, type World } from '../testing/world.ts'

/**
 * Whatever is sent to a route, made of its own schemas and then spoiled: it is never answered by a failure, and each
 * refusal is a problem that the contract declares for the route. `GATEHOUSE_FUZZ_RUNS` runs it longer.
 */

const numRuns = Number(process.env.GATEHOUSE_FUZZ_RUNS ?? 24)

let world: World
let cast: Cast
/** What is agreed to is done and rolled back, so that one request doesn't take away what the next is about. */
let app: FastifyInstance
let tokens: string[]
let ids: ReadonlyMap<string, string[]>

beforeAll(async () => {
  world = await createWorld()
  cast = await createCast(world)
  app = (await world.node({ keepsNothing: true })).app
  const tokenOf = (name: string) => cast.principals.find((principal) => principal.name === name)?.token ?? ''
  tokens = [tokenOf('owner'), tokenOf('the administrator')]
  ids = knownIds()
})
afterAll(async () => {
  await world.close()
  const counts = [...answered].toSorted(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
  console.log(`fuzzing: ${allRoutes.length} routes, answers by status ${counts.join(', ')}`)
})

/** Ids by the kind of what they are of: mostly those of the own account, at times of what is somebody else's. */
function knownIds(): Map<string, string[]> {
  const { own, 'next door': nextDoor, elsewhere, nowhere } = cast.places
  const found = new Map<string, string[]>()
  for (const { things } of [own, own, own, own, own, own, nextDoor, elsewhere, nowhere]) {
    for (const [kind, id] of Object.entries(things)) found.set(kind, [...(found.get(kind) ?? []), id])
  }
  return found
}

/** `applicationIds` holds ids of applications, and so on. A field of another name may hold any. */
function known(field: string): string[] {
  const kind = field.replace(/Ids?$/, '')
  const lastWord =
    kind
      .split(/(?=[A-Z])/)
      .at(-1)
      ?.toLowerCase() ?? kind
  return ids.get(kind) ?? ids.get(lastWord) ?? [...ids.values()].flatMap((some) => some.slice(0, 1))
}

const answered = new Map<number, number>()

/** That an answer is one: success, or a problem that may be said here. */
function expectAnswer(reply: Reply, name: string, codes?: readonly string[]): void {
  expect(reply.status, `${name}: ${reply.text.slice(0, 500)}`).toBeLessThan(500)
  answered.set(reply.status, (answered.get(reply.status) ?? 0) + 1)
  if (reply.status < 400) return
  expect(reply.type, name).toContain('application/problem+json')
  const problem: Problem = problemSchema.strict().parse(reply.body)
  expect(problem.status, name).toBe(reply.status)
  expect(problemCodes[problem.code].status, name).toBe(reply.status)
  if (codes) expect(codes, name).toContain(problem.code)
}

const write = (route: Route): Record<string, string> =>
  route.writes ? { 'idempotency-key': world.id<string>() } : {}

/** A value as text in an address, which half a character can't stand in. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed()

const query = (parts: Record<string, unknown>) =>
  Object.entries(parts)
    .flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => [key, one]))
    .map((pair) => pair.map((part) => encodeURIComponent(textOf(part))).join('='))
    .join('&')

const path = (route: Route, params: Record<string, unknown>) =>
  pathOf(route, Object.fromEntries(Object.entries(params).map(([key, value]) => [key, textOf(value)])))

function requestTo(
  route: Route,
  parts: { params: object; query: object; body: unknown },
  token: string,
): InjectOptions {
  const search = query(parts.query as Record<string, unknown>)
  return {
    method: route.method,
    url: path(route, parts.params as Record<string, unknown>) + (search ? `?${search}` : ''),
    headers: {
      authorization: `Bearer ${token}`,
      ...write(route),
      ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(parts.body === undefined ? {} : { payload: JSON.stringify(parts.body) }),
  }
}

describe('values that schemas want, nearly want and do not want', () => {
  test.each(allRoutes)('%s', async (name, route) => {
    const codes = [...problemsOf(route), 'not_found']
    const run = async (parts: Parameters<typeof requestTo>[1], isOwner: boolean) => {
      const token = tokens[isOwner ? 0 : 1] ?? ''
      expectAnswer(await receive(app, requestTo(route, parts, token)), name, codes)
    }
    await fc.assert(fc.asyncProperty(partsOf(route, known), fc.boolean(), run), { numRuns })
  })
})

test('a good part of it was well-formed and about something real', () => {
  const total = [...answered.values()].reduce((sum, count) => sum + count, 0)
  expect(answered.get(200)).toBeGreaterThan(total / 10)
})

const example = (name: RouteName) => requestOf(name, cast.places.own.things)

/** Bodies that are no JSON, not quite, or JSON that parsers have been fooled by. */
function rawBodies(valid: string): fc.Arbitrary<string | Buffer> {
  const inner = valid.startsWith('{') ? valid.slice(1) : '}'
  const comma = inner === '}' ? '' : ','
  return fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      'null',
      '[]',
      '""',
      '0',
      '{',
      '}',
      '[[',
      'NaN',
      '{"a":}',
      `${valid}${valid}`,
      `${valid},`,
    ),
    fc.constantFrom(
      `{"__proto__":{"role":"owner"}${comma}${inner}`,
      `{"constructor":{"prototype":{"role":"owner"}}${comma}${inner}`,
      `{"toString":1${comma}${inner}`,
      // The same name twice: the last one counts.
      `${valid.slice(0, -1)}${comma}${inner}`,
      '['.repeat(50_000),
      `{"a":${'['.repeat(5000)}${']'.repeat(5000)}${comma}${inner}`,
    ),
    fc.integer({ min: 0, max: valid.length }).map((length) => valid.slice(0, length)),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    hostileValue.map((value) => JSON.stringify(value)),
  )
}

const contentTypes = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'application/json;;;=',
  'application/problem+json',
  'text/plain',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'nonsense',
  '',
)

const headerText = fc.oneof(
  fc.constantFrom(
    '',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    `Bearer ${'x'.repeat(4000)}`,
    'Bearer a b',
    'bearer \u00ff',
  ),
  fc.string({
    unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
    maxLength: 50,
  }),
)

describe('requests that are not made as requests are', () => {
  test.each(allRoutes.filter(([, route]) => route.body))('a body of %s', async (name, route) => {
    const parts = example(name)
    const valid = JSON.stringify(parts.body)
    const run = async (payload: string | Buffer, type: string, isTyped: boolean) => {
      const request = requestTo(route, { params: {}, query: {}, ...parts, body: undefined }, tokens[1] ?? '')
      const headers = { ...request.headers, ...(isTyped ? { 'content-type': type } : {}) }
      expectAnswer(await receive(app, { ...request, headers, payload }), name)
    }
    await fc.assert(fc.asyncProperty(rawBodies(valid), contentTypes, fc.boolean(), run), {
      numRuns: numRuns / 2,
    })
  })

  test.each(allRoutes)('headers and methods of %s', async (name, route) => {
    const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE')
    const headers = fc.record(
      {
        authorization: headerText,
        'idempotency-key': headerText,
        'gatehouse-device': headerText,
        'gatehouse-protocol': headerText,
        'accept-encoding': headerText,
        'last-event-id': headerText,
        'if-match': headerText,
      },
      { requiredKeys: [] },
    )
    const run = async (wrong: Record<string, string>, method: string, isWrongMethod: boolean) => {
      const request = requestTo(
        route,
        { params: {}, query: {}, body: undefined, ...example(name) },
        tokens[0] ?? '',
      )
      const asked = isWrongMethod ? { ...request, method: method as 'GET' } : request
      const reply = await receive(app, { ...asked, headers: { ...request.headers, ...wrong } })
      if (asked.method !== 'HEAD') expectAnswer(reply, `${method} of ${name}`)
      else expect(reply.status, name).toBeLessThan(500)
    }
    await fc.assert(fc.asyncProperty(headers, methods, fc.boolean(), run), { numRuns: numRuns / 2 })
  })

  test('addresses that nothing is at', async () => {
    const run = async (segments: string[], search: string) => {
      const url = `/${segments.map((text) => encodeURIComponent(text.toWellFormed())).join('/')}?${encodeURI(search.toWellFormed())}`
      expectAnswer(await receive(app, { method: 'GET', url }), url)
    }
    const segment = fc.oneof(fc.constantFrom('v1', 'accounts', '.well-known', 'sync', '..', '.'), hostileText)
    await fc.assert(fc.asyncProperty(fc.array(segment, { maxLength: 5 }), hostileText, run), { numRuns })
  })

  test('addresses that can not be decoded', async () => {
    for (const url of [
      '/v1/accounts/%zz',
      '/v1/accounts/%',
      '/%c0%ae',
      '/v1/%00',
      '/v1/accounts?limit=%ff',
      '//',
      '/v1//me',
    ]) {
      expectAnswer(await receive(app, { method: 'GET', url }), url)
    }
  })
})
