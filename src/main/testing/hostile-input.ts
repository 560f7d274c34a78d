import fc from 'fast-check'
import type { z } from 'zod'

// Input made from a schema: what it lets through, at its edges, and the same with something hostile put into it.

/** Stands in every hostile text, so that a log that quotes any of it is found out. */
export const canary = 'canary-7c1f'

/** Own keys that would reach a prototype if somebody copied them carelessly. */
const poison = () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')

function deep(levels: number): unknown {
  let value: unknown = canary
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value }
  return value
}

const texts = [
  '',
  ' ',
  canary,
  `../../../../tmp/${canary}`,
  `..\\..\\${canary}`,
  `/etc/${canary}`,
  `${canary}\0.csv`,
  `${canary}\r\nX: y`,
  `file:///${canary}`,
  `https://${canary}.example`,
  `http://169.254.169.254/${canary}`,
  `javascript:${canary}`,
  `'; drop table account; -- ${canary}`,
  `" OR ""="${canary}`,
  `%_[^${canary}]*?`,
  '%'.repeat(200),
  `<img src=x onerror=${canary}>`,
  `\${jndi:${canary}}`,
  `=cmd|'/c ${canary}'!A1`,
  `\u202e${canary}\u2066`,
  '\ud800',
  '\u0000',
  'e\u0301'.repeat(60),
  '\ufdfa'.repeat(40),
  '__proto__',
  'constructor',
  'NaN',
  '-1',
  '9'.repeat(40),
  `${canary}@example.com`,
  '2026-13-45T99:99:99Z',
  '0000-00-00',
]

/** What never belongs anywhere. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[undefined, null, true, 0, -0, -1, 0.5, Number.NaN, Infinity, -Infinity, 2 ** 53, 1e308, 10n ** 30n],
    ...[
      [],
      {},
      [[]],
      [null],
      new Date(Number.NaN),
      new Map([[canary, 1]]),
      new Set([canary]),
      /x/,
      new Error(canary),
    ],
    ...[
      new Uint8Array(4),
      new ArrayBuffer(4),
      Array.from({ length: 50_000 }, () => canary),
      'x'.repeat(2_000_000),
    ],
  ),
  fc.constantFrom(...texts),
  fc.constant(null).map(poison),
  fc.constant(null).map(() => deep(2000)),
  fc.anything({ maxDepth: 2, withBigInt: true, withDate: true, withMap: true }),
)

const numbers = [0, 1, 2, 7, 50, 100, 500, 20_000, 2 ** 31, Number.MAX_SAFE_INTEGER]

/** Ids that mean something, by the field that they stand in, as they are when a value is made. */
export type KnownIds = (field: string) => readonly string[]

/** Input that the schema takes more often than not. */
export function inputOf(schema: z.core.$ZodType, ids: KnownIds, field = ''): fc.Arbitrary<unknown> {
  const of = (inner: z.core.$ZodType, name = field) => inputOf(inner, ids, name)
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'string':
      return textFor(def as unknown as TextDef, () => ids(field))
    case 'number': {
      const { minValue, maxValue } = schema as unknown as { minValue: number | null; maxValue: number | null }
      const [low, high] = [minValue ?? 0, maxValue ?? Number.MAX_SAFE_INTEGER]
      const within = numbers.filter((n) => n >= low && n <= high)
      return fc.constantFrom(low, high, ...within, ...within)
    }
    case 'boolean':
      return fc.boolean()
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries))
    case 'literal':
      return fc.constantFrom(...def.values)
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(of(def.element), { minLength: least(def), maxLength: Math.max(3, least(def)) })
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(def.shape).map(([name, inner]) => [name, of(inner, name)])),
      )
    case 'record':
      return fc.dictionary(fc.constantFrom('a', 'portfolio', 'b'), of(def.valueType), { maxKeys: 2 })
    case 'union':
      return fc.oneof(...def.options.map((inner) => of(inner)))
    case 'nullable':
      return fc.oneof(of(def.innerType), fc.constant(null))
    case 'optional':
    case 'default':
    case 'prefault':
      return fc.oneof(of(def.innerType), fc.constant(undefined))
    case 'pipe':
      return of(def.in)
    case 'lazy':
      return of(def.getter())
    case 'readonly':
    case 'nonoptional':
    case 'catch':
      return of(def.innerType)
    default:
      throw new Error(`nothing is known of ${def.type}`)
  }
}

interface TextDef {
  format?: string
  checks?: { _zod: { def: { check: string; maximum?: number; pattern?: RegExp } } }[]
}

function textFor({ format, checks = [] }: TextDef, ids: () => readonly string[]): fc.Arbitrary<string> {
  const known = fc.nat().map((n) => ids()[n % ids().length] ?? '')
  if (format === 'uuid' || format === 'guid') return fc.oneof({ arbitrary: known, weight: 6 }, fc.uuid())
  if (format === 'datetime') {
    return fc.constantFrom('2026-03-10T12:00:00.000Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999999Z')
  }
  if (format === 'date') return fc.constantFrom('2026-03-10', '0001-01-01', '9999-12-31')
  if (format === 'email') return fc.constantFrom('cassie@msp.example', `${canary}@example.com`)
  const defs = checks.map(({ _zod }) => _zod.def)
  const most = Math.min(...defs.map(({ maximum }) => maximum ?? Infinity), 20_000)
  const pattern = defs.find((def) => def.pattern)?.pattern
  if (pattern) {
    const made = fc.stringMatching(new RegExp(pattern.source))
    return fc.oneof({ arbitrary: known, weight: 3 }, made)
  }
  const fitting = texts.filter(({ length }) => length <= most)
  return fc.oneof(
    fc.constantFrom(...fitting, 'a'.repeat(most), '\ud83d\ude00'.repeat(most / 2)),
    fc.string({ maxLength: Math.min(most, 40), unit: 'binary' }),
  )
}

function least(def: unknown): number {
  const { checks = [] } = def as { checks?: { _zod: { def: { check: string; minimum?: number } } }[] }
  return Math.max(0, ...checks.map(({ _zod }) => _zod.def.minimum ?? 0))
}

/** Input that fits, with something hostile in one place: instead of a value, or as one more key. */
export function spoiled(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .record({
      input: valid,
      value: hostileValue,
      path: fc.array(fc.nat({ max: 30 }), { maxLength: 3 }),
      adds: fc.boolean(),
    })
    .map(({ input, value, path, adds }) => spoil(input, path, value, adds))
}

function spoil(input: unknown, path: number[], value: unknown, adds: boolean): unknown {
  if (typeof input !== 'object' || input === null) return value
  if (adds && path.length === 0)
    return { ...input, ...(Object(value) === value ? (value as object) : { extra: value }) }
  const names = Object.keys(input)
  const name = names[(path[0] ?? 0) % Math.max(1, names.length)]
  if (name === undefined) return value
  const inner = spoil((input as Record<string, unknown>)[name], path.slice(1), value, adds)
  return Array.isArray(input) ? Object.assign([...input], { [name]: inner }) : { ...input, [name]: inner }
}
