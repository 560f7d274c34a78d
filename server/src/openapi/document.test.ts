import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ProblemCode,
  problemCodes,
  problemSchema,
  problemsOf,
  type Route,
  type RouteName,
  routes,
} from '@gatehouse/contract'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { openApiDocument } from './document.ts'
import { examples } from './examples/index.ts'
import { tagDescriptions } from './tags.ts'

interface Operation {
  operationId: string
  tags: string[]
  description: string
  parameters: { name: string; in: string; example?: unknown }[]
  requestBody?: { content: { 'application/json': { example: unknown } } }
  responses: Record<string, { content: Record<string, Media> }>
}
interface Media {
  example?: unknown
  examples?: Record<string, { value: unknown }>
}
const document = openApiDocument() as {
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}
const operations = Object.values(document.paths).flatMap((path) => Object.values(path))

test('docs/openapi.json says what the contract says (npm run openapi writes it anew)', async () => {
  const file = join(import.meta.dirname, '../../../docs/openapi.json')
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)))
})

test('every route is there once, with the codes that it can be refused with', () => {
  expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(routes).toSorted())
  const create = operations.find(({ operationId }) => operationId === 'invitations.create')
  expect(JSON.stringify(create?.responses['409'])).toContain('already_invited')
})

test('a validator by somebody else accepts the document', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  expect(errors).toBeUndefined()
  expect(valid).toBe(true)
})

test('every area is described', () => {
  expect(document.tags.filter(({ description }) => description === '')).toEqual([])
  const used = new Set(operations.flatMap(({ tags }) => tags))
  expect(document.tags.map(({ name }) => name).toSorted()).toEqual([...used].toSorted())
  expect(Object.keys(tagDescriptions)).toEqual(expect.arrayContaining([...used]))
})

describe.each(operations.map((operation) => [operation.operationId as RouteName, operation] as const))(
  '%s',
  (name, operation) => {
    const route: Route = routes[name]
    const example: Partial<Record<'params' | 'query' | 'body' | 'answer', unknown>> = examples[name]

    test('its example is what its schemas say, no more and no less', () => {
      for (const part of ['params', 'query', 'body'] as const) {
        const schema = route[part]
        if (!schema) expect(example[part], part).toBeUndefined()
        else expect(schema.strict().safeParse(example[part] ?? {}).error, part).toBeUndefined()
      }
      // The document is JSON, so what stands in it has to survive being written as such.
      const answer = JSON.parse(JSON.stringify(example.answer)) as unknown
      expect(route.answer.parse(answer)).toEqual(answer)
    })

    test('the document shows the example of request and answer', () => {
      const success = Object.values(operation.responses[200]?.content ?? {})
      expect(success.map((media) => media.example)).toEqual([example.answer])
      expect(operation.requestBody?.content['application/json'].example).toEqual(example.body)
      const shown = operation.parameters.filter((parameter) => parameter.in !== 'header')
      for (const parameter of shown) {
        const part = (parameter.in === 'path' ? example.params : example.query) as Record<string, unknown>
        expect(parameter.example, parameter.name).toEqual(part?.[parameter.name])
        if (parameter.in === 'path') expect(parameter.example, parameter.name).toBeDefined()
      }
    })

    test('the document shows a problem of every code, under the status of the code', () => {
      const shown = Object.entries(operation.responses).flatMap(([status, { content }]) =>
        Object.entries(content['application/problem+json']?.examples ?? {}).map(([code, { value }]) => {
          expect(problemSchema.strict().parse(value)).toMatchObject({ code, status: Number(status) })
          expect(problemCodes[code as ProblemCode].status).toBe(Number(status))
          return code
        }),
      )
      expect(shown.toSorted()).toEqual(problemsOf(route).toSorted())
    })

    test('a write names its headers, a stream its format, and who may call it is said', () => {
      const headers = operation.parameters.filter((parameter) => parameter.in === 'header')
      expect(headers).toHaveLength(route.writes ? 2 : 0)
      const media = { json: 'application/json', ndjson: 'application/x-ndjson', sse: 'text/event-stream' }
      expect(Object.keys(operation.responses[200]?.content ?? {})).toEqual([media[route.format ?? 'json']])
      expect(operation.description).not.toBe('')
    })
  },
)

test('every reference leads somewhere', () => {
  const text = JSON.stringify(document)
  const names = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '')
  expect(names.length).toBeGreaterThan(20)
  for (const ref of names) {
    const name = ref.replace('#/components/schemas/', '')
    expect(document.components.schemas).toHaveProperty([name])
  }
})

test('parameters of the path are those that the path names', () => {
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const named = [...route.path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter)
    expect(Object.keys(route.params?.shape ?? {}).toSorted(), name).toEqual(named.toSorted())
  }
})
