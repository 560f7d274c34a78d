import { sql } from 'kysely'
import type { Database } from './database.ts'

/**
 * Lets the statements of this transaction run as long as they need, up to a quarter of an hour: what goes over all
 * accounts of an environment at once, or takes an account away with years of activity, takes longer than any other
 * request.
 */
export async function allowLongStatements(tx: Database): Promise<void> {
  await sql`set local statement_timeout = ${sql.lit(900_000)}`.execute(tx)
}
