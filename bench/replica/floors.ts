/// <reference path="../../src/replica/better-sqlite3-multiple-ciphers.d.ts" />
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3-multiple-ciphers'
import { median, p95 } from '../metric.ts'

// What the machine itself takes for the bare work under a figure, measured right beside it: on a busy machine the
// ratio to these says more than the milliseconds.

/** Milliseconds to look once through as much text as the names and addresses of so many people are. */
export function scanFloor(people: number): number {
  const text = Buffer.alloc(people * 45, 'anna wagner\nanna.wagner@logistics.test\n')
  return median(Array.from({ length: 20 }, () => timed(() => void text.indexOf('qzxvj'))))
}

/** Milliseconds until four kilobytes are on the disk for certain. */
export function flushFloor(beside: string): number {
  const file = `${beside}.flush`
  const handle = openSync(file, 'w')
  const page = Buffer.alloc(4096, 1)
  const times = Array.from({ length: 40 }, () =>
    timed(() => {
      writeSync(handle, page)
      fsyncSync(handle)
    }),
  )
  closeSync(handle)
  rmSync(file)
  return p95(times)
}

const rowsInserted = 200_000
const rowsAtOnce = 50

/** Rows a second that SQLite itself takes into one encrypted table without any index, fifty with each statement. */
export function insertFloor(beside: string): number {
  const file = `${beside}.insert`
  const database = new Database(file)
  database.key(Buffer.from(`raw:${'0b'.repeat(32)}`))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.exec(
    'create table row (n integer primary key, id blob, name text, email text, a int, b int, c int)',
  )
  const many = database.prepare(
    `insert into row values ${Array.from({ length: rowsAtOnce }, () => '(?,?,?,?,?,?,?)')}`,
  )
  const id = Buffer.alloc(16, 7)
  const taken = timed(() => {
    for (let from = 0; from < rowsInserted; from += 10_000) {
      database.transaction(() => {
        for (let n = from; n < from + 10_000; n += rowsAtOnce) many.run(...fifty(n, id))
      })()
    }
  })
  database.close()
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  return (rowsInserted / taken) * 1_000
}

function fifty(from: number, id: Buffer): (number | string | Buffer)[] {
  const values: (number | string | Buffer)[] = []
  for (let n = from; n < from + rowsAtOnce; n += 1) {
    values.push(n, id, 'Anna Wagner', `anna.wagner${n}@logistics.test`, n & 7, n & 3, n)
  }
  return values
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
