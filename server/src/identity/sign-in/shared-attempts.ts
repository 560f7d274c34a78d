import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db/database.ts'

export interface AttemptLimit {
  /** How many may be made in a row. */
  max: number
  /** How long it takes until that many may be made again; each is regained after its part of it. */
  windowMs: number
}

export interface Attempts {
  /** Spends one. Milliseconds until the next is regained where none is left; 0 when it may go on. */
  take(key: string): Promise<number>
  /** Takes one back that was spent on what turned out well. */
  giveBack(key: string): Promise<void>
  forget(key: string): Promise<void>
}

export interface AttemptsDeps {
  db: Database
  clock: Clock
  /** Makes of an address or a login something that can't be read in a copy of the table. */
  key: Buffer
}

/**
 * Counts attempts for all nodes alike, one row a key: the moment at which everything that was spent is regained. One
 * statement judges and spends, so attempts made at one moment can't pass together.
 */
export function createAttempts(
  { db, clock, key: secret }: AttemptsDeps,
  name: string,
  limit: AttemptLimit,
): Attempts {
  const stepMs = limit.windowMs / limit.max
  const step = sql`${stepMs} * interval '1 millisecond'`
  const keyOf = (key: string) => createHmac('sha256', secret).update(`${name}:${key}`).digest()

  return {
    async take(plain) {
      const key = keyOf(plain)
      const now = clock.now()
      const most = new Date(now.getTime() + limit.windowMs)
      const next = sql<Date>`greatest(attempt.spent_until, ${now}::timestamptz) + ${step}`
      const taken = await db
        .insertInto('attempt')
        .values({ key, spent_until: new Date(now.getTime() + stepMs) })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({ spent_until: next }).where(next, '<=', most),
        )
        .returning('spent_until')
        .executeTakeFirst()
      if (taken) return 0
      const row = await db
        .selectFrom('attempt')
        .where('key', '=', key)
        .select('spent_until')
        .executeTakeFirst()
      return Math.max(1, (row?.spent_until.getTime() ?? 0) + stepMs - most.getTime())
    },
    async giveBack(plain) {
      await db
        .updateTable('attempt')
        .set({ spent_until: sql`spent_until - ${step}` })
        .where('key', '=', keyOf(plain))
        .execute()
    },
    async forget(plain) {
      await db.deleteFrom('attempt').where('key', '=', keyOf(plain)).execute()
    },
  }
}

/** Removes keys of which nothing is spent any more. */
export async function sweepAttempts(db: Database, now: Date): Promise<void> {
  await db.deleteFrom('attempt').where('spent_until', '<', now).execute()
}
