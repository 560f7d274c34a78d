/// <reference path="./better-sqlite3-multiple-ciphers.d.ts" />
import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fail, ok, type Problem, type Result } from '@gatehouse/contract'
import Database, { type Statement } from 'better-sqlite3-multiple-ciphers'
import { fileProblem, problemOf } from './failures.ts'
import { type Migration, migrations } from './migrations/index.ts'
import { copyForReading } from './recovery/copy.ts'
import { looksAsLeft } from './recovery/left.ts'
import { lookInto } from './recovery/look.ts'
import { type Place, placeOf } from './recovery/place.ts'
import { keyBytes, unlock } from './recovery/unlock.ts'

export type SqlValue = string | number | Uint8Array | null

/** The database as everything else here sees it: statements are prepared once and kept. */
export interface Sql {
  all<Row>(text: string, ...parameters: SqlValue[]): Row[]
  get<Row>(text: string, ...parameters: SqlValue[]): Row | undefined
  /** Answers how many rows it touched. */
  run(text: string, ...parameters: SqlValue[]): number
  /** Runs `work` in one immediate transaction; a throw rolls all of it back. */
  transaction<T>(work: () => T): T
  /** What `work` commits is on the disk when it returns, and survives a power cut; otherwise the last moments may not. */
  durably<T>(work: () => T): T
  /** Moves what the log holds into the file, as far as no reader still needs what lies there. */
  foldLog(): void
  /** What may be remembered of rows; forgotten when a transaction rolls back. */
  memory: Map<string, unknown>
  /** The file can't be written where it lies: every write fails. */
  isReadOnly: boolean
  place: Place
  close(): void
}

/** Of each of the two connections. */
const cacheKibibytes = 32 * 1024
/**
 * At this length of the log a commit folds it in itself; before that it is left to a moment when nobody waits. In a
 * large file what a page of changes touches is scattered, and writing that to its places takes several times as long
 * as writing the log.
 */
const longestLogPages = 16_384

/**
 * Opens the encrypted file, makes it where it isn't there, and brings its schema up to date. The key is 32 raw bytes,
 * so no passphrase is derived. Where it can't be written it is opened to be read alone. Problem:
 * `replica_unavailable`, with a detail for a person to read and a `FileState`. A file with a newer schema is left as
 * it is, to the byte.
 */
export function openDatabase(
  file: string,
  key: Uint8Array,
  known: readonly Migration[] = migrations,
): Result<Sql> {
  if (key.length !== keyBytes) throw new RangeError(`A replica's key has ${keyBytes} bytes`)
  const newest = known.at(-1)?.version ?? 0
  const found = lookInto(file, key, newest)
  if (found === 'newer' || found === 'damaged') return fail(fileProblem(found))
  const opened = attempt(() => openToWrite(file, key, known))
  if (opened.ok || !isUnwritable(opened.error) || !existsSync(file)) return opened
  return attempt(() => openCopy(file, (copy) => openToWrite(copy, key, known)))
}

function openToWrite(file: string, key: Uint8Array, known: readonly Migration[]): Sql {
  // What can't be written SQLite opens all the same, and fails at the first write.
  if (existsSync(file)) for (const path of [file, dirname(file)]) accessSync(path, constants.W_OK)
  const database = new Database(file)
  try {
    unlock(database, key)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    database.pragma(`wal_autocheckpoint = ${longestLogPages}`)
    // What is removed is overwritten: of an account that left nothing is to stay, not even for who has the key.
    database.pragma('secure_delete = ON')
    tune(database)
    database.pragma('foreign_keys = OFF')
    migrate(database, database.pragma('user_version', { simple: true }) as number, known)
    return wrap(database, placeOf(database, file))
  } catch (error) {
    database.close()
    throw error
  }
}

function tune(database: Database): void {
  // Sorting must not spill rows into plain files.
  database.pragma('temp_store = MEMORY')
  database.pragma(`cache_size = -${cacheKibibytes}`)
}

/** Reads a copy, as a file with a log ahead can't be read where nothing can be written. */
function openCopy(file: string, open: (copy: string) => Sql): Sql {
  const copy = copyForReading(file)
  try {
    const sql = open(copy.file)
    sql.run('pragma query_only = ON')
    return {
      ...sql,
      isReadOnly: true,
      close() {
        sql.close()
        copy.discard()
      },
    }
  } catch (error) {
    copy.discard()
    throw error
  }
}

function isUnwritable({ state }: Problem): boolean {
  return state === 'read-only' || state === 'missing'
}

/** A failure of the machine as a problem. */
function attempt(open: () => Sql): Result<Sql> {
  try {
    return ok(open())
  } catch (error) {
    return fail(problemOf(error) ?? fileProblem(error instanceof TypeError ? 'missing' : 'failing'))
  }
}

/**
 * A second connection to a file that `openDatabase` has opened already: it can't write, and each of its transactions
 * sees the file as it was at one moment, whatever is written meanwhile. Problem: `replica_unavailable`.
 */
export function openToRead(file: string, key: Uint8Array): Result<Sql> {
  if (key.length !== keyBytes) throw new RangeError(`A replica's key has ${keyBytes} bytes`)
  const opened = attempt(() => openReader(file, key))
  if (opened.ok || !isUnwritable(opened.error) || !existsSync(file)) return opened
  return attempt(() => openCopy(file, (copy) => openReader(copy, key)))
}

/**
 * The connection of `openToRead`, to a file that nobody has opened since it was closed in good order. Null where it has
 * another schema than today's, or anything at all speaks against it: `openDatabase` brings it up to date, or says why.
 */
export function openAsLeft(file: string, key: Uint8Array): Sql | null {
  const newest = migrations.at(-1)?.version ?? 0
  if (!looksAsLeft(file) || lookInto(file, key, newest) !== 'known') return null
  const opened = openToRead(file, key)
  if (!opened.ok) return null
  const sql = opened.value
  const { user_version: version } = sql.get<{ user_version: number }>('pragma user_version') ?? {}
  if (version === newest && !sql.isReadOnly) return sql
  sql.close()
  return null
}

function openReader(file: string, key: Uint8Array): Sql {
  // Not `readonly`: a reader of a file with a log ahead has to note down in its index up to where it reads.
  const database = new Database(file, { fileMustExist: true })
  try {
    unlock(database, key)
    tune(database)
    database.pragma('query_only = ON')
    return wrapReader(database, placeOfReader(database, file))
  } catch (error) {
    database.close()
    throw error
  }
}

/** To write another file of what is open counts as writing. */
function placeOfReader(database: Database, file: string): Place {
  const place = placeOf(database, file)
  return {
    ...place,
    putBack() {
      database.pragma('query_only = OFF')
      try {
        place.putBack()
      } finally {
        database.pragma('query_only = ON')
      }
    },
  }
}

function migrate(database: Database, found: number, known: readonly Migration[]): void {
  for (const { version, sql } of known) {
    if (version <= found) continue
    database.transaction(() => {
      database.exec(sql)
      database.pragma(`user_version = ${version}`)
    })()
  }
}

function wrap(database: Database, place: Place): Sql {
  const prepared = new Map<string, Statement>()
  const memory = new Map<string, unknown>()
  function statement(text: string) {
    let known = prepared.get(text)
    if (!known) {
      known = database.prepare(text)
      prepared.set(text, known)
    }
    return known
  }
  return {
    all: <Row>(text: string, ...parameters: SqlValue[]) => statement(text).all(...parameters) as Row[],
    get: <Row>(text: string, ...parameters: SqlValue[]) =>
      statement(text).get(...parameters) as Row | undefined,
    run: (text, ...parameters) => statement(text).run(...parameters).changes,
    transaction(work) {
      try {
        return database.transaction(work).immediate()
      } catch (error) {
        memory.clear()
        throw error
      }
    },
    durably(work) {
      database.pragma('synchronous = FULL')
      try {
        return work()
      } finally {
        database.pragma('synchronous = NORMAL')
      }
    },
    foldLog() {
      database.pragma('wal_checkpoint(PASSIVE)')
    },
    memory,
    isReadOnly: false,
    place,
    close() {
      prepared.clear()
      database.close()
    },
  }
}

function wrapReader(database: Database, place: Place): Sql {
  const sql = wrap(database, place)
  const version = database.prepare('pragma data_version')
  let seen: unknown
  return {
    ...sql,
    transaction(work) {
      return database.transaction(() => {
        // Somebody else wrote since: what was remembered of rows may be wrong.
        const { data_version: found } = version.get() as { data_version: number }
        if (found !== seen) sql.memory.clear()
        seen = found
        return work()
      })()
    },
  }
}
