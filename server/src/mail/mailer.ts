import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { writeMail } from './templates.ts'

export interface MailerLog {
  info(context: Record<string, unknown>, message: string): void
  warn(context: Record<string, unknown>, message: string): void
  error(context: Record<string, unknown>, message: string): void
}

export interface MailerDeps {
  db: Database
  clock: Clock
  log: MailerLog
  /** Like `smtp://user:password@host:587`. */
  smtpUrl: string
  /** As in a From line: `Gatehouse <no-reply@example.com>`. */
  from: string
  /** A number from 0 to 1, for the jitter of the backoff. */
  jitter?: () => number
}

export interface Mailer {
  /** Something was queued and committed: send it now rather than at the next look. */
  wake(): void
  /** Sends whatever is due and settles when nothing more is. Never rejects because of a mail server. */
  run(): Promise<void>
  /** Looks every few seconds from now on. */
  start(): void
  /** Waits for the mail that is on its way, but not for a mail server that hangs. */
  close(): Promise<void>
}

/** After that many tries, over about two days, a mail is given up. */
export const maxAttempts = 12
const batchSize = 10
const leaseMs = 120_000
const firstDelayMs = 5_000
const longestDelayMs = 6 * 3_600_000
const lookEveryMs = 5_000
const longestCloseMs = 3_000

/** Empties `mail_outbox`. Several nodes may run one: a row is claimed by one of them at a time. */
export function createMailer(deps: MailerDeps): Mailer {
  const { db, clock, log } = deps
  const jitter = deps.jitter ?? Math.random
  const transport = createTransport({
    url: deps.smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // Names of files or addresses to fetch have no business in a mail of ours.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let isWanted = false
  let isClosed = false

  function run(): Promise<void> {
    isWanted = true
    running ??= drain().finally(() => {
      running = undefined
    })
    return running
  }

  async function drain(): Promise<void> {
    while (isWanted && !isClosed) {
      isWanted = false
      await abandonSpent()
      const rows = await claim(db, clock.now())
      for (const [index, row] of rows.entries()) {
        if (isClosed) return handBack(db, rows.slice(index), clock.now())
        if (await keep(db, row, clock.now())) await send(row)
      }
      if (rows.length === batchSize) isWanted = true
    }
  }

  async function send(row: ClaimedMail): Promise<void> {
    const context = { mailId: row.id, template: row.template, attempt: row.attempts }
    try {
      const { subject, text, html } = writeMail(row.template, row.data)
      await transport.sendMail({
        from: deps.from,
        to: { name: '', address: row.recipient },
        subject,
        text,
        html,
      })
      await settle(row.id, clock.now())
      log.info(context, 'mail sent')
    } catch (error) {
      // The error's text may hold the address, so only its kind is written down.
      const reason = (error as { code?: unknown }).code ?? (error as Error).name
      if (row.attempts >= maxAttempts) {
        await settle(row.id, null)
        log.error({ ...context, reason }, 'mail given up')
      } else {
        await postpone(row.id, new Date(clock.now().getTime() + delayMs(row.attempts, jitter())))
        log.warn({ ...context, reason }, 'mail not sent, will be tried again')
      }
    }
  }

  // A node that died in the last try of a mail could no longer empty it.
  async function abandonSpent(): Promise<void> {
    for (const { id, template } of await emptySpent(db, clock.now())) {
      log.error({ mailId: id, template, attempt: maxAttempts, reason: 'interrupted' }, 'mail given up')
    }
  }

  function settle(id: string, sentAt: Date | null) {
    return db.updateTable('mail_outbox').set({ sent_at: sentAt, data: '{}' }).where('id', '=', id).execute()
  }

  function postpone(id: string, until: Date) {
    return db.updateTable('mail_outbox').set({ next_attempt_at: until }).where('id', '=', id).execute()
  }

  function runLogged(): void {
    run().catch((error: unknown) => {
      if (!isClosed) log.error({ reason: (error as Error).name }, 'mail outbox could not be read')
    })
  }

  return {
    run,
    wake: () => void setImmediate(() => !isClosed && runLogged()),
    start() {
      timer ??= setInterval(runLogged, lookEveryMs).unref()
      runLogged()
    },
    async close() {
      isClosed = true
      clearInterval(timer)
      await Promise.race([running?.catch(() => {}), sleep(longestCloseMs, undefined, { ref: false })])
      transport.close()
    },
  }
}

/** Doubles from five seconds to six hours; half of it is chance, so that many mails don't come back at once. */
export function delayMs(attempts: number, chance: number): number {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempts - 1))
  return Math.round(full * (0.5 + chance / 2))
}

interface ClaimedMail {
  id: string
  recipient: string
  template: string
  data: unknown
  attempts: number
}

// The claim is a lease: a node that dies while sending leaves the row to be sent again later.
async function claim(db: Database, now: Date): Promise<ClaimedMail[]> {
  const due = db
    .selectFrom('mail_outbox')
    .select('id')
    .where('sent_at', 'is', null)
    .where('attempts', '<', maxAttempts)
    .where('next_attempt_at', '<=', now)
    .orderBy('next_attempt_at')
    .limit(batchSize)
    .forUpdate()
    .skipLocked()
  return db
    .updateTable('mail_outbox')
    .set({ attempts: sql`attempts + 1`, next_attempt_at: new Date(now.getTime() + leaseMs) })
    .where('id', 'in', due)
    .returning(['id', 'recipient', 'template', 'data', 'attempts'])
    .execute()
}

/** What a closing node has claimed and not begun to send is another's at once, as if it had never been claimed. */
async function handBack(db: Database, rows: ClaimedMail[], now: Date): Promise<void> {
  for (const { id, attempts } of rows) {
    await db
      .updateTable('mail_outbox')
      .set({ attempts: attempts - 1, next_attempt_at: now })
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .where('sent_at', 'is', null)
      .execute()
  }
}

function emptySpent(db: Database, now: Date): Promise<{ id: string; template: string }[]> {
  return db
    .updateTable('mail_outbox')
    .set({ data: '{}' })
    .where('sent_at', 'is', null)
    .where('attempts', '>=', maxAttempts)
    .where('next_attempt_at', '<=', now)
    .where(sql<boolean>`data <> '{}'`)
    .returning(['id', 'template'])
    .execute()
}

/**
 * Right before sending: false where the mail was taken back since it was claimed, or where the mails before it took so
 * long that another node has it by now.
 */
async function keep(db: Database, { id, attempts }: ClaimedMail, now: Date): Promise<boolean> {
  const kept = await db
    .updateTable('mail_outbox')
    .set({ next_attempt_at: new Date(now.getTime() + leaseMs) })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('sent_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}
