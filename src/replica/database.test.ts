import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from './database.ts'
import { createEngine } from './engine.ts'
import { migrations } from './migrations/index.ts'
import { newKey, openEngine, openWorld, temporaryFolder } from './testing/temporary.ts'
import * as w from './testing/world.ts'

test('no file of a replica holds anything that can be read', () => {
  const { engine, file } = openWorld()
  engine.enqueue(
    w.mutationId(1),
    {
      name: 'invitations.create',
      args: {
        accountId: w.acme,
        invitationId: w.uuid(5, 50),
        email: 'secret.guest@guest.example',
        role: 'viewer',
        applicationIds: [],
        message: 'Welcome aboard',
        expiresInDays: 7,
        anyAddress: false,
      },
    },
    w.now,
  )
  const folder = join(file, '..')
  const names = readdirSync(folder)
  expect(names).toContain('replica.db-wal')
  const known = ['SQLite format 3', 'Acme Logistics', 'Ben Adu', 'secret.guest', 'Welcome aboard', w.acme]
  for (const name of names) {
    const bytes = readFileSync(join(folder, name))
    for (const text of known) expect(bytes.includes(text), `${name} holds "${text}"`).toBe(false)
  }
  engine.close()
  for (const text of known) expect(readFileSync(file).includes(text), `it holds "${text}"`).toBe(false)
})

test('another key does not open it, and says so without harm', () => {
  const { engine, file, key } = openWorld()
  engine.close()
  const before = readFileSync(file)
  const refused = openDatabase(file, newKey())
  expect(refused).toMatchObject({
    ok: false,
    error: {
      code: 'replica_unavailable',
      state: 'damaged',
      detail: 'The file is damaged, or its key does not fit.',
    },
  })
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(openEngine({ file, key }).state).toMatchObject({ usable: true })
})

test('a damaged file is told apart from a missing folder', () => {
  const { engine, file, key } = openWorld()
  engine.close()
  writeFileSync(file, Buffer.alloc(16_384, 7))
  expect(openDatabase(file, key)).toMatchObject({ ok: false, error: { code: 'replica_unavailable' } })
  expect(openDatabase(join(temporaryFolder(), 'missing', 'replica.db'), key)).toMatchObject({
    ok: false,
    error: { detail: 'The file can not be opened. Check that its folder exists and can be written.' },
  })
})

test('a file of a newer version is left alone', () => {
  const { engine, file, key } = openWorld()
  engine.close()
  const newer = [...migrations, { version: 99, sql: 'create table from_the_future (id text)' }]
  const opened = openDatabase(file, key, newer)
  if (opened.ok) opened.value.close()
  const before = readFileSync(file)
  expect(openDatabase(file, key)).toMatchObject({
    ok: false,
    error: {
      code: 'replica_unavailable',
      detail: 'It was made by a newer version of Gatehouse. Update Gatehouse to open it.',
    },
  })
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a migration that fails leaves the version and the tables of the one before', () => {
  const { engine, file, key } = openWorld()
  engine.close()
  const broken = [
    ...migrations,
    { version: migrations.length + 1, sql: 'alter table account add column colour text' },
    { version: migrations.length + 2, sql: 'create table half (id text); create table half (id text)' },
  ]
  expect(openDatabase(file, key, broken).ok).toBe(false)
  const opened = openDatabase(file, key, broken.slice(0, -1))
  if (!opened.ok) throw new Error(opened.error.detail)
  expect(opened.value.get('select user_version as version from pragma_user_version')).toEqual({
    version: migrations.length + 1,
  })
  expect(opened.value.get("select 1 from sqlite_master where name = 'half'")).toBeUndefined()
  expect(opened.value.get('select count(*) as count from account where colour is null')).toEqual({ count: 4 })
  opened.value.close()
})

test('migrations are numbered without gaps', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
})

test('temporary tables stay in memory and the log is written ahead', () => {
  const { file, key, engine } = openEngine()
  engine.close()
  const opened = openDatabase(file, key)
  if (!opened.ok) throw new Error(opened.error.detail)
  expect(opened.value.get('select * from pragma_temp_store')).toEqual({ temp_store: 2 })
  expect(opened.value.get('select * from pragma_journal_mode')).toEqual({ journal_mode: 'wal' })
  opened.value.close()
})

test('the key is wiped from memory once the file is open', () => {
  const key = newKey()
  const engine = createEngine()
  engine.open({ file: join(temporaryFolder(), 'replica.db'), key })
  engine.close()
  expect([...key].every((byte) => byte === 0)).toBe(true)
})

test('a key of another length is a mistake of the caller', () => {
  expect(() => openDatabase(join(temporaryFolder(), 'replica.db'), new Uint8Array(16))).toThrow(RangeError)
})

test('what a person decided is forced to the disk, what was pulled is not', () => {
  const { engine, file, key } = openWorld()
  engine.close()
  const opened = openDatabase(file, key)
  if (!opened.ok) throw new Error('it must open')
  const sql = opened.value
  const level = () => sql.get<{ synchronous: number }>('pragma synchronous')?.synchronous
  expect(level()).toBe(1)
  expect(sql.durably(() => level())).toBe(2)
  expect(() =>
    sql.durably(() => {
      throw new Error('refused')
    }),
  ).toThrow('refused')
  expect(level()).toBe(1)
  sql.close()
})
