import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/replica/database.ts'
import { migrations } from '../../src/replica/migrations/index.ts'
import * as i from '../../src/replica/testing/intents.ts'
import * as w from '../../src/replica/testing/world.ts'
import { expectConsistent, expectIntact } from './kit/compare.ts'
import { writeReleased } from './kit/released-replica.ts'

const child = new URL('./kit/migrating-child.ts', import.meta.url).pathname
const newest = migrations.at(-1)?.version

/** A replica of schema 2 with enough in it that its conversion doesn't fit into the memory it may take. */
function oldFile() {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-upgrade-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'old.db')
  const key = randomBytes(32)
  const people = Array.from({ length: 800 }, (_, n) =>
    w.membership(w.uuid(4, 10_000 + n), w.borealis, `Person ${n}`, { userId: w.uuid(6, 10_000 + n) }),
  )
  const database = openRaw(file, key)
  database.pragma('journal_mode = WAL')
  database.transaction(() =>
    writeReleased(
      database,
      2,
      [
        ...w.bootstrap(),
        { type: 'rows', accountId: w.borealis, batch: { entity: 'membership', rows: people } },
      ],
      [
        {
          mutationId: w.mutationId(1),
          intent: i.grant(w.olga, w.payroll),
          state: 'waiting',
          overlays: [
            {
              entity: 'grant',
              key: `${w.olga}/${w.payroll}`,
              confirmed: null,
              row: {
                accountId: w.acme,
                membershipId: w.olga,
                applicationId: w.payroll,
                grantedAt: w.now.toISOString(),
              },
            },
          ],
        },
        { mutationId: w.mutationId(2), intent: i.assign(w.portal), state: 'sending' },
        { mutationId: w.mutationId(3), intent: i.assign(w.bot), state: 'refused' },
      ],
    ),
  )()
  database.close()
  return { folder, file, key }
}

function openRaw(file: string, key: Buffer): Database {
  const database = new Database(file)
  database.key(Buffer.from(`raw:${key.toString('hex')}`))
  return database
}

/** Ends when the child was killed, by itself or at its word. */
async function killWhileMigrating(file: string, key: Buffer, during: number, share: number): Promise<void> {
  const options = { file, key: key.toString('hex'), during: `${during}`, share: `${share}` }
  const worker = spawn(
    process.execPath,
    [child, ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  worker.stdout.once('data', () => worker.kill('SIGKILL'))
  const [, signal] = await once(worker, 'exit')
  expect(signal).toBe('SIGKILL')
}

/** Opened as the program does it: every row of every table, after a look at the whole of the file. */
function everythingIn(file: string, key: Buffer): Record<string, unknown[]> {
  const opened = openDatabase(file, key)
  if (!opened.ok) throw new Error(opened.error.detail)
  const sql = opened.value
  try {
    expectIntact(sql)
    expectConsistent(sql)
    const tables = sql.all<{ name: string }>(
      `select name from sqlite_master where type = 'table' order by name`,
    )
    return Object.fromEntries(tables.map(({ name }) => [name, sql.all<object>(`select * from "${name}"`)]))
  } finally {
    sql.close()
  }
}

test('killed while an old file is brought up to date, it is the old file or the new one, and nothing is lost', {
  timeout: 60_000,
}, async () => {
  const { folder, file, key } = oldFile()
  const points = [
    { during: 3, share: 0.6, finds: [2] },
    { during: 3, share: 1, finds: [2] },
    { during: 3, share: 2, finds: [2, 3, 4, newest] },
    { during: 4, share: 0.5, finds: [3] },
    { during: 5, share: 1, finds: [4] },
  ].map((point, n) => ({ ...point, copy: join(folder, `${n}.db`) }))
  for (const { copy } of points) copyFileSync(file, copy)
  const kill = (point: (typeof points)[number]) =>
    killWhileMigrating(point.copy, key, point.during, point.share)
  await Promise.all(points.map(kill))
  expect(statSync(`${points[1]?.copy}-wal`).size, 'some of it was on the disk already').toBeGreaterThan(
    10_000,
  )

  const wanted = everythingIn(file, key)
  expect(wanted.membership?.length).toBeGreaterThan(800)
  expect(wanted.outbox).toHaveLength(3)
  expect(wanted.shadow).toHaveLength(1)
  for (const { copy, during, share, finds } of points) {
    const killed = openRaw(copy, key)
    expect(finds, `${during} ${share}`).toContain(killed.pragma('user_version', { simple: true }))
    killed.close()
    expect(everythingIn(copy, key), `${during} ${share}`).toEqual(wanted)
  }
})
