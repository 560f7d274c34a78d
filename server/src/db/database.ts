import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>
export type Tx = Transaction<Schema>

export interface DatabaseConfig {
  connectionString: string
  /** Connections at most. Default 10. */
  max?: number
  /** Told about connections that broke while idle; the pool replaces them by itself. */
  onIdleError?(error: Error): void
}

const oid = { int8: 20, timestamptz: 1184 } as const

// Numbers that don't fit a double stay text (xid8 is unknown to pg, so it is text anyway); times become Date. Said
// here rather than left to process-wide settings that any package can change.
const types: pg.CustomTypesConfig = {
  getTypeParser(type, format) {
    if (type === oid.int8) return (value: string) => value
    if (type === oid.timestamptz) return (value: string) => new Date(value)
    return pg.types.getTypeParser(type, format)
  },
}

/** The database as everything else sees it. `destroy()` ends its pool. */
export function createDatabase(config: DatabaseConfig): Database {
  const pool = new pg.Pool({
    connectionString: config.connectionString,
    max: config.max ?? 10,
    types,
    application_name: 'gatehouse',
  })
  pool.on('error', (error) => config.onIdleError?.(error))
  // A connection that breaks while in use fails its query; without a listener it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}
