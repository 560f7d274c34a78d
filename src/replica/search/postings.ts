// How a bucket lies in its bytes: for each gram in rising order of its third unit, that unit, the length of what
// follows, and the entries that have the gram in rising order, each as the gap to the one before. All of them as
// numbers of seven bits a byte, where the highest bit says that more come.

interface Span {
  third: number
  /** Where its entries lie in the array of all. */
  start: number
  end: number
}

export function writePostings(spans: readonly Span[], entries: Uint32Array): Uint8Array {
  const sizes = spans.map((span) => sizeOf(span, entries))
  let total = 0
  for (const [index, span] of spans.entries()) {
    const size = sizes[index] ?? 0
    total += lengthOf(span.third) + lengthOf(size) + size
  }
  const bytes = new Uint8Array(total)
  let at = 0
  function write(number: number): void {
    let rest = number
    while (rest > 127) {
      bytes[at] = (rest & 127) | 128
      at += 1
      rest >>>= 7
    }
    bytes[at] = rest
    at += 1
  }
  for (const [index, { third, start, end }] of spans.entries()) {
    write(third)
    write(sizes[index] ?? 0)
    let before = -1
    for (let each = start; each < end; each += 1) {
      const entry = entries[each] ?? 0
      write(entry - before - 1)
      before = entry
    }
  }
  return bytes
}

function sizeOf({ start, end }: Span, entries: Uint32Array): number {
  let size = 0
  let before = -1
  for (let each = start; each < end; each += 1) {
    const entry = entries[each] ?? 0
    size += lengthOf(entry - before - 1)
    before = entry
  }
  return size
}

function lengthOf(number: number): number {
  if (number < 0x80) return 1
  if (number < 0x4000) return 2
  return number < 0x20_0000 ? 3 : 4
}

/** Reads numbers one after the other; below 2^28 each. */
export interface Cursor {
  bytes: Uint8Array
  at: number
  end: number
}

function read(cursor: Cursor): number {
  const { bytes } = cursor
  let byte = bytes[cursor.at] ?? 0
  let number = byte & 127
  cursor.at += 1
  for (let shift = 7; byte > 127; shift += 7) {
    byte = bytes[cursor.at] ?? 0
    number |= (byte & 127) << shift
    cursor.at += 1
  }
  return number
}

/** The part of a bucket that holds one gram's entries; of all of its grams where the unit is null. */
export function findPostings(bytes: Uint8Array, third: number | null): Cursor[] {
  const found: Cursor[] = []
  const cursor: Cursor = { bytes, at: 0, end: bytes.length }
  while (cursor.at < cursor.end) {
    const unit = read(cursor)
    const size = read(cursor)
    if (third === null || unit === third) found.push({ bytes, at: cursor.at, end: cursor.at + size })
    if (third !== null && unit >= third) break
    cursor.at += size
  }
  return found
}

/** The entries, at most `limit` of them. */
export function readEntries({ bytes, at, end }: Cursor, limit = Number.POSITIVE_INFINITY): number[] {
  const cursor = { bytes, at, end }
  const entries: number[] = []
  let entry = -1
  while (cursor.at < end && entries.length < limit) {
    entry += read(cursor) + 1
    entries.push(entry)
  }
  return entries
}

/** Those of the entries, in rising order, that are behind the cursor as well. */
export function keepAmong(entries: readonly number[], { bytes, at, end }: Cursor): number[] {
  const cursor = { bytes, at, end }
  const kept: number[] = []
  let index = 0
  let entry = -1
  while (cursor.at < end && index < entries.length) {
    entry += read(cursor) + 1
    while (index < entries.length && (entries[index] ?? 0) < entry) index += 1
    if (entries[index] === entry) {
      kept.push(entry)
      index += 1
    }
  }
  return kept
}
