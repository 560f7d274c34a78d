import type pg from 'pg'
import { z } from 'zod'
import { maxAttempts } from '../mail/mailer.ts'

/** What waits for something, as of one moment. */
export interface Queues {
  mails: number
  oldestMailSeconds: number
  mailsGivenUp: number
  feedLagSeconds: number
  feedLagTransactions: number
}

const queuesSchema = z.object({
  mails: z.coerce.number(),
  oldest: z.date().nullable(),
  given_up: z.coerce.number(),
  lag_seconds: z.coerce.number(),
  lag_transactions: z.coerce.number(),
})

// Readers of the feed stop below the oldest transaction that has written anything. Of transactions of another user,
// one may see the times only with the role pg_read_all_stats; the count needs no such thing.
const query = `
  select
    (select count(*) from mail_outbox where sent_at is null and attempts < $1) as mails,
    (select min(created_at) from mail_outbox where sent_at is null and attempts < $1) as oldest,
    (select count(*) from mail_outbox where sent_at is null and attempts >= $1) as given_up,
    (select coalesce(extract(epoch from max(clock_timestamp() - xact_start)), 0) from pg_stat_activity
      where backend_xid is not null) as lag_seconds,
    (select pg_snapshot_xmax(s)::text::numeric - pg_snapshot_xmin(s)::text::numeric
      from pg_current_snapshot() s) as lag_transactions`

export async function readQueues(pool: pg.Pool, now: Date): Promise<Queues> {
  const { rows } = await pool.query({ text: query, values: [maxAttempts] })
  const row = queuesSchema.parse(rows[0])
  return {
    mails: row.mails,
    oldestMailSeconds: row.oldest ? Math.max(0, (now.getTime() - row.oldest.getTime()) / 1000) : 0,
    mailsGivenUp: row.given_up,
    feedLagSeconds: row.lag_seconds,
    feedLagTransactions: row.lag_transactions,
  }
}
