import { randomUUID } from 'node:crypto'
import { idempotencyKeyHeader, type Route, type RouteName, routes } from '@gatehouse/contract'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { examples } from '../openapi/examples/index.ts'
import { ids, cursor as sampleCursor, token as sampleToken } from '../openapi/examples/samples.ts'
import { hashed } from '../services/reviews/hashing.ts'
import { pathOf } from './client.ts'

// Requests of any route, made of its example: what is generated here takes new routes in by itself.

export const allRoutes = Object.entries(routes) as [RouteName, Route][]

export interface Parts {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}

/** What stands in the examples for things of the world: ids by kind, an invitation's token and a cursor. */
export type Things = Partial<Record<keyof typeof ids | 'token' | 'cursor', string>>

const samples: Record<string, string> = { ...ids, token: sampleToken, cursor: sampleCursor }
const kindOfSample = new Map(Object.entries(samples).map(([kind, value]) => [value, kind as keyof Things]))

/** The kinds of things that the example of a route names. */
export function kindsIn(name: RouteName): Set<keyof Things> {
  const kinds = new Set<keyof Things>()
  const { answer: _, ...parts } = examples[name] as Parts & { answer: unknown }
  replaceTexts(parts, (text) => {
    const kind = kindOfSample.get(text)
    if (kind) kinds.add(kind)
    return text
  })
  return kinds
}

/** The example of a route, about the things given; those that aren't given don't exist anywhere. */
export function requestOf(name: RouteName, things: Things): Parts {
  const { answer: _, ...example } = examples[name] as Parts & { answer: unknown }
  const parts = replaceTexts(example, (text) => {
    const kind = kindOfSample.get(text)
    return (kind && things[kind]) ?? text
  })
  // Whatever a test has made anew is in its first version.
  if (isRecord(parts.body) && 'baseVersion' in parts.body) parts.body.baseVersion = 1
  const made = madeByCaller(name)
  if (made && isRecord(parts.body) && made in parts.body) parts.body[made] = randomUUID()
  if (name === 'reviews.open' && isRecord(parts.body) && isRecord(parts.body.snapshot)) {
    const reviewId = randomUUID()
    const snapshot = { ...parts.body.snapshot, reviewId }
    parts.body = { ...parts.body, reviewId, snapshot, snapshotSha256: hashed(snapshot as never).sha256 }
  }
  return parts
}

/** What creates something brings the id of it along, so that has to be a new one. */
function madeByCaller(name: RouteName): string | undefined {
  const [action, area] = name.split('.').toReversed()
  if (!area || (action !== 'create' && action !== 'add')) return undefined
  const lastWord = area.split(/(?=[A-Z])/).at(-1) ?? area
  return `${lastWord.toLowerCase().replace(/s$/, '')}Id`
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function replaceTexts<T>(value: T, replace: (text: string) => string): T {
  if (typeof value === 'string') return replace(value) as T
  if (Array.isArray(value)) return value.map((item) => replaceTexts(item as unknown, replace)) as T
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, replaceTexts(part, replace)]),
  ) as T
}

export interface Reply {
  status: number
  type: string
  text: string
  /** The body where it is JSON, the lines of a stream as an array, null where it is nothing. */
  body: unknown
}

interface SendOptions {
  token?: string | null
  key?: string
  headers?: Record<string, string>
}

/** Sends a request to a route of the contract. */
export async function send(
  app: FastifyInstance,
  name: RouteName,
  parts: Parts,
  { token = null, key = randomUUID(), headers = {} }: SendOptions = {},
): Promise<Reply> {
  const route: Route = routes[name]
  return receive(app, {
    method: route.method,
    url: pathOf(route, parts.params ?? {}),
    query: Object.fromEntries(
      Object.entries(parts.query ?? {}).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, String(value)]],
      ),
    ),
    ...(parts.body === undefined ? {} : { payload: JSON.stringify(parts.body) }),
    headers: {
      ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(route.writes ? { [idempotencyKeyHeader]: key } : {}),
      ...headers,
    },
  })
}

/** Any request at all, and what came back for it. Of a stream of events the head alone is read. */
export async function receive(app: FastifyInstance, request: InjectOptions): Promise<Reply> {
  const response = await app.inject({ ...request, payloadAsStream: true })
  const type = String(response.headers['content-type'] ?? '')
  const stream = response.stream()
  let text = ''
  if (type.startsWith('text/event-stream')) stream.destroy()
  else for await (const chunk of stream.setEncoding('utf8')) text += String(chunk)
  return { status: response.statusCode, type, text, body: bodyOf(type, text) }
}

function bodyOf(type: string, text: string): unknown {
  if (text === '') return null
  if (type.startsWith('application/x-ndjson')) {
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown)
  }
  return type.includes('json') ? (JSON.parse(text) as unknown) : text
}
