import { randomUUID } from 'node:crypto'
import {
  type BootstrapLine,
  type Problem,
  problemSchema,
  type Route,
  type RouteAnswer,
  type RouteCall,
  type RouteName,
  type Routes,
  routes,
} from '@gatehouse/contract'
import type { FastifyInstance } from 'fastify'

export interface Answer {
  status: number
  body: unknown
}

export interface CallOptions {
  /** Of the write; a new one where it isn't said. */
  key?: string
  headers?: Record<string, string>
}

type Value<N extends RouteName> = RouteAnswer<Routes[N]>

/** Calls the routes of the contract as one user, without a network. */
export interface TestClient {
  call<N extends RouteName>(name: N, parts: RouteCall<Routes[N]>, options?: CallOptions): Promise<Answer>
  /** The answer of a call that has to succeed. */
  get<N extends RouteName>(name: N, parts: RouteCall<Routes[N]>, options?: CallOptions): Promise<Value<N>>
  /** The problem of a call that has to be refused. */
  refused<N extends RouteName>(name: N, parts: RouteCall<Routes[N]>, options?: CallOptions): Promise<Problem>
  bootstrap(first?: string): Promise<BootstrapLine[]>
  snapshot(accountId: string): Promise<BootstrapLine[]>
}

/** `token` is what the fake sign-in of the test world takes for a user; null calls without one. */
export function createTestClient(app: FastifyInstance, token: string | null): TestClient {
  const client: TestClient = {
    async call(name, parts, options = {}) {
      const route: Route = routes[name]
      const { params = {}, query = {}, body } = parts as Record<string, Record<string, unknown> | undefined>
      const response = await app.inject({
        method: route.method,
        url: pathOf(route, params),
        query: Object.fromEntries(
          Object.entries(query).flatMap(([key, value]) =>
            value === undefined ? [] : [[key, String(value)]],
          ),
        ),
        ...(body === undefined ? {} : { payload: body }),
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(route.writes ? { 'idempotency-key': options.key ?? randomUUID() } : {}),
          ...options.headers,
        },
      })
      return { status: response.statusCode, body: parseBody(response.body, route) }
    },
    async get(name, parts, options) {
      const { status, body } = await client.call(name, parts, options)
      if (status !== 200) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`)
      return body as Value<typeof name>
    },
    async refused(name, parts, options) {
      const { status, body } = await client.call(name, parts, options)
      if (status < 400) throw new Error(`${name} was not refused: ${JSON.stringify(body)}`)
      const refused = problemSchema.parse(body)
      if (refused.status !== status) throw new Error(`${name} says ${refused.status} and answers ${status}`)
      return refused
    },
    async bootstrap(first) {
      const { status, body } = await client.call('sync.bootstrap', { query: { first } })
      if (status !== 200) throw new Error(`bootstrap answered ${status}`)
      return body as BootstrapLine[]
    },
    async snapshot(accountId) {
      const params = { accountId: accountId as never }
      const { status, body } = await client.call('sync.snapshot', { params })
      if (status !== 200) throw new Error(`snapshot answered ${status}`)
      return body as BootstrapLine[]
    },
  }
  return client
}

export function pathOf(route: Route, params: Record<string, unknown>): string {
  return route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
}

function parseBody(text: string, route: Route): unknown {
  if (route.format === 'ndjson' && !text.startsWith('{"type":"urn:')) {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown)
  }
  return text === '' ? null : JSON.parse(text)
}
