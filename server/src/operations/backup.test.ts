import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { systemRandomness } from '../clock.ts'
import { readConfig } from '../config.ts'
import { createPool, type Database } from '../db/database.ts'
import { appliedMigrations, migrate, migrationNames } from '../db/migrate.ts'
import { seedDatabase } from '../demo/seed.ts'
import { createLog } from '../log.ts'
import { startServer } from '../server.ts'
import { addDesk, type Desk, invite, signInAt } from '../testing/node.ts'
import { createBlankDatabase, createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { backup, writeBackupFile } from './backup.ts'
import type { Command } from './command.ts'
import { restore } from './restore.ts'

let folder: string
let source: TestDatabase
let desk: Desk
let file: string
const write = { key: systemRandomness.id(new Date()), email: 'before-the-backup@example.com' }

async function run(command: Command, database: TestDatabase, ...line: string[]) {
  let said = ''
  const code = await command(line, {
    environment: { DATABASE_URL: database.config.connectionString },
    now: new Date('2026-03-02T09:00:00.000Z'),
    say: (text) => {
      said += `${text}\n`
    },
    input: async () => '',
  })
  return { code, said }
}

async function serve<T>(database: TestDatabase, work: (url: string) => Promise<T>): Promise<T> {
  const config = readConfig({ GATEHOUSE_PORT: '0', DATABASE_URL: database.config.connectionString })
  if (!config.ok) throw new Error(config.error)
  const started = await startServer({ config: config.value, log: createLog('silent') })
  if (!started.ok) throw new Error(started.error.message)
  try {
    return await work(started.value.url)
  } finally {
    await started.value.close()
  }
}

async function blank(): Promise<TestDatabase> {
  const database = await createBlankDatabase()
  onTestFinished(() => database.drop())
  return database
}

async function tablesOf(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(db)
  return rows.map(({ name }) => name)
}

/** Of every table how many rows it has, and a hash of all of them. */
async function contentOf(db: Database, except: string[] = []): Promise<Record<string, string>> {
  const content: Record<string, string> = {}
  for (const name of (await tablesOf(db)).filter((each) => !except.includes(each))) {
    const { rows } = await sql<{ content: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, e'\n' order by t::text)), '') as content
      from ${sql.table(name)} t`.execute(db)
    content[name] = rows[0]?.content ?? ''
  }
  return content
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-backup-'))
  file = join(folder, 'gatehouse.backup')
  source = await createTestDatabase()
  const now = new Date('2026-03-02T09:00:00.000Z')
  await seedDatabase(source.db, { name: 'demo', seed: 'oak', now, publicUrl: 'http://127.0.0.1:4400' })
  // Every character that COPY treats in its own way.
  desk = await addDesk(source.db, { name: 'Tab\tLine\nBack\\slash \\. \\N "quote" éß漢字 🌳' })
  await serve(source, async (url) => {
    const { token } = await signInAt(url, desk.email)
    expect(await invite(url, token, desk.accountId, write)).toMatchObject({ status: 200 })
  })
  expect(await run(backup, source, file)).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await source.drop()
  await rm(folder, { recursive: true, force: true })
})

describe('a backup', () => {
  test('comes back with every table as it was, and a feed of its own', async () => {
    const target = await blank()
    expect(await run(restore, target, file)).toMatchObject({
      code: 0,
      said: expect.stringContaining('2026-03-02T09:00'),
    })
    // The feed is another one; and what is not told to the other transactions' readers is the number of one.
    const except = ['change', 'feed', 'kysely_migration', 'idempotency_key']
    expect(await contentOf(target.db, except)).toEqual(await contentOf(source.db, except))
    const answers = (db: Database) =>
      db
        .selectFrom('idempotency_key')
        .select(['key', 'fingerprint', sql`answer - 'transaction'`.as('answer')])
        .execute()
    expect(await answers(target.db)).toEqual(await answers(source.db))
    expect(await target.db.selectFrom('change').selectAll().execute()).toEqual([])
    const epoch = (db: Database) => db.selectFrom('feed').select('epoch').executeTakeFirstOrThrow()
    expect(await epoch(target.db)).not.toEqual(await epoch(source.db))
    expect(await appliedMigrations(target.db)).toEqual(migrationNames)
  })

  test('is served from: the same password signs in, and a write of before, sent again, is done once', async () => {
    const target = await blank()
    expect(await run(restore, target, file)).toMatchObject({ code: 0 })
    await serve(target, async (url) => {
      const { token } = await signInAt(url, desk.email)
      expect(await invite(url, token, desk.accountId, write)).toMatchObject({ status: 200 })
      const next = { key: systemRandomness.id(new Date()), email: 'after-the-restore@example.com' }
      expect(await invite(url, token, desk.accountId, next)).toMatchObject({ status: 200 })
    })
    const emails = await target.db
      .selectFrom('invitation')
      .where('account_id', '=', desk.accountId)
      .select('email')
      .orderBy('created_at')
      .execute()
    expect(emails.map(({ email }) => email)).toEqual([write.email, 'after-the-restore@example.com'])
  })

  test('of an earlier version comes back and is migrated forward', async () => {
    const old = await blank()
    await migrate(old.db, { upTo: migrationNames[0] ?? '' })
    const id = systemRandomness.id(new Date())
    await sql`insert into app_user (id, email, name, created_at) values (${id}, 'old@example.com', 'Old', now())`.execute(
      old.db,
    )
    const path = join(folder, 'old.backup')
    // The program of today asks for its own version; so it is written as that one did.
    expect(await run(backup, old, path)).toMatchObject({
      code: 1,
      said: expect.stringContaining('not migrated'),
    })
    const pool = createPool(old.config)
    await writeBackupFile(path, { db: old.db, pool }, new Date())
    await pool.end()
    const target = await blank()
    expect(await run(restore, target, path)).toMatchObject({ code: 0 })
    expect(await appliedMigrations(target.db)).toEqual(migrationNames)
    const users = await target.db.selectFrom('app_user').select(['id', 'name', 'is_legacy']).execute()
    expect(users).toEqual([{ id, name: 'Old', is_legacy: false }])
  })

  test('is of one moment, whatever is written meanwhile', async () => {
    const busy = await createTestDatabase()
    onTestFinished(() => busy.drop())
    const { accountId } = await addDesk(busy.db)
    let isDone = false
    let pairs = 0
    const writer = async () => {
      while (!isDone) {
        const id = systemRandomness.id(new Date()) as never
        await busy.db.transaction().execute(async (tx) => {
          const service = {
            id,
            account_id: accountId,
            product_name: 'p',
            label: 'l',
            status: 'active',
          } as const
          await tx
            .insertInto('service')
            .values({ ...service, renews_at: null })
            .execute()
          await tx
            .insertInto('permission_template')
            .values({ id, account_id: accountId, name: id, permissions: [] })
            .execute()
        })
        pairs += 1
      }
    }
    const writers = [writer(), writer()]
    await expect.poll(() => pairs).toBeGreaterThan(5)
    const path = join(folder, 'busy.backup')
    expect(await run(backup, busy, path)).toMatchObject({ code: 0 })
    isDone = true
    await Promise.all(writers)
    const target = await blank()
    expect(await run(restore, target, path)).toMatchObject({ code: 0 })
    const idsOf = async (table: 'service' | 'permission_template') =>
      (await target.db.selectFrom(table).select('id').orderBy('id').execute()).map(({ id }) => id as string)
    expect(await idsOf('service')).toEqual(await idsOf('permission_template'))
    expect((await idsOf('service')).length).toBeGreaterThan(5)
  })

  test('is read by its owner alone, and never goes over another file or leaves half of one', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const before = await readFile(file)
    expect(await run(backup, source, file)).toMatchObject({
      code: 1,
      said: expect.stringContaining('already'),
    })
    expect((await readFile(file)).equals(before)).toBe(true)
    expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([])
  })
})

describe('a restore is refused, and nothing is written,', () => {
  const plain = async () => gunzipSync(await readFile(file)).toString('latin1')
  const packed = (text: string) => gzipSync(Buffer.from(text, 'latin1'))

  test.each([
    ['where the file was cut short', async () => (await readFile(file)).subarray(0, -2000), 'not whole'],
    [
      'where a byte was changed',
      async () => {
        const bytes = Buffer.from(await readFile(file))
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff
        return bytes
      },
      'not whole',
    ],
    [
      'where a value was changed and packed again',
      async () => packed((await plain()).replace('before-the-backup@', 'behind-the-backup@')),
      'not whole',
    ],
    [
      'where a table is missing',
      async () => packed((await plain()).replace(/^=service\n[\s\S]*?^\\\.\n/m, '')),
      'not whole',
    ],
    [
      'where its end is missing',
      async () => packed((await plain()).replace(/\n[^\n]*\n$/, '\n')),
      'not whole',
    ],
    ['where more follows', async () => packed(`${await plain()}more\n`), 'not whole'],
    ['where it is something else', async () => packed('{"format":"other"}\n'), 'not a backup'],
    ['where it is no gzip', async () => Buffer.from('nothing of the kind'), 'not whole'],
    [
      'where a newer program wrote it',
      async () => packed((await plain()).replace('"version":1', '"version":2')),
      'newer',
    ],
  ])('%s', async (_what, make, words) => {
    const path = join(folder, 'refused.backup')
    await writeFile(path, await make())
    const target = await blank()
    expect(await run(restore, target, path)).toMatchObject({ code: 1, said: expect.stringContaining(words) })
    expect(await tablesOf(target.db)).toEqual([])
  })

  test('where the file is not there', async () => {
    const target = await blank()
    expect(await run(restore, target, join(folder, 'nothing'))).toMatchObject({
      code: 1,
      said: expect.stringContaining('not there'),
    })
  })

  test('where the database holds anything, with the way out', async () => {
    const target = await createTestDatabase()
    onTestFinished(() => target.drop())
    const before = await contentOf(target.db)
    const refused = await run(restore, target, file)
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('not empty') })
    expect(refused.said).toContain('GATEHOUSE_DATA')
    expect(await contentOf(target.db)).toEqual(before)
  })
})

test('both say how they are used', async () => {
  for (const command of [backup, restore]) {
    expect(await run(command, source, '--help')).toMatchObject({ code: 0 })
    expect(await run(command, source)).toMatchObject({ code: 2, said: expect.stringContaining('FILE') })
  }
})
