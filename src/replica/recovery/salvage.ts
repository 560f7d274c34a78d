import { existsSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'
import { carveChanges } from './carve.ts'
import { copyForReading } from './copy.ts'
import { type OwnTable, ownTables, parseRow, type Row } from './own-rows.ts'
import { unlock } from './unlock.ts'

/** What could be taken out of a file that is not used any more. */
export interface Salvage {
  /** Of the queue, in its order. */
  changes: Row[]
  /** Found in pages that nothing refers to any more: they may have been sent, or taken back, long ago. */
  doubtful: Row[]
  /** Changes that surely were there and could not be read. */
  changesLost: number
  /** Whether `changesLost` is all there is to say: what lists the changes could be read as well. */
  isCountSure: boolean
  labels: Row[]
  notKept: Row[]
}

/** Reads what is the user's own out of a file that may be damaged anywhere. Never throws, and never writes to it. */
export function salvage(file: string, key: Uint8Array): Salvage {
  const read = readTables(file, key)
  if (read?.isWhole) return { ...read.found, doubtful: [], changesLost: 0, isCountSure: true }
  const unlogged = read ? null : readWithoutLog(file, key)
  const found = read?.found ?? { labels: [], notKept: [], ...unlogged, changes: [] }
  const known = new Set(found.changes.map((row) => row.mutation_id))
  const loose = [...(unlogged?.changes ?? []), ...attempt(() => carveChanges(file, key), [])]
  const doubtful = [...new Map(loose.map((row) => [row.mutation_id, row])).values()]
    .filter((row) => !known.has(row.mutation_id ?? ''))
    .sort(byKey('seq'))
  const carved = new Set(doubtful.map((row) => row.mutation_id))
  const lost = (read?.missing ?? []).filter((id) => !carved.has(id))
  return { ...found, doubtful, changesLost: lost.length, isCountSure: read?.isListSure ?? false }
}

/** As it was before its log: that may be another file's, or damaged, and what it says can't be known. */
function readWithoutLog(file: string, key: Uint8Array): Read['found'] | null {
  if (!existsSync(`${file}-wal`) || !existsSync(file)) return null
  const copy = attempt(() => copyForReading(file, ['']), null)
  if (!copy) return null
  const read = readTables(copy.file, key)
  attempt(copy.discard, undefined)
  return read?.found ?? null
}

interface Read {
  found: Pick<Salvage, 'changes' | 'labels' | 'notKept'>
  isWhole: boolean
  /** Changes that an index lists and the table didn't give. */
  missing: string[]
  isListSure: boolean
}

/** Null where the file can't be opened at all. */
function readTables(file: string, key: Uint8Array): Read | null {
  if (!existsSync(file)) return null
  let database: Database | null = null
  try {
    database = new Database(file, { readonly: true, fileMustExist: true })
    unlock(database, key)
    const queue = readTable(database, 'outbox')
    const changes = queue.rows
    const read = new Set(changes.map((row) => row.mutation_id))
    const listed = queue.isWhole ? [] : listChanges(database)
    return {
      found: {
        changes,
        labels: readTable(database, 'account_label').rows,
        notKept: readTable(database, 'account_not_kept').rows,
      },
      isWhole: queue.isWhole,
      missing: (listed ?? []).filter((id) => !read.has(id)),
      isListSure: listed !== null,
    }
  } catch {
    return null
  } finally {
    attempt(() => database?.close(), undefined)
  }
}

/** Numbers between two readable ends are tried one by one, up to so many. */
const mostTried = 100_000

function readTable(database: Database, table: OwnTable): { rows: Row[]; isWhole: boolean } {
  const { key } = ownTables[table]
  const rows = new Map<unknown, Row>()
  let isWhole = true
  function take(row: unknown): unknown {
    const at = (row as Row)[key]
    const parsed = parseRow(table, row)
    if (parsed) rows.set(at, parsed)
    else isWhole = false
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

/** All changes as an index lists them, without their table; null where no index can be read to its end. */
function listChanges(database: Database): string[] | null {
  return attempt(
    () =>
      database
        .prepare(
          'select mutation_id as id from outbox indexed by sqlite_autoindex_outbox_1 order by mutation_id',
        )
        .all()
        .map((row) => (row as { id: string }).id),
    null,
  )
}

function hasTable(database: Database, table: string): boolean {
  return (
    database.prepare("select 1 from sqlite_master where type = 'table' and name = ?").get(table) !== undefined
  )
}

function byKey(key: string): (a: Row, b: Row) => number {
  return (a, b) => ((a[key] ?? 0) < (b[key] ?? 0) ? -1 : 1)
}

/** Anything may fail in a damaged file, and nothing of it is a bug of this program. */
function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch {
    return otherwise
  }
}
