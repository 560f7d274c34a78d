import type Database from 'better-sqlite3-multiple-ciphers'
import { type OwnTable, ownTables, parseRow, type Row } from './own-rows.ts'

/** Numbers between two readable ends are tried one by one, up to so many. */
const mostTried = 100_000

/**
 * All rows of a table that can still be reached, from both ends where something between them can't be. `isWhole`: these
 * are all. `isWanted` leaves rows out.
 */
export function readTable(
  database: Database,
  table: OwnTable,
  isWanted: (row: Row) => boolean = () => true,
): { rows: Row[]; isWhole: boolean } {
  const { key } = ownTables[table]
  const rows = new Map<unknown, Row>()
  let isWhole = true
  function take(row: unknown): unknown {
    const at = (row as Row)[key]
    const parsed = parseRow(table, row)
    if (!parsed) isWhole = false
    else if (isWanted(parsed)) rows.set(at, parsed)
    return at
  }
  /** One row after the other, until there are no more or one can't be reached. Answers the last one. */
  function walk(first: string, next: string): { last: unknown; isWhole: boolean } {
    let last: unknown
    try {
      let row = database.prepare(first).get()
      const after = database.prepare(next)
      while (row !== undefined) {
        last = take(row)
        row = after.get(last as number)
      }
      return { last, isWhole: true }
    } catch {
      return { last, isWhole: false }
    }
  }
  if (!attempt(() => hasTable(database, table), true)) return { rows: [], isWhole: true }
  const up = walk(
    `select * from ${table} order by ${key} limit 1`,
    `select * from ${table} where ${key} > ? order by ${key} limit 1`,
  )
  if (up.isWhole) return { rows: [...rows.values()], isWhole }
  const down = walk(
    `select * from ${table} order by ${key} desc limit 1`,
    `select * from ${table} where ${key} < ? order by ${key} desc limit 1`,
  )
  if (table === 'outbox') tryBetween(database, Number(up.last ?? 0), down.last, take)
  return { rows: [...rows.values()].sort(byKey(key)), isWhole: false }
}

function tryBetween(database: Database, low: number, high: unknown, take: (row: unknown) => unknown): void {
  const end = typeof high === 'number' ? high : highestNumber(database, low)
  const at = attempt(() => database.prepare('select * from outbox where seq = ?'), null)
  if (!at) return
  for (let seq = low + 1; seq < end && seq <= low + mostTried; seq += 1) {
    const row = attempt(() => at.get(seq), undefined)
    if (row !== undefined) take(row)
  }
}

/** One above the highest number that was ever given. */
function highestNumber(database: Database, low: number): number {
  const row = attempt(
    () => database.prepare("select seq from sqlite_sequence where name = 'outbox'").get(),
    undefined,
  ) as { seq: number } | undefined
  return (row?.seq ?? low + 1000) + 1
}

function hasTable(database: Database, table: string): boolean {
  return (
    database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table) !== undefined
  )
}

/** The order of a table by its key. */
export function byKey(key: string): (a: Row, b: Row) => number {
  return (a, b) => ((a[key] ?? 0) < (b[key] ?? 0) ? -1 : 1)
}

/** Anything may fail in a damaged file, and nothing of it is a bug of this program. */
export function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch {
    return otherwise
  }
}
