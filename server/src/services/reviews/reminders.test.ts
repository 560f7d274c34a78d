import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemRandomness } from '../../clock.ts'
import { writeMail } from '../../mail/templates.ts'
import { openBody } from '../../testing/reviews.ts'
import { createWorld, type Member, type World } from '../../testing/world.ts'
import { nextDue } from './recurrence.ts'
import { remindOfReviews } from './reminders.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const hourMs = 3_600_000

/** The mails about reviews that somebody was sent so far, as they are written. */
async function mailsTo({ email }: Member): Promise<string[]> {
  const rows = await world.db
    .selectFrom('mail_outbox')
    .select(['template', 'data'])
    .where('recipient', '=', email)
    .orderBy('id')
    .execute()
  for (const { template, data } of rows) expect(writeMail(template, data).text).toContain('Access in spring')
  return rows.map(({ template }) => template)
}

async function passHours(hours: number): Promise<void> {
  world.clock.advance(hours * hourMs)
  // Two nodes at once, and again a minute later.
  const run = () => remindOfReviews(world.db, world.clock.now(), systemRandomness)
  await Promise.all([run(), run()])
  world.clock.advance(60_000)
  await run()
}

test('whoever is next is reminded three days before and the day after, once each', async () => {
  const accountId = await world.account()
  const owner = await world.member(accountId, 'owner')
  const reviewer = await world.member(accountId, 'admin')
  const dueAt = new Date(world.clock.now().getTime() + 10 * 24 * hourMs).toISOString()
  const body = await openBody(world, accountId, reviewer, { dueAt })
  await owner.client.get('reviews.open', { params: { accountId }, body })
  expect(await mailsTo(reviewer)).toEqual(['review_handed'])
  await passHours(6 * 24)
  expect(await mailsTo(reviewer)).toEqual(['review_handed'])
  await passHours(25)
  expect(await mailsTo(reviewer)).toEqual(['review_handed', 'review_due_soon'])
  await passHours(3 * 24)
  expect(await mailsTo(reviewer)).toEqual(['review_handed', 'review_due_soon'])
  await passHours(24)
  expect(await mailsTo(reviewer)).toEqual(['review_handed', 'review_due_soon', 'review_overdue'])
  await passHours(30 * 24)
  expect(await mailsTo(reviewer)).toHaveLength(3)
  expect(await mailsTo(owner)).toEqual([])
})

test('who begins a review for themselves is not told that they did, and who may no longer review hears nothing', async () => {
  const accountId = await world.account()
  const owner = await world.member(accountId, 'owner')
  const left = await world.member(accountId, 'admin')
  const dueAt = new Date(world.clock.now().getTime() + 24 * hourMs).toISOString()
  for (const person of [owner, left]) {
    const body = await openBody(world, accountId, person, { dueAt })
    await person.client.get('reviews.open', { params: { accountId }, body })
  }
  await world.db
    .updateTable('membership')
    .set({ status: 'suspended' })
    .where('id', '=', left.membershipId)
    .execute()
  await passHours(1)
  expect(await mailsTo(owner)).toEqual(['review_due_soon'])
  expect(await mailsTo(left)).toEqual([])
})

test('the next day lies ahead, and one at the end of a month stays there', () => {
  const next = (from: string, months: number, day: number, now = from) =>
    nextDue(new Date(from), months, day, new Date(now))?.toISOString().slice(0, 10)
  expect(next('2026-01-31T10:00:00Z', 1, 31)).toBe('2026-02-28')
  expect(next('2026-02-28T10:00:00Z', 1, 31)).toBe('2026-03-31')
  expect(next('2026-02-28T10:00:00Z', 1, 28)).toBe('2026-03-28')
  expect(next('2027-11-30T10:00:00Z', 3, 30)).toBe('2028-02-29')
  expect(next('2026-01-15T10:00:00Z', 3, 15, '2026-08-01T00:00:00Z')).toBe('2026-10-15')
  expect(next('9998-12-01T10:00:00Z', 24, 1)).toBeUndefined()
})
