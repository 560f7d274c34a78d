import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database } from './database.ts'
import { startEmbedded } from './embedded.ts'
import { isReachable } from './embedded-binaries.ts'

let root: string
let dataDir: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'gatehouse-embedded-'))
  dataDir = join(root, 'deep', 'data')
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function withDatabase<T>(connectionString: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = createDatabase({ connectionString, max: 1 })
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

test('is made once, adopted while it runs, and keeps its data over a restart', async () => {
  const options = { dataDir, durable: false }
  const first = await startEmbedded(options)
  expect(first.how).toBe('created')
  await withDatabase(first.connectionString, (db) => sql`create table kept as select 42 as n`.execute(db))

  // As a process finds it whose predecessor was killed without a chance to stop it.
  const adopted = await startEmbedded(options)
  expect([adopted.how, adopted.pid]).toEqual(['adopted', first.pid])
  await adopted.stop()
  await first.stop()

  const again = await startEmbedded(options)
  expect(again.how).toBe('started')
  const kept = await withDatabase(again.connectionString, (db) =>
    sql<{ n: number }>`select n from kept`.execute(db),
  )
  expect(kept.rows).toEqual([{ n: 42 }])
  await again.stop()
})

/** A process of its own that uses the database until `stop` is called. */
async function startElsewhere(): Promise<{ stop(): Promise<void> }> {
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)})
    const postgres = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, durable: false })
    console.log('up')
    for await (const _ of process.stdin);
    await postgres.stop()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return {
    async stop() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

test('runs until the last process that uses it has ended, whichever of them started it', async () => {
  const command = await startElsewhere()
  const server = await startEmbedded({ dataDir, durable: false })
  expect(server.how).toBe('adopted')
  const isThere = () => withDatabase(server.connectionString, (db) => sql`select 1`.execute(db))
  await command.stop()
  await isThere()

  const another = await startElsewhere()
  await server.stop()
  await isThere()
  await another.stop()
  await expect(isThere()).rejects.toThrow()
})

test('listens on no network and keeps wide numbers and times as they are', async () => {
  const postgres = await startEmbedded({ dataDir, durable: false })
  await withDatabase(postgres.connectionString, async (db) => {
    const { rows } = await sql`select current_setting('listen_addresses') as addresses,
      9007199254740993::bigint as big, '2026-03-01T10:00:00Z'::timestamptz as at,
      pg_current_xact_id()::text ~ '^[0-9]+$' as "isNumber"`.execute(db)
    expect(rows).toEqual([
      { addresses: '', big: '9007199254740993', at: new Date('2026-03-01T10:00:00Z'), isNumber: true },
    ])
  })
  await postgres.stop()
})

test('a folder that others may not enter is not reachable for another user', async () => {
  const nobody = { uid: 65_534, gid: 65_534 }
  expect(await isReachable(tmpdir(), nobody)).toBe(true)
  const closed = await mkdtemp(join(tmpdir(), 'gatehouse-closed-'))
  expect(await isReachable(join(closed, 'inside'), nobody)).toBe(false)
  await rm(closed, { recursive: true })
})
