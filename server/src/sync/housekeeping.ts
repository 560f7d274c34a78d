import { sql } from 'kysely'
import type { Clock, Randomness } from '../clock.ts'
import type { ServerConfig } from '../config.ts'
import type { Database } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import { maxAttempts } from '../mail/mailer.ts'
import { removeOldMails } from '../mail/outbox.ts'
import { expireAllInvitations } from '../services/invitations/invitation-expiry.ts'
import { endMemberships } from '../services/memberships/membership-removal.ts'
import { remindOfReviews } from '../services/reviews/reminders.ts'

export interface HousekeepingDeps {
  db: Database
  clock: Clock
  random: Randomness
  log: { warn(context: Record<string, unknown>, message: string): void }
  /** How many days each is kept; see config.ts. */
  config: Pick<ServerConfig, 'changeDays' | 'answerDays' | 'mailDays'>
}

export interface Housekeeping {
  start(): void
  /** Waits for what is under way. */
  stop(): Promise<void>
}

const everyMs = 60_000
const dayMs = 86_400_000

/** What has to be done from time to time and not in answer to anybody. Several nodes may do it at once. */
export function createHousekeeping({ db, clock, random, log, config }: HousekeepingDeps): Housekeeping {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  const run = async () => {
    const now = clock.now()
    const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs)
    await endMemberships(db, now, random)
    await expireAllInvitations(db, now, random)
    await remindOfReviews(db, now, random)
    await removeOldChanges(db, daysAgo(config.changeDays))
    await removeOldAnswers(db, daysAgo(config.answerDays))
    await removeOldMails(db, daysAgo(config.mailDays), maxAttempts)
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

/** Rows that one transaction removes. While it runs, the feed stands still for everybody. */
const rowsAtOnce = 5000
/** The rest is left for the next time: a server that stops waits for what is under way. */
const piecesAtOnce = 100

/**
 * Removes changes made before a moment. A client that wants them is told to fetch everything again, which is why the
 * feed's floor rises in the same transaction.
 */
export async function removeOldChanges(db: Database, before: Date): Promise<void> {
  await pieceByPiece(async () => {
    const removed = await inTransaction(db, async (tx) => {
      const { rows } = await sql<{ removed: string }>`
        with old as (select xid, seq from change where at < ${before} order by at limit ${rowsAtOnce}),
          gone as (delete from change using old
            where change.xid = old.xid and change.seq = old.seq returning change.xid),
          raised as (update feed
            set floor = greatest(floor, (select (max(xid::text::numeric) + 1)::text::xid8 from gone))
            where exists (select from gone))
        select count(*) as removed from gone`.execute(tx)
      return { ok: true, value: Number(rows[0]?.removed) }
    })
    return removed.ok ? removed.value : 0
  })
}

/** Removes stored answers; after that a request sent again would be a new one. */
export async function removeOldAnswers(db: Database, before: Date): Promise<void> {
  await pieceByPiece(async () => {
    const { numAffectedRows } = await sql`
      delete from idempotency_key using (
        select user_id, key from idempotency_key where created_at < ${before} order by created_at limit ${rowsAtOnce}
      ) as old
      where idempotency_key.user_id = old.user_id and idempotency_key.key = old.key`.execute(db)
    return Number(numAffectedRows ?? 0n)
  })
}

async function pieceByPiece(remove: () => Promise<number>): Promise<void> {
  for (let piece = 0; piece < piecesAtOnce; piece += 1) if ((await remove()) < rowsAtOnce) return
}
