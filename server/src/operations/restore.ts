// `npm run server:restore`: what `npm run server:backup` has written, into an empty database.

import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Result } from '@gatehouse/contract'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrate, migrationNames } from '../db/migrate.ts'
import { copyTarget } from './backup.ts'
import { type BackupHeader, type BackupTable, readBackup, UnusableBackup } from './backup-format.ts'
import {
  type Command,
  type OpenDatabase,
  openDatabase,
  readCommandLine,
  runAsProgram,
  wrongUsage,
} from './command.ts'

const usage = `Brings back what npm run server:backup has written, into an empty database.

  npm run server:restore -- FILE

The database is that of DATABASE_URL or GATEHOUSE_DATA, as for the server, which must not run. A database with anything
in it is refused. What was agreed to after the backup is lost, also for clients; see docs/operations.md.`

export const restore: Command = async (argv, surroundings) => {
  const { say } = surroundings
  const read = readCommandLine(argv, {}, usage, say)
  if ('exit' in read) return read.exit
  const [path, ...more] = read.positionals
  if (!path || more.length > 0) return wrongUsage('Name one file.', usage, say).exit
  const checked = await check(path)
  if (!checked.ok) {
    say(`gatehouse: ${path} ${checked.error}`)
    return 1
  }
  const opened = await openDatabase(surroundings, 'any')
  if (!opened.ok) {
    say(`gatehouse: ${opened.error}`)
    return 1
  }
  try {
    const refused = await restoreInto(opened.value, path, checked.value)
    if (refused !== null) {
      say(`gatehouse: ${refused}`)
      return 1
    }
    const { takenAt, tables } = checked.value
    say(`Restored ${tables.length} tables as of ${takenAt} into ${opened.value.name}.`)
    say('Clients fetch everything anew at their next contact, and keep the changes that they have not sent.')
    return 0
  } finally {
    await opened.value.close()
  }
}

/** The whole file is read once before anything is written. The error goes on from its name. */
async function check(path: string): Promise<Result<BackupHeader, string>> {
  let header: BackupHeader | undefined
  try {
    for await (const part of readBackup(path)) if (part.kind === 'header') header = part.header
  } catch (error) {
    if (error instanceof UnusableBackup) return { ok: false, error: error.message }
    if ((error as { code?: unknown }).code === 'ENOENT') return { ok: false, error: 'is not there.' }
    throw error
  }
  if (!header) return { ok: false, error: 'is not a backup of Gatehouse.' }
  const known = migrationNames.slice(0, header.migrations.length)
  if (header.migrations.some((name, index) => name !== known[index])) {
    return {
      ok: false,
      error: `was written by a newer Gatehouse (${header.migrations.at(-1)}). Restore it with that one.`,
    }
  }
  return { ok: true, value: header }
}

/** Null, or why not. */
async function restoreInto(
  database: OpenDatabase,
  path: string,
  header: BackupHeader,
): Promise<string | null> {
  const { db, pool } = database
  const { rows } = await pool.query(
    "select from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') limit 1",
  )
  if (rows.length > 0) {
    return `${database.name} is not empty. Nothing was changed. Make a new database and name it in DATABASE_URL, or name another folder in GATEHOUSE_DATA.`
  }
  const before = await migrate(db, { upTo: header.migrations.at(-1) ?? '' })
  if (!before.ok) return before.error.message
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('set local statement_timeout = 0')
    await copyAll(client, path)
    for (const table of header.tables) await moveSequences(client, table)
    await forgetTransactions(client)
    await client.query('commit')
  } finally {
    client.release(true)
  }
  const after = await migrate(db)
  if (!after.ok) return after.error.message
  await pool.query('analyze')
  return null
}

async function copyAll(client: pg.PoolClient, path: string): Promise<void> {
  let copy: Writable | undefined
  const end = async () => {
    copy?.end()
    if (copy) await finished(copy)
  }
  for await (const part of readBackup(path)) {
    if (part.kind === 'table') {
      await end()
      copy = client.query(copyFrom(`copy ${copyTarget(part.table)} from stdin`))
      // It is heard of at the next wait.
      copy.on('error', () => {})
    } else if (part.kind === 'rows' && copy && !copy.write(part.bytes)) {
      await once(copy, 'drain')
    }
  }
  await end()
}

/** What numbers its rows by itself goes on after those that are there. */
async function moveSequences(client: pg.PoolClient, table: BackupTable): Promise<void> {
  for (const column of table.columns) {
    const { rows } = await client.query<{ sequence: string | null }>({
      text: 'select pg_get_serial_sequence(quote_ident($1), $2) as sequence',
      values: [table.name, column],
    })
    const sequence = rows[0]?.sequence
    if (!sequence) continue
    const newest = `select max(${pg.escapeIdentifier(column)}) from ${pg.escapeIdentifier(table.name)}`
    await client.query({ text: `select setval($1::regclass, (${newest}))`, values: [sequence] })
  }
}

/**
 * A stored answer names the transaction that it came from, and whoever asks again waits for the feed to pass that. The
 * number belongs to the other PostgreSQL; what was written then is in everything that is fetched from now on.
 */
async function forgetTransactions(client: pg.PoolClient): Promise<void> {
  await client.query(`
    update idempotency_key set answer = jsonb_set(answer, '{transaction}', '"0"')
    where jsonb_typeof(answer) = 'object' and answer ? 'transaction'`)
}

if (import.meta.main) await runAsProgram(restore)
