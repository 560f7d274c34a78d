import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Route, routes } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { openApiDocument } from './document.ts'

interface Operation {
  operationId: string
  responses: Record<string, unknown>
}
const document = openApiDocument() as {
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
