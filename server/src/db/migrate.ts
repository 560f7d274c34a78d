import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import * as initial from './migrations/0001-initial.ts'
import * as rules from './migrations/0002-rules.ts'
import type { Schema } from './schema.ts'

// Listed by hand: a folder scan would depend on how the server is packed.
const migrations: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-rules': rules,
}

/**
 * Brings the database to this program's schema, forward only. Nodes that start together wait for each other. Refuses
 * a database that a newer program has migrated further.
 */
export async function migrate(db: Kysely<Schema>): Promise<{ applied: string[] }> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw new Error('The database could not be migrated', { cause: error })
  return { applied: (results ?? []).map((result) => result.migrationName) }
}
