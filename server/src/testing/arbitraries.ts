import type { Route } from '@gatehouse/contract'
import fc from 'fast-check'
import { z } from 'zod'

// Values for any schema: as it wants them, nearly so, and not at all.

export interface JsonSchema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: JsonSchema | boolean
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  $ref?: string
  $defs?: Record<string, JsonSchema>
}

export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
}

/** Texts that have broken programs before: none, half a character, markup, SQL, a path, other scripts, very long. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '\u0000', 'a\u0000b', '\ud800', '\udfff\ud800', '\u202e\u2066abc', '\ufeff'),
  fc.constantFrom(
    "'; drop table account; --",
    '$1',
    '%',
    '_',
    '\\',
    '{}',
    '{NULL}',
    '../../etc',
    '%00',
    '%zz',
  ),
  fc.constantFrom(
    '<script>alert(1)</script>',
    'a\r\nSet-Cookie: a=b',
    '👩‍👩‍👧‍👦'.repeat(30),
    'שלום',
    'Ω'.repeat(3000),
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', '-0'),
  fc.constantFrom('0000-00-00T00:00:00Z', '9999-12-31T23:59:59.999Z', '+275760-09-13T00:00:00.000Z', '1e400'),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(0, -0, -1, 0.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324),
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { length: 3 }, { toString: 'no' }),
  fc.integer({ min: 2, max: 400 }).map(nested),
  fc.constant(1200).map((length) => Array.from({ length }, () => 0)),
  fc.jsonValue({ maxDepth: 3 }),
)

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { value }
  return value
}

/** Ids that there are, for a field of this name. */
export type Known = (field: string) => readonly string[]

/** Values as a schema wants them. Ids are those that are `known`, so that a request is often about something real. */
export function valuesOf(schema: JsonSchema, known: Known, root = schema, field = ''): fc.Arbitrary<unknown> {
  const of: Values = (part, name = field) => valuesOf(part, known, root, name)
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return fc.constant(null).chain(() => of(schema.$ref === '#' ? root : (root.$defs?.[name] ?? {})))
  }
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fc.oneof(...either.map((part) => of(part)))
  // Of schemas that all hold, the last is the one that narrows.
  if (schema.allOf) return of(schema.allOf.at(-1) ?? {})
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'string':
      return textsOf(schema, known(field))
    case 'integer':
    case 'number':
      return numbersOf(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return listsOf(schema, of)
    case 'object':
      return objectsOf(schema, of)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function textsOf(schema: JsonSchema, known: readonly string[]): fc.Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 60 } = schema
  const at = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  switch (format) {
    case 'uuid':
      return known.length > 0
        ? fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...known) }, fc.uuid({ version: 7 }))
        : fc.uuid({ version: 7 })
    case 'email':
      return fc.emailAddress({ size: 'small' })
    case 'date-time':
      return at.map((date) => date.toISOString())
    case 'uri':
      return fc.webUrl({ validSchemes: ['https'] })
    default:
      break
  }
  if (pattern) return fc.stringMatching(new RegExp(pattern))
  return fc.oneof(
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) }),
    fc.constantFrom(minLength, maxLength).map((length) => 'x'.repeat(length)),
    fc.emailAddress({ size: 'small' }).filter((text) => text.length >= minLength && text.length <= maxLength),
  )
}

function numbersOf({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema) {
  const min = Math.max(
    minimum ?? -(2 ** 53) + 1,
    exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + 1,
  )
  const max = Math.min(
    maximum ?? 2 ** 53 - 1,
    exclusiveMaximum === undefined ? Infinity : exclusiveMaximum - 1,
  )
  const numbers: fc.Arbitrary<number> =
    type === 'integer' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true })
  return fc.oneof(fc.constantFrom(...new Set([min, max, Math.max(min, 1)])), numbers)
}

function listsOf(
  { items = {}, minItems = 0, maxItems = 8 }: JsonSchema,
  of: Values,
): fc.Arbitrary<unknown[]> {
  const few = fc.array(of(items), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) })
  // One more than may be, and as many as may be.
  const many = fc
    .tuple(of(items), fc.constantFrom(maxItems, maxItems + 1))
    .map(([item, length]) => Array.from({ length }, () => item))
  return fc.oneof({ weight: 8, arbitrary: few }, { weight: 1, arbitrary: many })
}

type Values = (schema: JsonSchema, field?: string) => fc.Arbitrary<unknown>

function objectsOf({ properties = {}, required = [], additionalProperties }: JsonSchema, of: Values) {
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, of(part, name)])),
    { requiredKeys: required.filter((name) => name in properties) },
  )
  if (typeof additionalProperties !== 'object') return known
  const others = fc.dictionary(fc.string({ maxLength: 8 }), of(additionalProperties), { maxKeys: 3 })
  return fc.tuple(known, others).map(([one, other]) => ({ ...other, ...one }))
}

/** Some part of a value, however deep, replaced, removed or joined by something that nobody asked for. */
export function spoiled(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(
      values,
      fc.array(fc.nat(20), { maxLength: 6 }),
      hostileValue,
      fc.constantFrom('replace', 'remove', 'add'),
    )
    .map(([value, path, wrong, how]) => spoil(value, path, wrong, how))
}

function spoil(value: unknown, path: number[], wrong: unknown, how: string): unknown {
  const [step, ...rest] = path
  if (step === undefined || typeof value !== 'object' || value === null)
    return how === 'remove' ? null : wrong
  const entries: [string, unknown][] = Object.entries(value)
  if (entries.length === 0 || (how === 'add' && rest.length === 0)) {
    return Array.isArray(value) ? [...(value as unknown[]), wrong] : { ...value, [`k${step}`]: wrong }
  }
  const at = step % entries.length
  const changed = entries.flatMap(([key, part], index): [string, unknown][] => {
    if (index !== at) return [[key, part]]
    return how === 'remove' && rest.length === 0 ? [] : [[key, spoil(part, rest, wrong, how)]]
  })
  return Array.isArray(value) ? changed.map(([, part]) => part) : Object.fromEntries(changed)
}

export interface FuzzParts {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
}

/** The parts of a request to a route: mostly as its schemas want them, one of them often spoiled. */
export function partsOf(route: Route, known: Known): fc.Arbitrary<FuzzParts> {
  const of = (schema: z.ZodType | undefined) =>
    schema ? valuesOf(jsonSchemaOf(schema), known) : fc.constant<unknown>(undefined)
  const texts = (values: fc.Arbitrary<unknown>) => values as fc.Arbitrary<Record<string, unknown> | undefined>
  const body = route.body
    ? fc.oneof({ weight: 2, arbitrary: of(route.body) }, { weight: 3, arbitrary: spoiled(of(route.body)) })
    : fc.constant<unknown>(undefined)
  const spoiledParts = (values: fc.Arbitrary<unknown>) =>
    texts(fc.oneof({ weight: 4, arbitrary: values }, { weight: 1, arbitrary: spoiled(values) }))
  return fc
    .record({ params: spoiledParts(of(route.params)), query: spoiledParts(of(route.query)), body })
    .map(({ params, query, body: sent }) => ({
      params: objectOr(params),
      query: objectOr(query),
      body: sent,
    }))
}

function objectOr(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
