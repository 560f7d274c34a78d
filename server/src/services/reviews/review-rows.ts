import {
  type DirectoryEntry,
  notYourReview,
  problem,
  type Result,
  type Review,
  type ReviewDecisions,
  type ReviewId,
  type ReviewRecord,
  type ReviewSnapshot,
  refuseReviewState,
} from '@gatehouse/contract'
import type { Insertable, Updateable } from 'kysely'
import type { Database, Tx } from '../../db/database.ts'
import type { Schema } from '../../db/schema.ts'
import { toReview } from '../../repositories/rows.ts'
import { type ActivityInput, type Recorder, record } from '../record.ts'
import type { Hashed } from './hashing.ts'

const unknownReview = problem('not_found', { detail: 'The account has no such review.' })

export async function findReview(
  db: Database,
  { account }: Pick<DirectoryEntry, 'account'>,
  reviewId: ReviewId,
): Promise<Result<Review>> {
  const row = await db
    .selectFrom('review')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('id', '=', reviewId)
    .executeTakeFirst()
  return row ? { ok: true, value: toReview(row) } : { ok: false, error: unknownReview }
}

/** The review, if it is in one of these states; `review_state` otherwise. */
export async function findReviewIn(
  db: Database,
  entry: Pick<DirectoryEntry, 'account'>,
  reviewId: ReviewId,
  states: readonly Review['state'][],
): Promise<Result<Review>> {
  const found = await findReview(db, entry, reviewId)
  if (!found.ok || states.includes(found.value.state)) return found
  return { ok: false, error: refuseReviewState(found.value.state) }
}

/** Somebody else's to decide on. Whoever is asked holds the permission for it, so it isn't that. */
export const notYours: Result<never> = { ok: false, error: notYourReview }

interface Documents {
  snapshot: ReviewSnapshot
  decisions: ReviewDecisions
  record: ReviewRecord
}

/** A document of a review; null where it has none of that kind yet. */
export async function readDocument<K extends keyof Documents>(
  db: Database,
  reviewId: ReviewId,
  kind: K,
): Promise<Documents[K] | null> {
  const row = await db
    .selectFrom('review_document')
    .select('body')
    .where('review_id', '=', reviewId)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return row ? (JSON.parse(row.body) as Documents[K]) : null
}

/** What a review that was begun has frozen. */
export async function readSnapshot(db: Database, reviewId: ReviewId): Promise<ReviewSnapshot> {
  const snapshot = await readDocument(db, reviewId, 'snapshot')
  if (!snapshot) throw new Error('a review was begun without a snapshot')
  return snapshot
}

/** Writes a document in place of an earlier one of its kind. */
export async function writeDocument(
  tx: Tx,
  reviewId: ReviewId,
  kind: keyof Documents,
  { body, sha256 }: Hashed,
): Promise<void> {
  await tx
    .insertInto('review_document')
    .values({ review_id: reviewId, kind, sha256, body })
    .onConflict((conflict) => conflict.columns(['review_id', 'kind']).doUpdateSet({ sha256, body }))
    .execute()
}

/** Null where there is a review with this id, in whichever account. */
export async function insertReview(tx: Tx, row: Insertable<Schema['review']>): Promise<Review | null> {
  const added = await tx
    .insertInto('review')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  return added ? toReview(added) : null
}

/** Changes a review, with its version where more than its progress changes. */
export async function updateReview(
  tx: Tx,
  { id, version }: Review,
  columns: Updateable<Schema['review']>,
  keepsVersion = false,
): Promise<Review> {
  const saved = await tx
    .updateTable('review')
    .set({ ...columns, ...(keepsVersion ? {} : { version: version + 1 }) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toReview(saved)
}

/** Tells replicas that a review changed and, where somebody did something, the activity of its account. */
export async function recordReview(
  write: Recorder,
  { id, accountId, title }: Review,
  activity?: Pick<ActivityInput, 'action' | 'before' | 'after'>,
): Promise<void> {
  await record(
    write,
    accountId,
    [{ entity: 'review', accountId, key: { id }, op: 'put' }],
    activity
      ? [
          {
            ...activity,
            targetKind: 'review',
            targetId: id,
            targetName: title,
            permissions: ['reviews.view'],
          },
        ]
      : [],
  )
}
