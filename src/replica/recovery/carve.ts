import { closeSync, existsSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { framesOf } from './log-frames.ts'
import { parseRow, type Row } from './own-rows.ts'
import { unlock } from './unlock.ts'

const pageBytes = 4096
/** Tables that are laid over pages at a time; their definitions have to fit into one page. */
const probes = 40

/** The first columns of the queue in their order; a version adds columns behind them alone. */
const columns = ['seq', 'mutation_id', 'account_id', 'intent', 'names', 'created_at', 'state'] as const
const letters = columns.map((_, n) => String.fromCharCode(97 + n))

/**
 * Finds changes in a file whose beginning or whose structure is lost: each page is encrypted by itself, so every one
 * that is whole can be read as long as SQLite is told where to look. A new beginning under the same key takes the place
 * of the old one, with tables in the shape of the queue that are laid over one page after the other; what comes out is
 * checked row by row. Costs about a millisecond a page.
 */
export function carveChanges(file: string, key: Uint8Array): Row[] {
  const found = new Map<unknown, Row>()
  // First without its log, which may be that of another file, then as the log has it.
  for (const withLog of existsSync(`${file}-wal`) ? [false, true] : [false])
    for (const row of carve(file, key, withLog)) found.set(row.mutation_id, row)
  return [...found.values()].sort((a, b) => Number(a.seq) - Number(b.seq))
}

function carve(file: string, key: Uint8Array, withLog: boolean): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-'))
  const copy = join(folder, 'carve.db')
  const found: Row[] = []
  try {
    const pages = pagesOf(file)
    begin(copy, key, pages)
    movePages(file, copy)
    if (withLog) moveFrames(file, copy)
    const database = openScratch(copy, key)
    try {
      // Its schema is written by hand.
      database.unsafeMode(true)
      for (let page = 2; page <= pages; page += probes) {
        layOver(database, page, pages)
        for (let n = 0; n < probes; n += 1) found.push(...rowsUnder(database, n))
      }
    } finally {
      database.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return found
}

function pagesOf(file: string): number {
  const handle = openSync(file, 'r')
  const { size } = fstatSync(handle)
  closeSync(handle)
  return (framesOf(file) ?? []).reduce((most, { page }) => Math.max(most, page), Math.ceil(size / pageBytes))
}

/** It is thrown away in the end, so nothing of it has to survive anything. */
function openScratch(copy: string, key: Uint8Array): Database {
  const database = new Database(copy)
  unlock(database, key)
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  return database
}

/** A file of at least so many pages whose first one holds the probes. */
function begin(copy: string, key: Uint8Array, pages: number): void {
  const database = openScratch(copy, key)
  try {
    const [first, ...others] = letters
    const shape = `${first} integer primary key,${others.join(',')}`
    for (let n = 0; n < probes; n += 1) database.exec(`create table p${n}(${shape})`)
    database.exec('create table filler(a)')
    database.prepare('insert into filler values (zeroblob(?))').run(pages * pageBytes)
  } finally {
    database.close()
  }
}

/** All but the first page of the file. */
function movePages(file: string, copy: string): void {
  const source = openSync(file, 'r')
  const target = openSync(copy, 'r+')
  try {
    const chunk = Buffer.alloc(256 * pageBytes)
    let read = 0
    for (let at = pageBytes; ; at += read) {
      read = readSync(source, chunk, 0, chunk.length, at)
      if (read === 0) break
      writeSync(target, chunk, 0, read, at)
    }
  } finally {
    closeSync(target)
    closeSync(source)
  }
}

/** What the log holds on top. */
function moveFrames(file: string, copy: string): void {
  const log = openSync(`${file}-wal`, 'r')
  const target = openSync(copy, 'r+')
  try {
    const content = Buffer.alloc(pageBytes)
    for (const { page, at } of framesOf(file) ?? []) {
      readSync(log, content, 0, pageBytes, at)
      if (page > 1) writeSync(target, content, 0, pageBytes, (page - 1) * pageBytes)
    }
  } finally {
    closeSync(target)
    closeSync(log)
  }
}

function layOver(database: Database, first: number, last: number): void {
  database.pragma('writable_schema = ON')
  const move = database.prepare('update sqlite_master set rootpage = ? where name = ?')
  database.transaction(() => {
    for (let n = 0; n < probes; n += 1) move.run(Math.min(first + n, last), `p${n}`)
  })()
  // Reads the schema anew, with the tables where they now are.
  database.pragma('writable_schema = RESET')
}

/** A page that is none of a table, or damaged, answers nothing. */
function rowsUnder(database: Database, probe: number): Row[] {
  try {
    const named = columns.map((column, n) => `${letters[n]} as ${column}`).join(', ')
    const rows = database.prepare(`select ${named} from p${probe}`).all()
    return rows.map((row) => parseRow('outbox', row)).filter((row) => row !== null)
  } catch {
    return []
  }
}
