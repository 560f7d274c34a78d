import type { Review, ReviewId } from '@gatehouse/contract'
import type { WriteContext } from '../context.ts'
import { byItself } from '../record.ts'
import { insertReview, recordReview } from './review-rows.ts'

const lastTime = Date.UTC(9999, 11, 31)

/** Plans the review that follows a signed one, where it comes again. It is begun, and its snapshot made, by somebody. */
export async function planNext(write: WriteContext, signed: Review): Promise<void> {
  const { tx, now, random } = write
  if (signed.repeatMonths === null) return
  const row = await tx
    .selectFrom('review')
    .select('repeat_day')
    .where('id', '=', signed.id)
    .executeTakeFirstOrThrow()
  const from = signed.dueAt === null ? now : new Date(signed.dueAt)
  const day = (signed.dueAt === null ? null : row.repeat_day) ?? from.getUTCDate()
  const dueAt = nextDue(from, signed.repeatMonths, day, now)
  if (dueAt === null) return
  const review = await insertReview(tx, {
    id: random.id(now) as ReviewId,
    account_id: signed.accountId,
    title: signed.title,
    state: 'planned',
    scope: JSON.stringify(signed.scope),
    reviewer_id: signed.reviewerId,
    reviewer_name: signed.reviewerName,
    second_reviewer_id: signed.secondReviewerId,
    second_reviewer_name: signed.secondReviewerName,
    allows_self: signed.allowsSelf,
    created_by: signed.createdById,
    created_by_name: signed.createdByName,
    created_at: now,
    due_at: dueAt,
    repeat_months: signed.repeatMonths,
    repeat_day: day,
    progress: JSON.stringify({ decided: 0, total: 0 }),
    signatures: '[]',
  })
  if (!review) throw new Error('a new id was taken already')
  await recordReview(byItself(write), review, {
    action: 'review.planned',
    after: { status: 'planned', reviewer: review.reviewerName, dueAt: review.dueAt },
  })
}

/**
 * The next day that lies ahead, whole times `months` after the last one. `day` of the month, or the last of a month
 * that is shorter: what is due on the 31st stays so after a February. Null beyond what can be written as a date.
 */
export function nextDue(from: Date, months: number, day: number, now: Date): Date | null {
  for (let times = 1; ; times += 1) {
    const next = addMonths(from, months * times, day)
    if (next.getTime() > lastTime) return null
    if (next > now) return next
  }
}

function addMonths(from: Date, months: number, day: number): Date {
  const first = new Date(from)
  first.setUTCDate(1)
  first.setUTCMonth(first.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(day, lastDay))
  return first
}
