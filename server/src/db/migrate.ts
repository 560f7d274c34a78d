import { setTimeout as delay } from 'node:timers/promises'
import type { Result } from '@gatehouse/contract'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from './database.ts'
import * as initial from './migrations/0001-initial.ts'
import * as rules from './migrations/0002-rules.ts'
import * as activity from './migrations/0003-activity.ts'
import * as mail from './migrations/0004-mail.ts'
import * as identity from './migrations/0005-identity.ts'
import * as feed from './migrations/0006-feed.ts'
import * as activityPermission from './migrations/0007-activity-permission.ts'
import * as membershipEnd from './migrations/0008-membership-end.ts'
import * as reviews from './migrations/0009-reviews.ts'

// Listed by hand: a folder scan would depend on how the server is packed.
const migrations: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-rules': rules,
  '0003-activity': activity,
  '0004-mail': mail,
  '0005-identity': identity,
  '0006-feed': feed,
  '0007-activity-permission': activityPermission,
  '0008-membership-end': membershipEnd,
  '0009-reviews': reviews,
}

export const migrationNames: readonly string[] = Object.keys(migrations)

export interface MigrateOptions {
  /** The last to apply; default all. */
  upTo?: string
  /** How long to go on trying while others hold what has to be changed. Default ten minutes. */
  patienceMs?: number
  /** Told each time that others held it for too long, before the next try. */
  onBusy?(): void
}

export interface MigrationFailure {
  /** `newer`: a newer program has migrated it further. `busy`: others held what has to be changed all the time. */
  code: 'newer' | 'busy'
  /** What happened and what to do, for whoever runs the server. */
  message: string
}

/**
 * Brings the database to this program's schema, forward only, each migration in a transaction of its own. Nodes that
 * start together wait for each other. A database that a newer program has migrated further is left as it is.
 */
export async function migrate(
  db: Database,
  options: MigrateOptions = {},
): Promise<Result<{ applied: string[] }, MigrationFailure>> {
  const before = await appliedMigrations(db)
  const unknown = before.filter((name) => !migrationNames.includes(name))
  if (unknown.length > 0) return refuse('newer', newerMessage(unknown))
  const deadline = performance.now() + (options.patienceMs ?? 600_000)
  const upTo = options.upTo ?? migrationNames.at(-1) ?? ''
  const wanted = migrationNames.slice(0, migrationNames.indexOf(upTo) + 1)
  const applied: string[] = []
  for (const name of wanted.filter((each) => !before.includes(each))) {
    for (let done = await tryOnce(db, name); ; done = await tryOnce(db, name)) {
      if (done) {
        applied.push(...done)
        break
      }
      if (performance.now() > deadline) return refuse('busy', busyMessage)
      options.onBusy?.()
      await delay(pauseMs)
    }
  }
  return { ok: true, value: { applied } }
}

// Whoever waits for a table stands in front of everybody who comes later, so a migration that has to wait for one long
// transaction would hold up the whole site. It gives up soon, lets the others pass, and comes again.
const lockTimeout = '2s'
const pauseMs = 1000
/** Waited too long for a lock; or a writer and the migration waited for each other. */
const heldByOthers = new Set<unknown>(['55P03', '40P01'])

/** Null where somebody held what has to be changed. */
function tryOnce(db: Database, name: string): Promise<string[] | null> {
  return db.connection().execute(async (connection) => {
    await sql`select set_config('lock_timeout', ${lockTimeout}, false), set_config('statement_timeout', '0', false)`.execute(
      connection,
    )
    const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => migrations } })
    const { error, results } = await migrator.migrateTo(name)
    // As the connection was when it was made.
    await sql`reset lock_timeout`.execute(connection).then(
      () => sql`reset statement_timeout`.execute(connection),
      () => {},
    )
    if (error && heldByOthers.has((error as { code?: unknown }).code)) return null
    if (error) throw new Error('The database could not be migrated', { cause: error })
    return (results ?? []).map((result) => result.migrationName)
  })
}

/** In the order they were applied in; none where the database was never migrated. */
export async function appliedMigrations(db: Database): Promise<string[]> {
  const { rows } = await sql<{ isThere: boolean }>`
    select to_regclass('kysely_migration') is not null as "isThere"`.execute(db)
  if (!rows[0]?.isThere) return []
  const { rows: applied } = await sql<{ name: string }>`
    select name from kysely_migration order by timestamp, name`.execute(db)
  return applied.map(({ name }) => name)
}

/** Whether the database has everything that this program needs. A newer program may have added to it since. */
export async function isMigrated(db: Database): Promise<boolean> {
  const { rows } = await sql<{ applied: string }>`
    select count(*) as applied from kysely_migration where name in (${sql.join(migrationNames)})`.execute(db)
  return Number(rows[0]?.applied) === migrationNames.length
}

function refuse(code: MigrationFailure['code'], message: string): Result<never, MigrationFailure> {
  return { ok: false, error: { code, message } }
}

const newerMessage = (unknown: string[]) =>
  `The database belongs to a newer Gatehouse: this one does not know ${unknown.join(', ')}. Nothing was changed. Start the newer program, or restore a backup that was made before it.`

const busyMessage =
  'The database could not be migrated: another transaction held a table all the time. It is as the last migration that could be applied left it, and older nodes go on with it. Look for it in pg_stat_activity, end it, and start again.'
