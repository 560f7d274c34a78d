import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemRandomness } from '../clock.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { type Mailbox, startMailbox } from './mailbox.ts'
import { createMailer, delayMs, maxAttempts } from './mailer.ts'
import { enqueueMail, removeOldMails } from './outbox.ts'
import { type Mail, writeMail } from './templates.ts'

let database: TestDatabase
let mailbox: Mailbox
let nowMs: number
let logged: unknown[]
const clock = { now: () => new Date(nowMs) }

beforeEach(async () => {
  database = await createTestDatabase()
  mailbox = await startMailbox()
  nowMs = Date.parse('2026-03-01T09:00:00Z')
  logged = []
})
afterEach(async () => {
  await mailbox.close()
  await database.drop()
})

const link = 'http://127.0.0.1:4400/invite/secret-token-of-the-invitation-0123456789'
const invitation: Mail = {
  recipient: 'ben@example.com',
  template: 'invitation',
  data: {
    accountName: 'Willowbrook & Sons',
    invitedByName: 'Петра\r\nBcc: all@example.com',
    role: 'technician',
    applicationNames: ['Ledger', 'Wiki'],
    message: 'Welcome!\nSee you on Monday.',
    link,
    expiresAt: '2026-03-08T09:00:00.000Z',
  },
}

function makeMailer(smtpUrl = mailbox.smtpUrl) {
  const note = (context: unknown, message: string) => void logged.push({ context, message })
  const log = { info: note, warn: note, error: note }
  const from = 'Fernhill Cloud <no-reply@example.com>'
  return createMailer({ db: database.db, clock, log, smtpUrl, from, jitter: () => 1 })
}

const queue = (mail: Mail) => enqueueMail(database.db, { clock, random: systemRandomness }, mail)
const rows = () => database.db.selectFrom('mail_outbox').selectAll().execute()

test('a queued mail arrives in words, and its link is not kept', async () => {
  await queue(invitation)
  const mailer = makeMailer()
  await mailer.run()
  await mailer.close()
  expect(mailbox.messages).toHaveLength(1)
  const [mail] = mailbox.messages
  expect(mail).toMatchObject({ to: 'ben@example.com', from: 'no-reply@example.com', links: [link] })
  expect(mail?.subject).toBe('Петра Bcc: all@example.com invites you to Willowbrook & Sons')
  expect(mail?.text).toContain('Applications: Ledger, Wiki.')
  expect(mail?.text).toContain('> Welcome!\n> See you on Monday.')
  expect(mail?.text).toMatch(/until Sunday,? 8 March 2026/)
  expect(mail?.text).toContain('Петра Bcc: all@example.com invites you to work')
  expect(mail?.html).toContain('Willowbrook &amp; Sons')
  expect(await rows()).toMatchObject([{ sent_at: clock.now(), data: {}, attempts: 1 }])
  expect(JSON.stringify(logged)).not.toMatch(/secret-token|ben@example/)
})

test('a mail outlives an outage of the mail server and is sent once it is back', async () => {
  await queue(invitation)
  const down = makeMailer('smtp://127.0.0.1:1')
  await down.run()
  await down.run()
  await down.close()
  const [waiting] = await rows()
  expect(waiting).toMatchObject({ sent_at: null, attempts: 1, data: { link } })
  expect(waiting?.next_attempt_at.getTime()).toBe(nowMs + 5_000)
  expect(logged).toMatchObject([{ message: 'mail not sent, will be tried again' }])

  const mailer = makeMailer()
  await mailer.run()
  expect(mailbox.messages).toHaveLength(0)
  nowMs += 5_000
  await mailer.run()
  await mailer.close()
  expect(mailbox.messages).toHaveLength(1)
  expect(await rows()).toMatchObject([{ data: {}, attempts: 2 }])
})

test('after many tries a mail is given up, emptied and named in the log by its id', async () => {
  await queue(invitation)
  const mailer = makeMailer('smtp://127.0.0.1:1')
  for (let tries = 0; tries < maxAttempts + 2; tries += 1) {
    await mailer.run()
    nowMs += 7 * 3_600_000
  }
  await mailer.close()
  const [row] = await rows()
  expect(row).toMatchObject({ sent_at: null, attempts: maxAttempts, data: {} })
  expect(logged).toHaveLength(maxAttempts)
  expect(logged.at(-1)).toMatchObject({ message: 'mail given up', context: { mailId: row?.id } })
  expect(JSON.stringify(logged)).not.toMatch(/secret-token|ben@example/)
})

test('several mailers share the work and send nothing twice', async () => {
  for (let count = 0; count < 25; count += 1)
    await queue({ ...invitation, recipient: `u${count}@example.com` })
  const mailers = [makeMailer(), makeMailer(), makeMailer()]
  await Promise.all(mailers.map((mailer) => mailer.run()))
  await Promise.all(mailers.map((mailer) => mailer.close()))
  expect(new Set(mailbox.messages.map(({ to }) => to)).size).toBe(25)
  expect(mailbox.messages).toHaveLength(25)
})

test('the data of a mail whose last try was cut short is not kept', async () => {
  await queue(invitation)
  await database.db
    .updateTable('mail_outbox')
    .set({ attempts: maxAttempts, next_attempt_at: new Date(nowMs + 120_000) })
    .execute()
  const mailer = makeMailer()
  await mailer.run()
  expect(await rows()).toMatchObject([{ data: { link } }])
  nowMs += 120_000
  await mailer.run()
  await mailer.run()
  await mailer.close()
  expect(await rows()).toMatchObject([{ sent_at: null, data: {}, attempts: maxAttempts }])
  expect(mailbox.messages).toEqual([])
  expect(logged).toMatchObject([{ message: 'mail given up', context: { reason: 'interrupted' } }])
  expect(JSON.stringify(logged)).not.toMatch(/secret-token|ben@example/)
})

test('mails that are taken back while one before them is sent do not leave', async () => {
  for (const name of ['first', 'second', 'third'])
    await queue({ ...invitation, recipient: `${name}@example.com` })
  // As a revocation would that commits right then.
  await sql
    .raw(`
    create function take_back() returns trigger language plpgsql as $$
      begin delete from mail_outbox where sent_at is null; return null; end $$;
    create trigger take_back after update on mail_outbox for each row
      when (new.sent_at is not null) execute function take_back();
  `)
    .execute(database.db)
  const mailer = makeMailer()
  await mailer.run()
  await mailer.close()
  expect(mailbox.messages).toHaveLength(1)
  expect(await rows()).toHaveLength(1)
})

test('a node that closes finishes the mail that it sends and hands the others to the next node', async () => {
  for (const name of ['first', 'second', 'third'])
    await queue({ ...invitation, recipient: `${name}@example.com` })
  const closing: Promise<void>[] = []
  const mailer = makeMailer()
  // Heard while the first one is noted as sent.
  const note = logged.push.bind(logged)
  logged.push = (...items) => {
    closing.push(mailer.close())
    return note(...items)
  }
  await mailer.run()
  await Promise.all(closing)
  expect(mailbox.messages).toHaveLength(1)
  const left = (await rows()).filter(({ sent_at }) => sent_at === null)
  expect(left).toMatchObject([{ attempts: 0 }, { attempts: 0 }])

  const next = makeMailer()
  await next.run()
  await next.close()
  expect(new Set(mailbox.messages.map(({ to }) => to)).size).toBe(3)
  expect(mailbox.messages).toHaveLength(3)
})

test('to whom a mail was sent is forgotten after a while, and one that waits is kept', async () => {
  await queue(invitation)
  const mailer = makeMailer()
  await mailer.run()
  await mailer.close()
  await queue({ ...invitation, recipient: 'waiting@example.com' })
  await removeOldMails(database.db, clock.now(), maxAttempts)
  expect(await rows()).toHaveLength(2)
  await removeOldMails(database.db, new Date(nowMs + 1), maxAttempts)
  expect(await rows()).toMatchObject([{ recipient: 'waiting@example.com' }])
})

test('a mail claimed by a node that died is sent again later', async () => {
  await queue(invitation)
  await database.db
    .updateTable('mail_outbox')
    .set({ attempts: 1, next_attempt_at: new Date(nowMs + 120_000) })
    .execute()
  const mailer = makeMailer()
  await mailer.run()
  expect(mailbox.messages).toHaveLength(0)
  nowMs += 120_000
  await mailer.run()
  await mailer.close()
  expect(mailbox.messages).toHaveLength(1)
})

test('the wait doubles from seconds to hours, with chance in it', () => {
  expect([1, 2, 3].map((attempt) => delayMs(attempt, 1))).toEqual([5_000, 10_000, 20_000])
  expect(delayMs(1, 0)).toBe(2_500)
  expect(delayMs(30, 1)).toBe(6 * 3_600_000)
})

test('data that does not fit its template is a bug, told before it is sent', () => {
  expect(() => writeMail('invitation', { link: 'x' })).toThrow()
  expect(() => writeMail('unknown', {})).toThrow('no mail template')
})

test('the mailbox waits for a mail, and shows what came on a page without scripts', async () => {
  const come = mailbox.waitFor((mail) => mail.subject.startsWith('123456'))
  await queue({
    recipient: 'ben@example.com',
    template: 'verify_email',
    data: { code: '123456', minutes: 15, serverName: '<b>Fernhill</b>' },
  })
  await queue(invitation)
  const mailer = makeMailer()
  await mailer.run()
  await mailer.close()
  expect((await come).text).toContain('    123456')
  const response = await fetch(mailbox.pageUrl)
  const body = await response.text()
  expect(body).toContain(`href="${link}"`)
  expect(body).toContain('&lt;b&gt;Fernhill&lt;/b&gt;')
  expect(body).not.toContain('<b>Fernhill')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  await expect(mailbox.waitFor(() => false, 1)).rejects.toThrow('No such mail came')
})
