import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCodec } from './codec.ts'

const codec = createCodec(
  (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  (text) => new Uint8Array(Buffer.from(text, 'base64')),
)
const roundTrip = (value: unknown): unknown => codec.decode(codec.encode(value))

test('whatever structured clone carries without cycles arrives equal', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: false,
    withNullPrototype: false,
    key: fc.oneof(fc.string(), fc.constantFrom('$', 'v', '__proto__', 'constructor', 'toString')),
  })
  fc.assert(
    fc.property(anything, (value) => {
      // Vitest's equality takes a member called `constructor` for the object's class.
      expect(isDeepStrictEqual(roundTrip(value), structuredClone(value))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test('an object that looks like one of the wire’s own tags stays an object', () => {
  const value = { $: 'date', v: 0, inner: [{ $: 'undefined' }] }
  expect(roundTrip(value)).toStrictEqual(value)
})

test('errors keep their class, message and stack', () => {
  const error = new RangeError('too far')
  const copy = roundTrip(error) as Error
  expect(copy).toBeInstanceOf(RangeError)
  expect(copy).toMatchObject({ message: 'too far', stack: error.stack })
})

test('an invalid date stays invalid, regular expressions keep their flags', () => {
  expect((roundTrip(new Date(Number.NaN)) as Date).getTime()).toBeNaN()
  expect(roundTrip(/a+/giu)).toStrictEqual(/a+/giu)
})

test('a Buffer arrives as its bytes', () => {
  expect(roundTrip(Buffer.from([1, 2, 3]))).toStrictEqual(new Uint8Array([1, 2, 3]))
})

test.each([
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a promise', Promise.resolve()],
  ['a weak map', new WeakMap()],
])('%s is refused', (_name, value) => {
  expect(() => codec.encode({ value })).toThrow('An object could not be cloned.')
})

test('a cycle is refused, a repeated value is not', () => {
  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic
  const shared = { a: 1 }
  expect(() => codec.encode(cyclic)).toThrow('An object could not be cloned.')
  expect(roundTrip([shared, shared])).toStrictEqual([shared, shared])
})
