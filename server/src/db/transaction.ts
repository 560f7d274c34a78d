import type { Result } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database, Tx } from './database.ts'

// Two transactions crossed, and PostgreSQL ended this one: it may simply be run again.
const repeatable = new Set(['40001', '40P01'])
const maxAttempts = 4

/** Runs `work` in one transaction: committed when it answers ok, rolled back when it refuses or throws. */
export async function inTransaction<T, E>(
  db: Database,
  work: (tx: Tx) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(db, work)
    } catch (error) {
      if (attempt === maxAttempts || !repeatable.has(String((error as { code?: unknown }).code))) throw error
    }
  }
}

async function runOnce<T, E>(db: Database, work: (tx: Tx) => Promise<Result<T, E>>): Promise<Result<T, E>> {
  const tx = await db.startTransaction().execute()
  try {
    const result = await work(tx)
    if (result.ok) await tx.commit().execute()
    else await tx.rollback().execute()
    return result
  } catch (error) {
    // The connection may be what broke; the first error is the one to report.
    if (!tx.isCommitted && !tx.isRolledBack)
      await tx
        .rollback()
        .execute()
        .catch(() => {})
    throw error
  }
}

/**
 * Runs `work` as a part of a transaction that can be undone by itself: what it wrote is gone where it refuses, and
 * the transaction goes on. What it throws ends the whole transaction, as it would without this.
 */
export async function inSavepoint<T, E>(tx: Tx, work: () => Promise<Result<T, E>>): Promise<Result<T, E>> {
  await sql`savepoint part`.execute(tx)
  const result = await work()
  if (!result.ok) await sql`rollback to savepoint part`.execute(tx)
  await sql`release savepoint part`.execute(tx)
  return result
}

/** Runs `read` on one unchanging view of the database. */
export function inSnapshot<T>(db: Database, read: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
}
