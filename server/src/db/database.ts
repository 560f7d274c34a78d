import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>
export type Tx = Transaction<Schema>

export interface DatabaseConfig {
  connectionString: string
  /** Connections at most. Default 10. */
  max?: number
  /** PostgreSQL ends a statement that takes longer. Default: it may take for ever. */
  statementMs?: number
  /** How long to wait for a connection while all are in use or none can be made. Default: for ever. */
  connectMs?: number
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

export function createPool(config: DatabaseConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: config.connectionString,
    max: config.max ?? 10,
    types,
    application_name: 'gatehouse',
    ...(config.statementMs ? { statement_timeout: config.statementMs } : {}),
    ...(config.connectMs ? { connectionTimeoutMillis: config.connectMs } : {}),
  })
  pool.on('error', (error) => config.onIdleError?.(error))
  // A connection that breaks while in use fails its query; without a listener it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** The database as everything else sees it. `destroy()` ends the pool. */
export function databaseOn(pool: pg.Pool): Database {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}

export function createDatabase(config: DatabaseConfig): Database {
  return databaseOn(createPool(config))
}
