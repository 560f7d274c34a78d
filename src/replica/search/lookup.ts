import type { Sql } from '../database.ts'
import type { Gram } from './grams.ts'
import type { Kind } from './kinds.ts'
import { type Cursor, findPostings, keepAmong, readEntries } from './postings.ts'
import { rowsOfPart, upTo } from './upkeep.ts'

export interface Found {
  /** Of rows that have all the grams; some may have changed since, and have to be looked at. */
  numbers: number[]
  /** There are more. */
  cut: boolean
}

/** Rows of a kind that are in the index under each of these grams, in the order of their numbers, `most` at most. */
export function lookUp(sql: Sql, kind: Kind, grams: readonly Gram[], most: number): Found {
  const numbers: number[] = []
  const last = Math.floor(upTo(sql, kind) / kind.width)
  for (let index = 0; index <= last; index += 1) {
    const missing = most - numbers.length
    // One more than are wanted, to know whether there are more.
    const found = lookUpInPart(sql, rowsOfPart({ kind, index }).from, grams, missing + 1)
    for (const entry of found.slice(0, missing)) numbers.push(index * kind.width + entry)
    if (found.length > missing) return { numbers, cut: true }
  }
  return { numbers, cut: false }
}

function lookUpInPart(sql: Sql, base: number, grams: readonly Gram[], most: number): number[] {
  const lists: Cursor[][] = []
  for (const gram of grams) {
    const cursors = postingsOf(sql, base, gram)
    if (cursors.length === 0) return []
    lists.push(cursors)
  }
  lists.sort((a, b) => sizeOf(a) - sizeOf(b))
  const [shortest = [], ...others] = lists
  let entries = anyOf(shortest, others.length === 0 ? most : Number.POSITIVE_INFINITY)
  for (const cursors of others) {
    // So few are sooner looked at than sought in what may be a long list.
    if (entries.length <= fewEntries) break
    entries = keepAmongAny(entries, cursors)
  }
  return entries
}

const fewEntries = 4

function postingsOf(sql: Sql, base: number, [first, second, third]: Gram): Cursor[] {
  if (second !== null) {
    const row = sql.get<{ postings: Uint8Array }>(
      'select postings from search_gram where k = ?',
      base + first * 0x1_0000 + second,
    )
    return row ? findPostings(row.postings, third) : []
  }
  const from = base + first * 0x1_0000
  return sql
    .all<{ postings: Uint8Array }>(
      'select postings from search_gram where k >= ? and k < ?',
      from,
      from + 0x1_0000,
    )
    .flatMap(({ postings }) => findPostings(postings, third))
}

function sizeOf(cursors: readonly Cursor[]): number {
  return cursors.reduce((sum, { at, end }) => sum + end - at, 0)
}

/** Entries behind any of the cursors, in rising order: at most about as many as are wanted. */
function anyOf(cursors: readonly Cursor[], most: number): number[] {
  const [only] = cursors
  if (only && cursors.length === 1) return readEntries(only, most)
  const entries = new Set<number>()
  for (const cursor of cursors) {
    if (entries.size >= most) break
    for (const entry of readEntries(cursor, most)) entries.add(entry)
  }
  return Array.from(Float64Array.from(entries).sort())
}

function keepAmongAny(entries: readonly number[], cursors: readonly Cursor[]): number[] {
  const [only] = cursors
  if (only && cursors.length === 1) return keepAmong(entries, only)
  const among = new Set<number>()
  for (const cursor of cursors) for (const entry of keepAmong(entries, cursor)) among.add(entry)
  return entries.filter((entry) => among.has(entry))
}

/** While an index is being made, so many rows behind it are looked at in a search, of which the others are missing. */
const mostBehind = 1500

/** Rows that have to be looked at one by one, as the index doesn't hold them as they are now. */
export function notIndexed(sql: Sql, kind: Kind): Found {
  const behind = sql.all<{ n: number }>(
    `select ${kind.key} as n from ${kind.table} where ${kind.key} > ? order by ${kind.key} limit ?`,
    upTo(sql, kind),
    mostBehind + 1,
  )
  // Those that went too: their numbers may have been given to others already.
  const due = sql.all<{ n: number }>(
    'select n from search_due where kind = ? limit ?',
    kind.id,
    mostBehind + 1,
  )
  const cut = behind.length > mostBehind || due.length > mostBehind
  const numbers = new Set([...due.slice(0, mostBehind), ...behind.slice(0, mostBehind)].map(({ n }) => n))
  return { numbers: [...numbers], cut }
}
