import { existsSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'
import { carveChanges } from './carve.ts'
import { copyForReading } from './copy.ts'
import type { Row } from './own-rows.ts'
import { attempt, byKey, readTable } from './read-table.ts'
import { noReviews, type SalvagedReviews, salvageReviews } from './salvage-reviews.ts'
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
  reviews: SalvagedReviews
}

/** Reads what is the user's own out of a file that may be damaged anywhere. Never throws, and never writes to it. */
export function salvage(file: string, key: Uint8Array): Salvage {
  const read = readTables(file, key)
  if (read?.isWhole) return { ...read.found, doubtful: [], changesLost: 0, isCountSure: true }
  const unlogged = read ? null : readWithoutLog(file, key)
  const found = read?.found ?? { labels: [], notKept: [], reviews: noReviews, ...unlogged, changes: [] }
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
  found: Pick<Salvage, 'changes' | 'labels' | 'notKept' | 'reviews'>
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
        reviews: salvageReviews(database, changes),
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
