import { sql } from 'kysely'
import type { Database } from './database.ts'

/**
 * Lets the statements of this transaction run as long as they need, up to a quarter of an hour: what goes over all
 * accounts of an environment at once takes longer than any request about one of them.
 */
export async function allowLongStatements(tx: Database): Promise<void> {
  await sql`set local statement_timeout = ${sql.lit(900_000)}`.execute(tx)
}
