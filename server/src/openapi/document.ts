import { isDeepStrictEqual } from 'node:util'
import {
  apiVersion,
  deviceHeader,
  idempotencyKeyHeader,
  type ProblemCode,
  problemCodes,
  problemSchema,
  type Route,
  routes,
} from '@gatehouse/contract'
import { z } from 'zod'

type Json = Record<string, unknown>

/** The API as OpenAPI 3.1, made of the contract alone, so that it can't say anything else. */
export function openApiDocument(): Json {
  const components = createComponents()
  components.schemaOf(problemSchema, 'output')
  const paths: Record<string, Json> = {}
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route, components) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gatehouse',
      version: String(apiVersion),
      description:
        'Every refusal is a problem (RFC 9457) with a code from a closed set. An account that does not exist and one that the caller has no access to are answered alike.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components.all(),
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access token of the issuer that `/.well-known/gatehouse` names.',
        },
      },
    },
  }
}

interface Components {
  /** The schema as JSON Schema; parts that have a name are referred to. */
  schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json
  all(): Json
}

function createComponents(): Components {
  const named: Record<string, Json> = {}
  const add = (name: string, schema: Json) => {
    const moved = moveRefs(schema) as Json
    delete moved.id
    const known = named[name]
    if (known && !isDeepStrictEqual(known, moved)) throw new Error(`two schemas are called ${name}`)
    named[name] = moved
  }
  return {
    schemaOf(schema, io) {
      const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { io }) as Json
      for (const [name, definition] of Object.entries($defs as Record<string, Json>)) add(name, definition)
      if (typeof root.id !== 'string') return moveRefs(root) as Json
      add(root.id, root)
      return { $ref: `#/components/schemas/${root.id}` }
    },
    all: () => Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

function moveRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moveRefs)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === '$ref' && typeof part === 'string'
        ? part.replace('#/$defs/', '#/components/schemas/')
        : moveRefs(part),
    ]),
  )
}

function operationOf(name: string, route: Route, components: Components): Json {
  const isPublic = route.access === 'public'
  const needs = isPublic || route.access === 'signed-in' ? {} : { 'x-permission': route.access }
  return {
    operationId: name,
    tags: [name.split('.')[0]],
    summary: route.summary,
    ...needs,
    security: isPublic ? [] : [{ accessToken: [] }],
    parameters: [
      ...parametersOf(route.params, 'path', components),
      ...parametersOf(route.query, 'query', components),
      ...(route.writes ? writeHeaders : []),
    ],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: components.schemaOf(route.body, 'input') } },
          },
        }
      : {}),
    responses: responsesOf(route, components),
  }
}

const writeHeaders = [
  {
    name: idempotencyKeyHeader,
    in: 'header',
    required: true,
    description:
      'One UUID for each change. Sent again with the same request, it is done once and answered alike.',
    schema: { type: 'string', format: 'uuid' },
  },
  {
    name: deviceHeader,
    in: 'header',
    required: false,
    description: 'What the caller calls the machine it runs on, percent-encoded. Shown in activity.',
    schema: { type: 'string', maxLength: 100 },
  },
]

function parametersOf(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  components: Components,
): Json[] {
  if (!schema) return []
  // What is read out of the text, not the text: a number is shown as a number.
  const { properties = {} } = components.schemaOf(schema, 'output') as { properties?: Record<string, Json> }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || !schema.shape[name]?.safeParse(undefined).success,
    schema: property,
  }))
}

const mediaTypes = { json: 'application/json', ndjson: 'application/x-ndjson', sse: 'text/event-stream' }

function responsesOf(route: Route, components: Components): Json {
  const format = route.format ?? 'json'
  const schema = components.schemaOf(route.answer, 'output')
  const description = {
    json: 'Done',
    ndjson: 'One value of this schema on each line',
    sse: 'The data of each event has this schema',
  }[format]
  const byStatus = Map.groupBy(codesOf(route), (code) => String(problemCodes[code].status))
  const problems = [...byStatus].map(([status, codes]) => [
    status,
    {
      description: codes.map((code) => `\`${code}\`: ${problemCodes[code].title}`).join('; '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  return {
    200: { description, content: { [mediaTypes[format]]: { schema } } },
    ...Object.fromEntries(problems.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))),
  }
}

function codesOf(route: Route): ProblemCode[] {
  const isAsked = route.params !== undefined || route.query !== undefined || route.body !== undefined
  const isAboutAccount = route.access !== 'public' && route.access !== 'signed-in'
  return [
    ...new Set<ProblemCode>([
      ...(isAsked || route.writes ? (['validation'] as const) : []),
      ...(route.access === 'public' ? [] : (['unauthenticated'] as const)),
      ...(isAboutAccount ? (['forbidden'] as const) : []),
      ...(route.params || route.body ? (['not_found'] as const) : []),
      ...(route.problems ?? []),
      ...(route.writes ? (['idempotency_mismatch'] as const) : []),
      ...(route.body ? (['too_large', 'unsupported_media_type'] as const) : []),
      'rate_limited',
      'internal',
      'unavailable',
    ]),
  ]
}
