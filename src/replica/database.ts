/// <reference path="./better-sqlite3-multiple-ciphers.d.ts" />
import { fail, ok, type Result } from '@gatehouse/contract'
import Database, { type Statement } from 'better-sqlite3-multiple-ciphers'
import { fileProblem, problemOf } from './failures.ts'
import { type Migration, migrations } from './migrations/index.ts'

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
  /** What may be remembered of rows; forgotten when a transaction rolls back. */
  memory: Map<string, unknown>
  close(): void
}

const keyBytes = 32
/** Of each of the two connections. */
const cacheKibibytes = 32 * 1024

/**
 * Opens the encrypted file, makes it where it isn't there, and brings its schema up to date. The key is 32 raw bytes,
 * so no passphrase is derived. Problem: `replica_unavailable`, with a detail for a person to read. A file with a newer
 * schema is left as it is.
 */
export function openDatabase(
  file: string,
  key: Uint8Array,
  known: readonly Migration[] = migrations,
): Result<Sql> {
  if (key.length !== keyBytes) throw new RangeError(`A replica's key has ${keyBytes} bytes`)
  let database: Database | null = null
  try {
    database = new Database(file)
    unlock(database, key)
    const found = database.pragma('user_version', { simple: true }) as number
    if (found > (known.at(-1)?.version ?? 0)) {
      database.close()
      return fail(fileProblem('newer'))
    }
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = NORMAL')
    // Sorting must not spill rows into plain files.
    database.pragma('temp_store = MEMORY')
    database.pragma(`cache_size = -${cacheKibibytes}`)
    database.pragma('foreign_keys = OFF')
    migrate(database, found, known)
    return ok(wrap(database))
  } catch (error) {
    database?.close()
    return fail(problemOf(error) ?? fileProblem(error instanceof TypeError ? 'missing' : 'failing'))
  }
}

/**
 * A second connection to a file that `openDatabase` has opened already: it can't write, and each of its transactions
 * sees the file as it was at one moment, whatever is written meanwhile. Problem: `replica_unavailable`.
 */
export function openToRead(file: string, key: Uint8Array): Result<Sql> {
  if (key.length !== keyBytes) throw new RangeError(`A replica's key has ${keyBytes} bytes`)
  let database: Database | null = null
  try {
    // Not `readonly`: a reader of a file with a log ahead has to note down in its index up to where it reads.
    database = new Database(file, { fileMustExist: true })
    unlock(database, key)
    database.pragma('temp_store = MEMORY')
    database.pragma(`cache_size = -${cacheKibibytes}`)
    database.pragma('query_only = ON')
    return ok(wrapReader(database))
  } catch (error) {
    database?.close()
    return fail(problemOf(error) ?? fileProblem(error instanceof TypeError ? 'missing' : 'failing'))
  }
}

function unlock(database: Database, key: Uint8Array): void {
  // "raw:" and the hexadecimal digits are taken as the key itself. Handed over as bytes, so it is in no SQL text.
  const spelled = Buffer.from(
    `raw:${Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('hex')}`,
  )
  database.key(spelled)
  spelled.fill(0)
  // A key is accepted blindly; the first read tells whether it fits.
  database.prepare('select count(*) from sqlite_master').get()
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

function wrap(database: Database): Sql {
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
    memory,
    close() {
      prepared.clear()
      database.close()
    },
  }
}

function wrapReader(database: Database): Sql {
  const sql = wrap(database)
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
