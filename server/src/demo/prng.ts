/** Numbers that look random and are the same for the same seed, on every machine. Not for secrets of real people. */
export interface Prng {
  /** From 0 up to, not including, 1. */
  float(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** Up to `count` different items, in random order. */
  sample<T>(items: readonly T[], count: number): T[]
  /** Bell curve around 0 with deviation 1. */
  normal(): number
  bytes(length: number): Buffer
  /** A UUIDv7 of the given moment. */
  id(atMs: number): string
}

export function createPrng(seed: string): Prng {
  // sfc32 by Chris Doty-Humphrey, started from four hashes of the seed.
  let [a, b, c, d] = [1, 2, 3, 4].map((salt) => hash32(`${salt}:${seed}`)) as [number, number, number, number]

  function next(): number {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 16; i += 1) next()

  const float = () => next() / 2 ** 32
  const int = (min: number, max: number) => min + Math.floor(float() * (max - min + 1))
  const hex = (digits: number) => next().toString(16).padStart(8, '0').slice(0, digits)

  return {
    float,
    int,
    chance: (probability) => float() < probability,
    pick: (items) => items[int(0, items.length - 1)] as (typeof items)[number],
    sample(items, count) {
      const left = [...items]
      const taken: typeof left = []
      while (taken.length < count && left.length > 0) taken.push(...left.splice(int(0, left.length - 1), 1))
      return taken
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - float())) * Math.cos(2 * Math.PI * float()),
    bytes(length) {
      const out = Buffer.alloc(length)
      for (let i = 0; i < length; i += 1) out[i] = next() & 255
      return out
    },
    id(atMs) {
      const time = Math.floor(atMs).toString(16).padStart(12, '0')
      const variant = '89ab'[next() & 3]
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(8)}${hex(4)}`
    },
  }
}

// FNV-1a over the characters, then mixed so that near seeds lie far apart.
function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
