// `npm run server:backup`: everything that a server keeps, in one file, while it runs.
import { createWriteStream } from 'node:fs'
import { access, link, open, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { appliedMigrations } from '../db/migrate.ts'
import { type BackupTable, type TableRows, writeBackup } from './backup-format.ts'
import {
  type Command,
  type OpenDatabase,
  openDatabase,
  readCommandLine,
  runAsProgram,
  wrongUsage,
} from './command.ts'

const usage = `Copies everything that a server keeps into a file, as of one moment, while the server runs.

  npm run server:backup -- FILE

  FILE  a new file, which only you may read. It holds what the database holds: names, addresses, hashes of passwords,
        and the keys that sign sign-ins. Keep it as you keep those.

The database is that of DATABASE_URL or GATEHOUSE_DATA, as for the server. npm run server:restore brings it back.`

export const backup: Command = async (argv, surroundings) => {
  const { say, now } = surroundings
  const read = readCommandLine(argv, {}, usage, say)
  if ('exit' in read) return read.exit
  const [path, ...more] = read.positionals
  if (!path || more.length > 0) return wrongUsage('Name one file.', usage, say).exit
  if (await exists(path)) {
    say(`gatehouse: ${path} is there already and was left as it is. Name a new file.`)
    return 1
  }
  const opened = await openDatabase(surroundings, 'migrated')
  if (!opened.ok) {
    say(`gatehouse: ${opened.error}`)
    return 1
  }
  try {
    const tables = await writeBackupFile(path, opened.value, now)
    say(
      `Wrote ${tables} tables of ${opened.value.name} to ${path}. It holds secrets: keep it where nobody else reads.`,
    )
    return 0
  } finally {
    await opened.value.close()
  }
}

/** Answers how many tables. Under another name until it is whole, so that half a backup never looks like one. */
export async function writeBackupFile(
  path: string,
  { db, pool }: Pick<OpenDatabase, 'db' | 'pool'>,
  now: Date,
): Promise<number> {
  const unfinished = `${path}.unfinished`
  const migrations = await appliedMigrations(db)
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    // A large table takes longer than a statement of the server may.
    await client.query('set local statement_timeout = 0')
    const tables = await listTables(client)
    const header = {
      format: 'gatehouse-backup',
      version: 1,
      takenAt: now.toISOString(),
      migrations,
      tables,
    } as const
    await pipeline(
      Readable.from(writeBackup({ ...header, tables }, copyEach(client, tables)), { objectMode: false }),
      createGzip(),
      createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }),
    )
    await client.query('commit')
    await flush(unfinished)
    // Unlike a rename, it takes nobody's file away.
    await link(unfinished, path)
    return tables.length
  } finally {
    // After a failure it is in the middle of something, so no other may have it.
    client.release(true)
    await rm(unfinished, { force: true })
  }
}

async function* copyEach(client: pg.PoolClient, tables: BackupTable[]): AsyncGenerator<TableRows> {
  for (const table of tables)
    yield { table, rows: client.query(copyTo(`copy ${copyTarget(table)} to stdout`)) }
}

export function copyTarget({ name, columns }: BackupTable): string {
  return `${pg.escapeIdentifier(name)} (${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`
}

// The feed's changes are told by numbers of this PostgreSQL's transactions, which mean nothing in another one; a
// restored database begins a feed of its own. The migrations are made anew by applying them.
const leftOut = ['change', 'feed', 'kysely_migration', 'kysely_migration_lock']

/** In an order in which every row finds what it refers to. */
async function listTables(client: pg.PoolClient): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable & { needs: string[] }>({
    text: `
      select c.relname as name,
        array(select a.attname::text from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          order by a.attnum) as columns,
        array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
          where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs
      from pg_class c
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all($1)
      order by c.relname`,
    values: [leftOut],
  })
  const ordered: BackupTable[] = []
  const left = [...rows]
  while (left.length > 0) {
    const index = left.findIndex(({ needs }) =>
      needs.every((name) => ordered.some((table) => table.name === name)),
    )
    const [table] = left.splice(index, 1)
    if (index < 0 || !table) throw new Error('the tables refer to each other in a circle')
    ordered.push({ name: table.name, columns: table.columns })
  }
  return ordered
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

if (import.meta.main) await runAsProgram(backup)
