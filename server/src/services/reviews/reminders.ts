import type { ReviewId } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Randomness } from '../../clock.ts'
import type { Database, Tx } from '../../db/database.ts'
import { inTransaction } from '../../db/transaction.ts'
import { enqueueMail } from '../../mail/outbox.ts'
import { toAccount, toReview } from '../../repositories/rows.ts'
import { whoIsNext } from './review-mail.ts'
import { findReviewer } from './reviewers.ts'

const dayMs = 86_400_000
/** Days before a review is due on which whoever is next is reminded. */
const soonDays = 3
const reviewsAtOnce = 1000

/**
 * Mails whoever has to do the next step of a review three days before it is due, and the day after it was: each once
 * for that day and that person, whichever node comes first. What waits in an account that can't be written to waits
 * without mails.
 */
export async function remindOfReviews(db: Database, now: Date, random: Randomness): Promise<void> {
  const soon = new Date(now.getTime() + soonDays * dayMs)
  const due = await db
    .selectFrom('review as r')
    .innerJoin('account as a', 'a.id', 'r.account_id')
    .select('r.id')
    .where('r.state', 'in', ['planned', 'open', 'second'])
    .where('r.due_at', '<=', soon)
    .where('a.status', '=', 'active')
    .where(
      sql<boolean>`not exists (select from review_reminder x where x.review_id = r.id and x.due_at = r.due_at
        and x.user_id = case r.state when 'second' then r.second_reviewer_id else r.reviewer_id end
        and (x.kind = 'overdue' or r.due_at > ${new Date(now.getTime() - dayMs)}))`,
    )
    .orderBy('r.due_at')
    .limit(reviewsAtOnce)
    .execute()
  for (const { id } of due) {
    await inTransaction(db, async (tx) => {
      await remind(tx, id, now, random)
      return { ok: true, value: null }
    })
  }
}

async function remind(tx: Tx, reviewId: ReviewId, now: Date, random: Randomness): Promise<void> {
  const row = await tx.selectFrom('review').selectAll().where('id', '=', reviewId).executeTakeFirst()
  const review = row && toReview(row)
  const next = review && whoIsNext(review)
  if (!next || !row?.due_at) return
  const kind = row.due_at.getTime() + dayMs <= now.getTime() ? 'overdue' : 'soon'
  const first = await tx
    .insertInto('review_reminder')
    .values({ review_id: reviewId, user_id: next.userId, kind, due_at: row.due_at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('review_id')
    .executeTakeFirst()
  if (!first) return
  const account = toAccount(
    await tx.selectFrom('account').selectAll().where('id', '=', row.account_id).executeTakeFirstOrThrow(),
  )
  // Somebody who is no longer a reviewer there has nothing to hear of it.
  const reviewer = await findReviewer(tx, { account }, next.userId, now)
  if (!reviewer) return
  const { title, dueAt } = review
  await enqueueMail(
    tx,
    { clock: { now: () => now }, random },
    {
      recipient: reviewer.email,
      template: kind === 'overdue' ? 'review_overdue' : 'review_due_soon',
      data: { accountName: account.name, title, dueAt, task: next.task },
    },
  )
}
