import { expect, test } from 'vitest'
import { z } from 'zod'
import { commands, queries } from './contract.ts'

/** Formats whose text can only be so long. The others of zod's (a date with any number of digits, a URL) can't. */
const bounded = new Set(['uuid', 'guid', 'ipv4', 'date'])

/** `^[a-z]{3,40}$`: an expression that begins and ends, and has nothing in it that repeats for ever. */
function hasEnd(pattern: RegExp | undefined): boolean {
  const source = pattern?.source.replace(/\\./g, 'x') ?? ''
  return /^\^[^|]*\$$/.test(source) && !/[*+]|,\}/.test(source)
}

interface Check {
  check?: string
  format?: string
  pattern?: RegExp
}

/** What a schema says of its own size: the format that is its type, and the checks put upon it. */
function isBounded(schema: z.core.$ZodType): boolean {
  const own = schema._zod.def as unknown as Check & { checks?: z.core.$ZodCheck[] }
  const all = [own, ...(own.checks ?? []).map(({ _zod }) => _zod.def as Check)]
  return all.some(
    ({ check, format, pattern }) =>
      check === 'max_length' || check === 'length_equals' || bounded.has(format ?? '') || hasEnd(pattern),
  )
}

/** Where in a schema a text, a list or a record could be of any size. */
function unbounded(schema: z.core.$ZodType, path = '', seen = new Set<z.core.$ZodType>()): string[] {
  if (seen.has(schema)) return []
  seen.add(schema)
  const { def } = (schema as z.core.$ZodTypes)._zod
  const within = (inner: z.core.$ZodType, name: string) => unbounded(inner, `${path}${name}`, seen)
  switch (def.type) {
    case 'string':
      return isBounded(schema) ? [] : [`${path}: any length of text`]
    case 'array':
      return [...(isBounded(schema) ? [] : [`${path}: any number of entries`]), ...within(def.element, '[]')]
    case 'record':
      return [
        ...(z.globalRegistry.get(schema)?.maxProperties ? [] : [`${path}: any number of keys`]),
        ...within(def.keyType, '<key>'),
        ...within(def.valueType, '{}'),
      ]
    case 'map':
    case 'set':
    case 'any':
    case 'unknown':
    case 'custom':
      return [`${path}: anything`]
    case 'object':
      return [
        ...(def.catchall ? [`${path}: any other keys`] : []),
        ...Object.entries(def.shape).flatMap(([name, inner]) => within(inner, `.${name}`)),
      ]
    case 'union':
      return def.options.flatMap((inner, at) => within(inner, `<${at}>`))
    case 'intersection':
      return [...within(def.left, ''), ...within(def.right, '')]
    case 'tuple':
      return [
        ...def.items.flatMap((inner, at) => within(inner, `[${at}]`)),
        ...(def.rest ? [`${path}: any number`] : []),
      ]
    case 'pipe':
      return within(def.in, '')
    case 'lazy':
      return within(def.getter(), '')
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
    case 'success':
      return within(def.innerType, '')
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
    case 'null':
    case 'undefined':
    case 'never':
    case 'date':
      return []
    default:
      return [`${path}: ${def.type}, of which this test knows nothing`]
  }
}

test.each(Object.entries({ ...queries, ...commands }))('what %s is given has an end', (_name, { input }) => {
  expect(unbounded(input)).toEqual([])
})

test('the walk finds what has no end, wherever it is', () => {
  const found = unbounded(
    z.object({
      text: z.string(),
      name: z.string().max(3),
      id: z.uuid(),
      at: z.iso.datetime(),
      code: z.string().regex(/^[a-f]{4}$/),
      slug: z.string().regex(/^[a-f]+$/),
      list: z.array(z.string().max(1)),
      some: z.array(z.object({ deep: z.string().nullable() })).max(2),
      any: z.record(z.string(), z.int()),
      either: z.union([z.literal('a'), z.string().trim().optional()]),
    }),
  )
  expect(found).toEqual([
    '.text: any length of text',
    '.at: any length of text',
    '.slug: any length of text',
    '.list: any number of entries',
    '.some[].deep: any length of text',
    '.any: any number of keys',
    '.any<key>: any length of text',
    '.either<1>: any length of text',
  ])
})
