import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { recordChanges } from '../services/record.ts'

export interface HousekeepingDeps {
  db: Database
  clock: Clock
  log: { warn(context: Record<string, unknown>, message: string): void }
  /** Days that changes are kept for clients to catch up. */
  changeDays: number
}

export interface Housekeeping {
  start(): void
  /** Waits for what is under way. */
  stop(): Promise<void>
}

const everyMs = 60_000
const dayMs = 86_400_000
/** How long an answer is kept for a request that comes again: longer than anybody is expected to stay offline. */
const answerDays = 180

/** What has to be done from time to time and not in answer to anybody. Several nodes may do it at once. */
export function createHousekeeping({ db, clock, log, changeDays }: HousekeepingDeps): Housekeeping {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  const run = async () => {
    const now = clock.now()
    await tellEndedMemberships(db, now)
    await removeOldChanges(db, new Date(now.getTime() - changeDays * dayMs))
    await removeOldAnswers(db, new Date(now.getTime() - answerDays * dayMs))
  }
  return {
    start() {
      timer ??= setInterval(() => {
        running = run().catch((error: unknown) =>
          log.warn({ err: error }, 'housekeeping failed, will run again'),
        )
      }, everyMs).unref()
    },
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/**
 * Removes changes made before a moment. A client that wants them is told to fetch everything again, which is why the
 * feed's floor rises in the same transaction.
 */
export async function removeOldChanges(db: Database, before: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sql`with gone as (delete from change where at < ${before} returning xid)
      update feed set floor = greatest(floor, (select (max(xid::text::numeric) + 1)::text::xid8 from gone))
      where exists (select from gone)`.execute(tx)
    return { ok: true, value: null }
  })
}

/** Removes stored answers; after that a request sent again would be a new one. */
export async function removeOldAnswers(db: Database, before: Date): Promise<void> {
  await db.deleteFrom('idempotency_key').where('created_at', '<', before).execute()
}

/** A membership ends by the clock, without anybody's doing. Tells its user's clients, once. */
export async function tellEndedMemberships(db: Database, now: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { rows } = await sql<{ account_id: never; user_id: never }>`
      select m.account_id, m.user_id from membership m
      where m.ends_at <= ${now} and not exists (
        select from change c where c.entity = 'access' and c.user_id = m.user_id
          and c.account_id = m.account_id and c.at >= m.ends_at)
      limit 1000`.execute(tx)
    await recordChanges(
      tx,
      now,
      rows.map(({ account_id, user_id }) => ({ entity: 'access', accountId: account_id, userId: user_id })),
    )
    return { ok: true, value: null }
  })
}
