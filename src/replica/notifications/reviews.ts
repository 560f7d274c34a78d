import { type AccountId, decidesNow, type Review, type ReviewId } from '@gatehouse/contract'
import type { NotificationFact } from '../../ipc/views.ts'
import { reviews } from '../repositories/account-rows.ts'
import { nameOf } from '../repositories/accounts.ts'
import { toUuid } from '../repositories/ids.ts'
import { putNotification } from '../repositories/notifications.ts'
import { readPrincipal } from '../repositories/rows.ts'
import type { Write } from '../write.ts'

type ReviewKind = Extract<NotificationFact, { reviewId: unknown }>['kind']

/** A review is told of three days before it is due. */
const dueAheadMs = 3 * 86_400_000

/** Tells of what a review has become for the principal, before its new row is written. */
export function noteReview(write: Write, after: Review, now: Date): void {
  const me = readPrincipal(write.sql)?.userId
  if (!me || isOwnDoing(write, after)) return
  const before = reviews.get(write.sql, after.accountId, after.id)
  const tell = (kind: ReviewKind) => put(write, kind, after, `${kind} ${after.id} ${after.version}`, now)
  const wasMine = before?.reviewerId === me
  const isMine = after.reviewerId === me
  if (after.state === 'open' && isMine) {
    if (before?.state === 'second') tell('review-returned')
    else if (!wasMine && (before !== null || after.createdById !== me)) tell('review-mine')
  }
  const isSecond = after.state === 'second' && after.secondReviewerId === me
  if (isSecond && !(before?.state === 'second' && before.secondReviewerId === me)) tell('review-second')
  const isInvolved = isMine || after.secondReviewerId === me || after.createdById === me
  if (before !== null && !before.seal && after.seal && isInvolved) tell('review-recorded')
}

/** Tells of reviews that are the principal's to decide or to sign now and that are due soon, or were. */
export function noteDueReviews(write: Write, now: Date): void {
  const me = readPrincipal(write.sql)?.userId
  const due = write.sql.all<{ id: Uint8Array; review: Uint8Array }>(
    `select a.id, r.id as review from review r join account a on a.n = r.account
     where r.state in ('open', 'second') and r.due_at <= ?`,
    now.getTime() + dueAheadMs,
  )
  for (const { id, review: reviewId } of due) {
    const review = reviews.get(write.sql, toUuid(id) as AccountId, toUuid(reviewId) as ReviewId)
    if (!review?.dueAt || decidesNow(review)?.userId !== me) continue
    const kind = Date.parse(review.dueAt) < now.getTime() ? 'review-overdue' : 'review-due'
    // Another day is told anew.
    put(write, kind, review, `${kind} ${review.id} ${review.dueAt}`, now)
  }
}

/** Tells of what was to follow from a signature and was refused, once a review. */
export function noteRefusedRevocations(write: Write, now: Date): void {
  const { sql } = write
  const refused = sql.all<{ accountId: AccountId; reviewId: ReviewId }>(
    `select distinct o.account_id as accountId, json_extract(l.intent, '$.args.reviewId') as reviewId
     from outbox o join batch_line l on l.mutation_id = o.after_id
     where o.after_id is not null and o.state = 'refused' and json_extract(l.intent, '$.name') = 'reviews.sign'`,
  )
  for (const { accountId, reviewId } of refused) {
    const review = reviews.get(sql, accountId, reviewId)
    if (review) put(write, 'review-refused', review, `review-refused ${reviewId}`, now)
  }
}

function put(write: Write, kind: ReviewKind, review: Review, key: string, now: Date): void {
  const { id, accountId, title, dueAt } = review
  const accountName = nameOf.account(write.sql, accountId) ?? ''
  putNotification(write, key, accountId, { kind, accountId, accountName, reviewId: id, title, dueAt }, now)
}

/** The change that did it was made on this computer and needs no telling. Its own seal does. */
function isOwnDoing({ sql }: Write, { accountId, id, seal }: Review): boolean {
  if (seal) return false
  const made = sql.get(
    `select 1 from outbox where account_id = ? and json_extract(intent, '$.name') like 'reviews.%'
       and instr(intent, ?) > 0 limit 1`,
    accountId,
    id,
  )
  return made !== undefined
}
