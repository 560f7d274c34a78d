import { hasEnded } from '../domain/membership-rules.ts'
import { notYourReview, refuseReviewState } from '../domain/review-checks.ts'
import { refuseStale } from '../domain/versions.ts'
import type { Review } from '../entities/review.ts'
import type { AccountId, UserId } from '../ids.ts'
import { problem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { admit, type MutationContext, mutation, refuse } from './definition.ts'
import {
  cancelReviewSchema,
  editReviewSchema,
  openReviewSchema,
  returnReviewSchema,
  signReviewSchema,
} from './review-arguments.ts'
import type { RowChange } from './view.ts'

const unknownReview = problem('not_found', { detail: 'The account has no such review.' })

/**
 * Reviewers are active users of the account who may run reviews, or administer its environment. Who does is not told to
 * everybody, and whoever makes the change was let in before.
 */
function nameOf(
  { view, now }: MutationContext,
  accountId: AccountId,
  userId: UserId,
  path: string,
): Result<string> {
  const administrator = view.administrator(accountId, userId)
  if (administrator) return ok(administrator.name)
  const principal = view.principal()
  if (principal.userId === userId) return ok(principal.name)
  const member = view.memberOfUser(accountId, userId)
  const mayReview =
    member?.status === 'active' && !hasEnded(member, now) && member.permissions.includes('reviews.run')
  if (mayReview) return ok(member.name)
  const message = 'Choose an active user of the account who may run reviews'
  return fail(problem('validation', { fields: [{ path, message }] }))
}

function reviewersOf(
  context: MutationContext,
  accountId: AccountId,
  { reviewerId, secondReviewerId }: { reviewerId: UserId; secondReviewerId: UserId | null },
): Result<Pick<Review, 'reviewerId' | 'reviewerName' | 'secondReviewerId' | 'secondReviewerName'>> {
  if (secondReviewerId === reviewerId) {
    const message = 'The second reviewer has to be somebody else'
    return fail(problem('validation', { fields: [{ path: 'secondReviewerId', message }] }))
  }
  const reviewer = nameOf(context, accountId, reviewerId, 'reviewerId')
  if (!reviewer.ok) return reviewer
  const second = secondReviewerId
    ? nameOf(context, accountId, secondReviewerId, 'secondReviewerId')
    : ok(null)
  if (!second.ok) return second
  return ok({
    reviewerId,
    reviewerName: reviewer.value,
    secondReviewerId,
    secondReviewerName: second.value,
  })
}

const put = (row: Review): RowChange => ({ op: 'put', entity: 'review', row })

export const openReview = mutation({
  args: openReviewSchema,
  permission: 'reviews.run',
  call: ({ accountId, ...body }) => ({ route: 'reviews.open', params: { accountId }, body }),
  predict(wanted, context) {
    const { view } = context
    const { accountId, reviewId: id, snapshot } = wanted
    const entry = admit(view, accountId, 'reviews.run')
    if (!entry.ok) return entry
    const planned = view.review(accountId, id)
    if (planned && planned.state !== 'planned') return fail(refuseReviewState(planned.state))
    const reviewers = reviewersOf(context, accountId, wanted)
    if (!reviewers.ok) return reviewers
    const { userId, name } = view.principal()
    return ok([
      put({
        id,
        accountId,
        title: wanted.title,
        campaign: wanted.campaign,
        state: 'open',
        scope: snapshot.scope,
        ...reviewers.value,
        allowsSelf: wanted.allowsSelf,
        createdById: userId,
        createdByName: name,
        // Not the server's own moment: it is part of the record, which may be signed before anything was sent.
        createdAt: planned?.createdAt ?? snapshot.asOf,
        dueAt: wanted.dueAt,
        repeatMonths: wanted.repeatMonths,
        snapshot: {
          sha256: wanted.snapshotSha256,
          asOf: snapshot.asOf,
          people: snapshot.people.length,
          applications: snapshot.applications.length,
        },
        progress: { decided: 0, total: wanted.total },
        signatures: [],
        outcome: null,
        seal: null,
        cancelReason: null,
        version: (planned?.version ?? 0) + 1,
      }),
    ])
  },
})

export const editReview = mutation({
  args: editReviewSchema,
  permission: 'reviews.run',
  call: ({ accountId, reviewId, ...body }) => ({
    route: 'reviews.edit',
    params: { accountId, reviewId },
    body,
  }),
  predict(wanted, context) {
    const { view } = context
    const { accountId, title, dueAt, repeatMonths } = wanted
    const refused = refuse(view, accountId, 'reviews.run')
    if (refused) return fail(refused)
    const before = view.review(accountId, wanted.reviewId)
    if (!before) return fail(unknownReview)
    if (before.state !== 'open' && before.state !== 'planned') return fail(refuseReviewState(before.state))
    const stale = refuseStale(before, wanted.baseVersion)
    if (stale) return fail(stale)
    const reviewers = reviewersOf(context, accountId, wanted)
    if (!reviewers.ok) return reviewers
    const version = before.version + 1
    return ok([put({ ...before, ...reviewers.value, title, dueAt, repeatMonths, version })])
  },
  edit: {
    of: ({ reviewId, baseVersion, title, reviewerId, secondReviewerId, dueAt, repeatMonths }) => ({
      entity: 'review',
      id: reviewId,
      baseVersion,
      wants: { title, reviewerId, secondReviewerId, dueAt, repeatMonths },
      units: [['reviewerId', 'secondReviewerId']],
    }),
    onto: (args, fields, baseVersion) => ({
      ...args,
      title: fields.title as string,
      reviewerId: fields.reviewerId as UserId,
      secondReviewerId: fields.secondReviewerId as UserId | null,
      dueAt: fields.dueAt as string | null,
      repeatMonths: fields.repeatMonths as number | null,
      baseVersion,
    }),
  },
})

export const cancelReview = mutation({
  args: cancelReviewSchema,
  permission: 'reviews.run',
  call: ({ accountId, reviewId, ...body }) => ({
    route: 'reviews.cancel',
    params: { accountId, reviewId },
    body,
  }),
  predict({ accountId, reviewId, reason }, { view }) {
    const refused = refuse(view, accountId, 'reviews.run')
    if (refused) return fail(refused)
    const before = view.review(accountId, reviewId)
    if (!before) return fail(unknownReview)
    if (before.state === 'cancelled') return ok([])
    if (before.state === 'signed') return fail(refuseReviewState(before.state))
    const version = before.version + 1
    return ok([put({ ...before, state: 'cancelled', cancelReason: reason, version })])
  },
})

export const returnReview = mutation({
  args: returnReviewSchema,
  permission: 'reviews.sign',
  call: ({ accountId, reviewId, ...body }) => ({
    route: 'reviews.return',
    params: { accountId, reviewId },
    body,
  }),
  predict({ accountId, reviewId }, { view }) {
    const refused = refuse(view, accountId, 'reviews.sign')
    if (refused) return fail(refused)
    const before = view.review(accountId, reviewId)
    if (!before) return fail(unknownReview)
    if (before.state !== 'second') return fail(refuseReviewState(before.state))
    if (before.secondReviewerId !== view.principal().userId) return fail(notYourReview)
    const version = before.version + 1
    return ok([put({ ...before, state: 'open', signatures: [], outcome: null, version })])
  },
})

export const signReview = mutation({
  args: signReviewSchema,
  permission: 'reviews.sign',
  call: ({ accountId, reviewId, ...body }) => ({
    route: 'reviews.sign',
    params: { accountId, reviewId },
    body,
  }),
  predict(wanted, { view }) {
    const { accountId, reviewId, by, statement, signedAt, decisionsSha256, outcome } = wanted
    const refused = refuse(view, accountId, 'reviews.sign')
    if (refused) return fail(refused)
    const before = view.review(accountId, reviewId)
    if (!before) return fail(unknownReview)
    if (before.state !== (by === 'reviewer' ? 'open' : 'second')) return fail(refuseReviewState(before.state))
    const principal = view.principal()
    const { userId, name, email } = principal
    if (userId !== (by === 'reviewer' ? before.reviewerId : before.secondReviewerId))
      return fail(notYourReview)
    const signature = { by, userId, name, email, statement, signedAt, decisionsSha256 }
    const isLast = by === 'second' || before.secondReviewerId === null
    return ok([
      put({
        ...before,
        state: isLast ? 'signed' : 'second',
        signatures: [...before.signatures, signature],
        progress: { ...before.progress, decided: before.progress.total },
        outcome,
        version: before.version + 1,
      }),
    ])
  },
})
