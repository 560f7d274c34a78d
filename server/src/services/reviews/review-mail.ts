import type { DirectoryEntry, Review, UserId } from '@gatehouse/contract'
import { enqueueMail } from '../../mail/outbox.ts'
import type { WriteContext } from '../context.ts'
import { findReviewer } from './reviewers.ts'

/** Who has to do the next step of a review; nobody once it is over. */
export function whoIsNext(review: Review): { userId: UserId; task: 'begin' | 'decide' | 'sign' } | null {
  const { state, reviewerId, secondReviewerId } = review
  if (state === 'planned') return { userId: reviewerId, task: 'begin' }
  if (state === 'open') return { userId: reviewerId, task: 'decide' }
  return state === 'second' && secondReviewerId ? { userId: secondReviewerId, task: 'sign' } : null
}

/** Tells whoever is next that it is their turn by now, unless it is their own doing. `reason`: it was given back. */
export async function mailNext(
  write: WriteContext,
  entry: DirectoryEntry,
  review: Review,
  reason?: string,
): Promise<void> {
  const { tx, now, random, principal } = write
  const next = whoIsNext(review)
  if (!next || next.userId === principal.userId) return
  const reviewer = await findReviewer(tx, entry, next.userId, now)
  if (!reviewer) return
  const { title, dueAt } = review
  const data = { accountName: entry.account.name, title, dueAt, task: next.task, byName: principal.name }
  const mail =
    reason === undefined
      ? ({ template: 'review_handed', data } as const)
      : ({ template: 'review_returned', data: { ...data, reason } } as const)
  await enqueueMail(tx, { clock: { now: () => now }, random }, { recipient: reviewer.email, ...mail })
}
