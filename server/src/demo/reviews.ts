import {
  type AccountId,
  type DirectoryEntry,
  lockOf,
  noDecisions,
  type Result,
  type Review,
  type ReviewDecisions,
  type ReviewId,
  type ReviewSnapshot,
  recommend,
  recordOf,
  reviewOutcome,
  type UserId,
  whatIsUsual,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Randomness } from '../clock.ts'
import type { Tx } from '../db/database.ts'
import { findEntry, findPrincipal } from '../repositories/access.ts'
import type { WriteContext } from '../services/context.ts'
import { hashed } from '../services/reviews/hashing.ts'
import { openReview } from '../services/reviews/opening.ts'
import { signReview } from '../services/reviews/signing.ts'
import { freezeAccess } from './freeze-access.ts'
import { demoPerson } from './people.ts'
import { createPrng } from './prng.ts'
import { dayMs } from './world.ts'

interface ReviewSeed {
  seed: string
  now: Date
  publicUrl: string
}

/** How many of the consultant's accounts have reviews. */
const accountsWithReviews = 4

/**
 * Reviews in every state, made as people make them: in the owner's account and in some of the consultant's one was
 * signed last quarter, with the next one planned, and one is being decided, due soon or overdue.
 */
export async function seedReviews(tx: Tx, options: ReviewSeed): Promise<void> {
  const ids = createPrng(`${options.seed}/reviews`)
  const random: Randomness = { id: (at) => ids.id(at.getTime()), bytes: ids.bytes }
  const places = [
    ...(await placesOf(tx, demoPerson('owner').email, 1)),
    ...(await placesOf(tx, demoPerson('consultant').email, accountsWithReviews)),
  ]
  for (const [index, { accountId, reviewerId, ownerId }] of places.entries()) {
    const seat = (userId: UserId, daysAgo: number) =>
      take(tx, {
        ...options,
        random,
        accountId,
        userId,
        at: new Date(options.now.getTime() - daysAgo * dayMs),
      })
    const earlier = await seat(ownerId, 80)
    if (earlier) await signOne(earlier, options.now)
    const later = await seat(reviewerId, 10)
    if (!later) continue
    if (index === 0 || index % 2 === 1) await openOne(later, 'Guests and contractors', 5, options.now)
    if (index === 0 || index % 2 === 0) await openOne(later, 'Who can open what', -4, options.now)
  }
  // Whoever is overdue has been reminded; and nobody has read the feed yet, so there is nothing to tell.
  await sql`insert into review_reminder (review_id, user_id, kind, due_at)
    select id, reviewer_id, 'overdue', due_at from review
    where state = 'open' and due_at < ${options.now}`.execute(tx)
  await sql`delete from change`.execute(tx)
}

interface Place {
  accountId: AccountId
  reviewerId: UserId
  ownerId: UserId
}

/** Active accounts of somebody who may run reviews there, by name. */
async function placesOf(tx: Tx, email: string, limit: number): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select a.id as "accountId", m.user_id as "reviewerId", o.user_id as "ownerId"
    from app_user u
    join membership m on m.user_id = u.id and m.status = 'active' and m.ends_at is null
      and 'reviews.run' = any(m.permissions)
    join account a on a.id = m.account_id and a.status = 'active'
    join membership o on o.account_id = a.id and o.role = 'owner' and o.status = 'active'
    where u.email = ${email} order by a.name, a.id limit ${limit}`.execute(tx)
  return rows
}

interface Seat {
  write: WriteContext
  entry: DirectoryEntry
}

/** Somebody at work in an account at a moment; null where they weren't there yet. */
async function take(
  tx: Tx,
  given: { accountId: AccountId; userId: UserId; at: Date; random: Randomness; publicUrl: string },
): Promise<Seat | null> {
  const { accountId, userId, at: now, random, publicUrl } = given
  const principal = await findPrincipal(tx, userId)
  const entry = principal && (await findEntry(tx, principal, accountId, now))
  if (!entry) return null
  return { write: { tx, now, random, principal, device: null, mutationId: null, publicUrl }, entry }
}

async function open(
  { write, entry }: Seat,
  title: string,
  dueAt: Date,
  repeatMonths: number | null,
): Promise<{ review: Review; snapshot: ReviewSnapshot }> {
  const { tx, now, random, principal } = write
  const reviewId = random.id(now) as ReviewId
  const snapshot = await freezeAccess(tx, entry.account.id, reviewId, now)
  const review = made(
    await openReview(write, entry, {
      reviewId,
      title,
      campaign: null,
      reviewerId: principal.userId,
      secondReviewerId: null,
      allowsSelf: false,
      dueAt: dueAt.toISOString(),
      repeatMonths,
      snapshot,
      snapshotSha256: hashed(snapshot).sha256,
      total: 0,
    }),
  )
  return { review, snapshot }
}

async function openOne(seat: Seat, title: string, dueInDays: number, now: Date): Promise<void> {
  await open(seat, title, new Date(now.getTime() + dueInDays * dayMs), null)
}

async function signOne(seat: Seat, now: Date): Promise<void> {
  const { write, entry } = seat
  const { review, snapshot } = await open(
    seat,
    'Quarterly access review',
    new Date(now.getTime() - 70 * dayMs),
    3,
  )
  const decisions = asRecommended(snapshot, review)
  const { userId, name, email } = write.principal
  const decisionsSha256 = hashed(decisions).sha256
  const statement = 'I looked at everybody and what they can open, and this is what they need.'
  const signedAt = write.now.toISOString()
  const signatures = [{ by: 'reviewer', userId, name, email, statement, signedAt, decisionsSha256 } as const]
  const snapshotSha256 = hashed(snapshot).sha256
  const record = recordOf(review, { snapshotSha256, snapshot, decisions, conflicts: [], signatures })
  made(
    await signReview(write, entry, review.id, {
      by: 'reviewer',
      statement,
      signedAt,
      decisions,
      decisionsSha256,
      conflicts: [],
      outcome: reviewOutcome(snapshot, decisions, review),
      recordSha256: hashed(record).sha256,
    }),
  )
}

/** As the facts speak for, except that nothing is revoked: what was revoked would have to be gone today. */
function asRecommended(snapshot: ReviewSnapshot, { reviewerId, allowsSelf }: Review): ReviewDecisions {
  const usual = whatIsUsual(snapshot)
  const none = noDecisions(snapshot)
  const cells = snapshot.people.map((person) =>
    Array.from({ length: snapshot.applications.length + 1 }, (_, cell) => {
      if (lockOf(person, cell, { reviewerId, allowsSelf, by: 'reviewer' }) !== null) return '.'
      return recommend(snapshot, usual, person, cell).decision === 'unsure' ? 'n' : 'k'
    }).join(''),
  )
  return { ...none, cells }
}

function made<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Error('demo data was refused', { cause: result.error })
}
