import { writePostings } from './postings.ts'

/** All grams that share their first two units, with the entries that have them: one row of the index. */
export interface Bucket {
  /** `first * 65,536 + second`. */
  pair: number
  grams: Uint8Array
}

/** Gathers which entry has which gram, then answers the buckets. One is made for each part of the index. */
export interface SegmentBuilder {
  /** Of an entry, in rising order of entries. The same gram may be said twice. */
  add(entry: number, first: number, second: number, third: number): void
  /** In rising order of pairs. */
  finish(): Bucket[]
}

export function createSegmentBuilder(): SegmentBuilder {
  // A table of our own, open to the next free place: a Map takes six times as long.
  let capacity = 1 << 15
  // Places count from 1, 0 is free.
  let slots = new Int32Array(capacity)
  let known = 0
  let pairs = new Uint32Array(1 << 13)
  let thirds = new Uint32Array(1 << 13)
  let latest = new Int32Array(1 << 13)
  let counts = new Uint32Array(1 << 13)
  let gramOf = new Uint32Array(1 << 16)
  let entryOf = new Uint32Array(1 << 16)
  let size = 0

  function slotOf(pair: number, third: number): number {
    let hash = Math.imul(pair, 0x9e3779b1) ^ Math.imul(third, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    let slot = (hash ^ (hash >>> 13)) & (capacity - 1)
    for (;;) {
      const place = slots[slot] ?? 0
      if (place === 0 || (pairs[place - 1] === pair && thirds[place - 1] === third)) return slot
      slot = (slot + 1) & (capacity - 1)
    }
  }

  function placeOf(pair: number, third: number): number {
    const slot = slotOf(pair, third)
    const found = slots[slot] ?? 0
    if (found > 0) return found - 1
    if (known === pairs.length) {
      pairs = grown(pairs)
      thirds = grown(thirds)
      latest = grown(latest)
      counts = grown(counts)
    }
    pairs[known] = pair
    thirds[known] = third
    latest[known] = -1
    known += 1
    slots[slot] = known
    if (known * 2 > capacity) rehash()
    return known - 1
  }

  function rehash(): void {
    capacity *= 2
    slots = new Int32Array(capacity)
    for (let place = 0; place < known; place += 1)
      slots[slotOf(pairs[place] ?? 0, thirds[place] ?? 0)] = place + 1
  }

  /** The entries of each gram side by side, and where those of each begin. */
  function sortByGram(): { entries: Uint32Array; starts: Uint32Array } {
    const starts = new Uint32Array(known + 1)
    for (let place = 0; place < known; place += 1)
      starts[place + 1] = (starts[place] ?? 0) + (counts[place] ?? 0)
    const next = starts.slice()
    const entries = new Uint32Array(size)
    for (let index = 0; index < size; index += 1) {
      const place = gramOf[index] ?? 0
      const at = next[place] ?? 0
      entries[at] = entryOf[index] ?? 0
      next[place] = at + 1
    }
    return { entries, starts }
  }

  return {
    add(entry, first, second, third) {
      const place = placeOf(((first << 16) | second) >>> 0, third)
      if (latest[place] === entry) return
      latest[place] = entry
      counts[place] = (counts[place] ?? 0) + 1
      if (size === gramOf.length) {
        gramOf = grown(gramOf)
        entryOf = grown(entryOf)
      }
      gramOf[size] = place
      entryOf[size] = entry
      size += 1
    },
    finish() {
      const { entries, starts } = sortByGram()
      const order = Array.from({ length: known }, (_, place) => place).sort(
        (a, b) => (pairs[a] ?? 0) - (pairs[b] ?? 0) || (thirds[a] ?? 0) - (thirds[b] ?? 0),
      )
      const buckets: Bucket[] = []
      for (let from = 0; from < order.length; ) {
        const pair = pairs[order[from] ?? 0] ?? 0
        let to = from
        while (to < order.length && pairs[order[to] ?? 0] === pair) to += 1
        const grams = order.slice(from, to).map((place) => ({
          third: thirds[place] ?? 0,
          start: starts[place] ?? 0,
          end: starts[place + 1] ?? 0,
        }))
        buckets.push({ pair, grams: writePostings(grams, entries) })
        from = to
      }
      return buckets
    },
  }
}

function grown<T extends Int32Array | Uint32Array>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2)
  larger.set(array)
  return larger
}
