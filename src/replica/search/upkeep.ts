import type { Sql } from '../database.ts'
import { readMeta } from '../repositories/meta.ts'
import { eachGram } from './grams.ts'
import { accounts, applications, foldEntry, type Kind, kinds, people } from './kinds.ts'
import { createSegmentBuilder } from './segment.ts'

/**
 * So many rows that aren't in the index yet, or changed since, are looked at one by one in each search rather than
 * making a part of the index anew for each of them: it takes less than a millisecond.
 */
export const tolerated = 256

const pairsInPart = 0x1_0000_0000
const partsOfKind = 0x4_0000

/** The numbers of a kind that lie in one part. */
export interface Part {
  kind: Kind
  /** Counted from 0 in each kind. */
  index: number
}

/** Where the rows of a part lie in the table of grams: from the first to before the second. */
export function rowsOfPart({ kind, index }: Part): { from: number; to: number } {
  const part = kind.id * partsOfKind + index
  return { from: part * pairsInPart, to: (part + 1) * pairsInPart }
}

export function upTo(sql: Sql, kind: Kind): number {
  return sql.get<{ n: number }>('select up_to as n from search_done where kind = ?', kind.id)?.n ?? 0
}

/** Empties the index, to be called before every row that is in it is removed. */
export function resetIndex(sql: Sql): void {
  sql.run('delete from search_gram')
  sql.run('delete from search_due')
  sql.run('update search_done set up_to = 0')
}

/**
 * Makes the one part of the index that needs it most, inside a transaction of the caller's; some twenty milliseconds.
 * False when there was nothing to do. To be called again and again while nothing else waits to be written.
 */
export function indexStep(sql: Sql): boolean {
  const part = partToMake(sql)
  if (!part) return false
  makePart(sql, part)
  return true
}

function partToMake(sql: Sql): Part | null {
  // What is gone for the user has to go from the index too.
  const gone = sql.get<{ kind: number; n: number }>('select kind, n from search_due where gone = 1 limit 1')
  if (gone) return partOf(gone.kind, gone.n)
  for (const kind of kinds) {
    if (!isTimeFor(sql, kind)) continue
    const beyond = beginningOfBacklog(sql, kind)
    if (beyond !== null) return partOf(kind.id, beyond)
  }
  const due = sql.get<{ count: number }>('select count(*) as count from search_due')
  if ((due?.count ?? 0) <= tolerated) return null
  const numbers = sql.all<{ kind: number; n: number }>('select kind, n from search_due')
  return mostFrequent(numbers.map(({ kind, n }) => partOf(kind, n)))
}

/**
 * In a first sync a part would be made again and again while its rows arrive: accounts are waited for until all of
 * them are here, people until they fill a part, invitations until the end. While it is stopped nothing arrives.
 */
function isTimeFor(sql: Sql, kind: Kind): boolean {
  if (readMeta(sql, 'cursor') !== null || readMeta(sql, 'loadingStopped') !== null) return true
  if (kind === accounts || kind === applications) return readMeta(sql, 'usable') !== null
  if (kind !== people) return false
  const last = sql.get<{ n: number | null }>('select max(n) as n from person')?.n ?? 0
  return last >= (Math.floor(upTo(sql, kind) / kind.width) + 1) * kind.width
}

function partOf(kindId: number, n: number): Part | null {
  const kind = kinds[kindId]
  return kind ? { kind, index: Math.floor(n / kind.width) } : null
}

/** The first row behind the index, where more of them wait there than are tolerated. */
function beginningOfBacklog(sql: Sql, { id, table, key }: Kind): number | null {
  const waiting = sql.get<{ first: number | null; count: number }>(
    `select min(n) as first, count(*) as count from (
       select ${key} as n from ${table} where ${key} > (select up_to from search_done where kind = ?)
       order by ${key} limit ?)`,
    id,
    tolerated + 1,
  )
  return waiting && waiting.count > tolerated ? waiting.first : null
}

function mostFrequent(parts: readonly (Part | null)[]): Part | null {
  const counts = new Map<string, { part: Part; count: number }>()
  for (const part of parts) {
    if (!part) continue
    const name = `${part.kind.id}/${part.index}`
    const counted = counts.get(name)
    if (counted) counted.count += 1
    else counts.set(name, { part, count: 1 })
  }
  const most = [...counts.values()].sort((a, b) => b.count - a.count)[0]
  return most?.part ?? null
}

function makePart(sql: Sql, part: Part): void {
  const { kind, index } = part
  const first = index * kind.width
  const end = first + kind.width
  const builder = createSegmentBuilder()
  let last = 0
  for (const entry of kind.read(sql, 'n >= ? and n < ? order by n', first, end)) {
    const number = entry.n - first
    eachGram(foldEntry(entry), (a, b, c) => builder.add(number, a, b, c))
    last = entry.n
  }
  const rows = rowsOfPart(part)
  sql.run('delete from search_gram where k >= ? and k < ?', rows.from, rows.to)
  for (const { pair, grams } of builder.finish())
    sql.run('insert into search_gram (k, postings) values (?, ?)', rows.from + pair, grams)
  sql.run('delete from search_due where kind = ? and n >= ? and n < ?', kind.id, first, end)
  moveOn(sql, kind, { first, last })
}

/**
 * Rows up to the last of the part that was made are in the index, as all before it were; and never more than there are,
 * as the number of the last row may be given again when that is gone.
 */
function moveOn(sql: Sql, kind: Kind, made: { first: number; last: number }): void {
  const done = upTo(sql, kind)
  const next = sql.get<{ n: number | null }>(
    `select min(${kind.key}) as n from ${kind.table} where ${kind.key} > ?`,
    done,
  )
  const follows = next?.n !== null && next !== undefined && next.n >= made.first && next.n <= made.last
  const most = sql.get<{ n: number | null }>(`select max(${kind.key}) as n from ${kind.table}`)?.n ?? 0
  sql.run(
    'update search_done set up_to = ? where kind = ?',
    Math.min(follows ? Math.max(done, made.last) : done, most),
    kind.id,
  )
}
