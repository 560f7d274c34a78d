import { isDeepStrictEqual } from 'node:util'
import {
  administratorRequired,
  apiVersion,
  deviceHeader,
  idempotencyKeyHeader,
  problemCodes,
  problemSchema,
  problemsOf,
  type Route,
  type RouteName,
  routes,
} from '@gatehouse/contract'
import { z } from 'zod'
import { examples } from './examples/index.ts'
import { ids } from './examples/samples.ts'
import { problemExample } from './problem-examples.ts'
import { tagDescriptions } from './tags.ts'

type Json = Record<string, unknown>

/** The API as OpenAPI 3.1, made of the contract and its examples alone, so that it can't say anything else. */
export function openApiDocument(): Json {
  const components = createComponents()
  components.schemaOf(problemSchema, 'output')
  const paths: Record<string, Json> = {}
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
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
    tags: [...new Set(Object.keys(routes).map(areaOf))].map((name) => ({
      name,
      description: tagDescriptions[name] ?? '',
    })),
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
      // What has a name is the same thing in a request and in an answer, with nothing in it that isn't listed.
      const { $defs: defs = {} } =
        io === 'output' ? { $defs } : (z.toJSONSchema(schema, { unrepresentable: 'any' }) as Json)
      for (const [name, definition] of Object.entries(defs as Record<string, Json>)) add(name, definition)
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

const areaOf = (name: string): string => name.split('.')[0] ?? name

function operationOf(name: RouteName, route: Route, components: Components): Json {
  const isPublic = route.access === 'public'
  const example: ExampleParts = examples[name]
  return {
    operationId: name,
    tags: [areaOf(name)],
    summary: route.summary,
    description: [accessWords(route), route.writes ? writeWords(route) : ''].filter(Boolean).join(' '),
    ...(isPublic || route.access === 'signed-in' ? {} : { 'x-permission': requiredBy(route) }),
    security: isPublic ? [] : [{ accessToken: [] }],
    parameters: [
      ...parametersOf(route.params, 'path', example.params, components),
      ...parametersOf(route.query, 'query', example.query, components),
      ...(route.writes ? writeHeaders : []),
    ],
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: components.schemaOf(route.body, 'input'),
                example: example.body,
              },
            },
          },
        }
      : {}),
    responses: responsesOf(route, example.answer, components),
  }
}

/** An example of any route, its parts untyped. */
interface ExampleParts {
  params?: object
  query?: object
  body?: unknown
  answer: unknown
}

const requiredBy = ({ access }: Route) => (access === 'administrator' ? administratorRequired : access)

function accessWords(route: Route): string {
  switch (route.access) {
    case 'public':
      return 'Anybody may call it.'
    case 'signed-in':
      return 'Any signed-in user may call it, and is answered of what is theirs.'
    case 'administrator':
      return 'For administrators of the environment, those of the account’s environment where the path names an account.'
    default:
      return `Needs the permission \`${route.access}\` in the account; administrators of its environment have it.`
  }
}

function writeWords(route: Route): string {
  const isAboutAccount = route.params !== undefined && 'accountId' in route.params.shape
  const status = isAboutAccount && route.inAnyStatus ? ' Suspended and closed accounts take it too.' : ''
  return `A write: sent again under its key it is done once, and answered alike.${status}`
}

const writeHeaders = [
  {
    name: idempotencyKeyHeader,
    in: 'header',
    required: true,
    description:
      'One UUID for each change. Sent again with the same request, it is done once and answered alike.',
    schema: { type: 'string', format: 'uuid' },
    example: ids.mutation,
  },
  {
    name: deviceHeader,
    in: 'header',
    required: false,
    description: 'What the caller calls the machine it runs on, percent-encoded. Shown in activity.',
    schema: { type: 'string', maxLength: 100 },
    example: 'Cassie%E2%80%99s%20laptop',
  },
]

function parametersOf(
  schema: z.ZodObject | undefined,
  place: 'path' | 'query',
  example: object | undefined,
  components: Components,
): Json[] {
  if (!schema) return []
  // What is read out of the text, not the text: a number is shown as a number.
  const { properties = {} } = components.schemaOf(schema, 'output') as { properties?: Record<string, Json> }
  return Object.entries(properties).map(([name, property]) => {
    const value = (example as Json | undefined)?.[name]
    return {
      name,
      in: place,
      required: place === 'path' || !schema.shape[name]?.safeParse(undefined).success,
      schema: property,
      ...(value === undefined ? {} : { example: value }),
    }
  })
}

const mediaTypes = { json: 'application/json', ndjson: 'application/x-ndjson', sse: 'text/event-stream' }

function responsesOf(route: Route, example: unknown, components: Components): Json {
  const format = route.format ?? 'json'
  const schema = components.schemaOf(route.answer, 'output')
  const description = {
    json: 'Done',
    ndjson: 'A stream: each line is one JSON value of this schema',
    sse: 'A stream of server-sent events: the data of each is one JSON value of this schema',
  }[format]
  const byStatus = Map.groupBy(problemsOf(route), (code) => String(problemCodes[code].status))
  const problems = [...byStatus].map(([status, codes]) => [
    status,
    {
      description: codes.map((code) => `\`${code}\`: ${problemCodes[code].title}`).join('; '),
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: Object.fromEntries(
            codes.map((code) => [
              code,
              { summary: problemCodes[code].title, value: problemExample(route, code) },
            ]),
          ),
        },
      },
    },
  ])
  return {
    200: { description, content: { [mediaTypes[format]]: { schema, example } } },
    ...Object.fromEntries(problems.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))),
  }
}
