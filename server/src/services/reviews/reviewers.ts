import { type DirectoryEntry, type Permission, problem, type Result, type UserId } from '@gatehouse/contract'
import type { Database } from '../../db/database.ts'

export interface Reviewers {
  reviewer_id: UserId
  reviewer_name: string
  second_reviewer_id: UserId | null
  second_reviewer_name: string | null
}

/** What a reviewer has to hold in the account. */
const needed: Permission = 'reviews.run'

/**
 * Those who are to review, with their names. Each is an active user of the account who may run reviews, or administers
 * its environment; the second one is somebody else.
 */
export async function findReviewers(
  db: Database,
  entry: Pick<DirectoryEntry, 'account'>,
  wanted: { reviewerId: UserId; secondReviewerId: UserId | null },
  now: Date,
): Promise<Result<Reviewers>> {
  const { reviewerId, secondReviewerId } = wanted
  if (secondReviewerId === reviewerId)
    return invalid('secondReviewerId', 'The second reviewer has to be somebody else')
  const reviewer = await findReviewer(db, entry, reviewerId, now)
  if (!reviewer) return invalid('reviewerId', notOne)
  const second = secondReviewerId && (await findReviewer(db, entry, secondReviewerId, now))
  if (secondReviewerId && !second) return invalid('secondReviewerId', notOne)
  return {
    ok: true,
    value: {
      reviewer_id: reviewerId,
      reviewer_name: reviewer.name,
      second_reviewer_id: secondReviewerId,
      second_reviewer_name: second ? second.name : null,
    },
  }
}

// One text for a user who isn't there and for one elsewhere: who has a login isn't told.
const notOne = 'Choose an active user of the account who may run reviews'

function invalid(path: string, message: string): Result<never> {
  return { ok: false, error: problem('validation', { fields: [{ path, message }] }) }
}

/** Null for somebody who can't review in the account as of now. */
export async function findReviewer(
  db: Database,
  { account }: Pick<DirectoryEntry, 'account'>,
  userId: UserId,
  now: Date,
): Promise<{ name: string; email: string } | null> {
  const administrator = await db
    .selectFrom('environment_administrator as a')
    .innerJoin('app_user as u', 'u.id', 'a.user_id')
    .where('a.environment_id', '=', account.environmentId)
    .where('a.user_id', '=', userId)
    .select(['u.name', 'u.email'])
    .executeTakeFirst()
  if (administrator) return administrator
  const member = await db
    .selectFrom('membership as m')
    .innerJoin('app_user as u', 'u.id', 'm.user_id')
    .where('m.account_id', '=', account.id)
    .where('m.user_id', '=', userId)
    .where('m.status', '=', 'active')
    .where((eb) => eb.or([eb('m.ends_at', 'is', null), eb('m.ends_at', '>', now)]))
    .where((eb) => eb(eb.val(needed), '=', eb.fn.any('m.permissions')))
    .select(['u.name', 'u.email'])
    .executeTakeFirst()
  return member ?? null
}
