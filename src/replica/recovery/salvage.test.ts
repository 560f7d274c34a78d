import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { openDatabase, type Sql } from '../database.ts'
import { initial } from '../migrations/0001-initial.ts'
import { rules } from '../migrations/0002-rules.ts'
import { fleet } from '../migrations/0003-fleet.ts'
import { newKey, temporaryFolder } from '../testing/temporary.ts'
import { mutationId, uuid } from '../testing/world.ts'
import { type Salvage, salvage } from './salvage.ts'
import { noReviews } from './salvage-reviews.ts'

vi.setConfig({ testTimeout: 120_000 })

const pageBytes = 4096
const changes = 60
const account = uuid<string>(2, 1)

function opened(file: string, key: Uint8Array): Sql {
  const result = openDatabase(file, key, [initial, rules, fleet])
  if (!result.ok) throw new Error(result.error.detail)
  return result.value
}

function queue(sql: Sql, n: number): void {
  sql.run(
    `insert into outbox (mutation_id, account_id, intent, names, created_at, state, predicted)
     values (?, ?, ?, '{}', '2026-03-10T12:00:00.000Z', 'waiting', 1)`,
    mutationId(n),
    account,
    JSON.stringify({ name: 'grants.add', args: { note: `${n} `.repeat(60) } }),
  )
}

/** A closed file with changes on several pages among much else, and on which page each of them lies. */
function makeFile() {
  const folder = temporaryFolder()
  const file = join(folder, 'replica.db')
  const key = newKey()
  const sql = opened(file, key)
  for (let n = 1; n <= changes; n += 1) {
    queue(sql, n)
    // Rows of other tables come between, as they do in use.
    for (let m = 0; m < 4; m += 1)
      sql.run(
        'insert into shadow (entity, account_id, key, confirmed) values (?, ?, ?, ?)',
        'grant',
        account,
        `${n}/${m}`,
        'x'.repeat(400),
      )
  }
  sql.run(
    "insert into account_label (account_id, alias, colour, tags) values (?, 'Big one', null, '[]')",
    account,
  )
  sql.run('insert into account_not_kept (account_id) values (?)', uuid<string>(2, 2))
  const leaves = sql.all<{ page: number; cells: number }>(
    `select pageno as page, ncell as cells from dbstat where name = 'outbox' and pagetype = 'leaf' order by path`,
  )
  const onPage = new Map<number, string[]>()
  let next = 1
  for (const { page, cells } of leaves) {
    onPage.set(
      page,
      Array.from({ length: cells }, (_, n) => mutationId(next + n)),
    )
    next += cells
  }
  sql.close()
  return { folder, file, key, onPage, bytes: readFileSync(file) }
}

const all = Array.from({ length: changes }, (_, n) => mutationId(n + 1))
const idsIn = ({ changes, doubtful }: Salvage): string[] =>
  [...changes, ...doubtful].map((row) => String(row.mutation_id)).sort()

test('out of a file that is whole comes all of it, in order', () => {
  const { file, key } = makeFile()
  const found = salvage(file, key)
  expect(found.changes.map((row) => row.mutation_id)).toEqual(all)
  expect(found).toMatchObject({ doubtful: [], changesLost: 0, isCountSure: true })
  expect(found.labels).toMatchObject([{ account_id: account, alias: 'Big one' }])
  expect(found.notKept).toMatchObject([{ account_id: uuid<string>(2, 2) }])
})

test('wherever bytes are turned, every change on a page that is whole comes out', () => {
  const { folder, key, onPage, bytes } = makeFile()
  const pages = bytes.length / pageBytes
  const place = fc.tuple(fc.integer({ min: 0, max: pages - 1 }), fc.integer({ min: 0, max: pageBytes - 1 }))
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 6 }), (places) => {
      const damaged = Buffer.from(bytes)
      for (const [page, at] of places) {
        const offset = page * pageBytes + at
        damaged[offset] = (damaged[offset] ?? 0) ^ 0x55
      }
      const file = join(folder, 'damaged.db')
      writeFileSync(file, damaged)
      const hit = new Set(places.map(([page]) => page + 1))
      const mustCome = all.filter(
        (id) => ![...onPage].some(([page, ids]) => hit.has(page) && ids.includes(id)),
      )
      const found = salvage(file, key)
      const ids = idsIn(found)
      expect(ids).toEqual(expect.arrayContaining(mustCome))
      expect(new Set(ids).size).toBe(ids.length)
      // What is missing is counted, or the count is said not to be sure.
      if (found.isCountSure) expect(ids.length + found.changesLost).toBe(changes)
      expect(readFileSync(file).equals(damaged), 'the damaged file stays as it was').toBe(true)
    }),
    { numRuns: 150 },
  )
})

test('with its beginning gone, the changes are found page by page and are in doubt', () => {
  const { file, key, bytes } = makeFile()
  const damaged = Buffer.from(bytes)
  damaged.fill(0, 0, pageBytes)
  writeFileSync(file, damaged)
  const found = salvage(file, key)
  expect(found.changes).toEqual([])
  expect(found.doubtful.map((row) => row.mutation_id)).toEqual(all)
  expect(found.isCountSure).toBe(false)
})

test('cut at any length, what stands before the cut comes out', () => {
  const { folder, file, key, onPage, bytes } = makeFile()
  const last = bytes.length / pageBytes
  for (const pages of [last - 1, Math.floor(last / 2), 8, 1]) {
    const cut = join(folder, 'cut.db')
    copyFileSync(file, cut)
    // In the middle of a page.
    truncateSync(cut, pages * pageBytes + 100)
    const mustCome = [...onPage].filter(([page]) => page <= pages).flatMap(([, ids]) => ids)
    expect(idsIn(salvage(cut, key)), `${pages} pages`).toEqual(expect.arrayContaining(mustCome))
  }
})

test('changes that stand in the log alone come out too, with the beginning of both gone', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'replica.db')
  const key = newKey()
  const sql = opened(file, key)
  sql.run('pragma wal_checkpoint(truncate)')
  for (let n = 1; n <= changes; n += 1) queue(sql, n)
  const copy = join(folder, 'copy.db')
  copyFileSync(file, copy)
  copyFileSync(`${file}-wal`, `${copy}-wal`)
  sql.close()
  expect(salvage(copy, key).changes).toHaveLength(changes)
  const bytes = readFileSync(copy)
  bytes.fill(3, 0, pageBytes)
  writeFileSync(copy, bytes)
  expect(idsIn(salvage(copy, key))).toEqual(all)
})

test('a missing file, an empty one, one of another key and one of anything give nothing and do not throw', () => {
  const { folder, file } = makeFile()
  const none = { changes: [], doubtful: [], labels: [], notKept: [], reviews: noReviews }
  expect(salvage(join(folder, 'missing.db'), newKey())).toMatchObject(none)
  expect(salvage(file, newKey())).toMatchObject({ ...none, isCountSure: false })
  const other = join(folder, 'other.db')
  for (const content of ['', 'text', 'SQLite format 3\0'.repeat(3000)]) {
    writeFileSync(other, content)
    expect(salvage(other, newKey())).toMatchObject(none)
  }
})
