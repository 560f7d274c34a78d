import {
  type AccountId,
  type CampaignId,
  fail,
  type Intent,
  type MutationId,
  ok,
  type Problem,
  problem,
  type Result,
  type ReviewId,
  type ReviewScope,
  type ReviewSnapshot,
  refuseWrite,
  type UserId,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { applyBatch } from '../outbox/batches.ts'
import { applicationsOn } from '../queries/access.ts'
import { type Opened, openAccount } from '../queries/context.ts'
import { readLoading } from '../repositories/accounts.ts'
import { ownerOf } from '../repositories/memberships.ts'
import { readPrincipal } from '../repositories/rows.ts'
import type { Write } from '../write.ts'
import { documentOf, freeze, outOfScope } from './freeze.ts'
import { createSheet } from './sheet.ts'

/** What is the same for every account in which a review is begun together with others. */
export interface BeginReviews {
  batchId: string
  title: string
  scope: ReviewScope
  /** Each account's owner decides, in place of the reviewer who is named. */
  byOwner: boolean
  reviewerId: UserId | null
  secondReviewerId: UserId | null
  allowsSelf: boolean
  dueAt: string | null
  repeatMonths: number | null
  campaign: { id: CampaignId; name: string } | null
  accounts: { accountId: AccountId; reviewId: ReviewId; mutationId: MutationId }[]
}

export interface Begun {
  opened: { accountId: AccountId; reviewId: ReviewId }[]
  refused: { accountId: AccountId; problem: Problem }[]
}

type OpenIntent = Extract<Intent, { name: 'reviews.open' }>

/** Freezes each account and queues the beginning of its review, as one batch. What was refused is said, with its reason. */
export function beginReviews(write: Write, request: BeginReviews, now: Date): Begun {
  const begun: Begun = { opened: [], refused: [] }
  for (const { accountId, reviewId, mutationId } of request.accounts) {
    const intent = intentOf(write, request, accountId, reviewId, now)
    const change = intent.ok ? { mutationId, intent: intent.value, inverse: null } : null
    const [reason] = change
      ? applyBatch(write, { batchId: request.batchId, confirmed: true, changes: [change] }, now)
      : []
    const refusal = intent.ok ? reason : intent.error
    if (refusal) begun.refused.push({ accountId, problem: refusal })
    else begun.opened.push({ accountId, reviewId })
    write.touch('review', accountId)
  }
  return begun
}

function intentOf(
  { sql }: Write,
  request: BeginReviews,
  accountId: AccountId,
  reviewId: ReviewId,
  now: Date,
): Result<OpenIntent> {
  const opened = openAccount(sql, accountId, 'users.view', 'applications.view')
  if (!opened.ok) return opened
  const { account, access } = opened.value
  const refused = refuseWrite(account, access, 'reviews.run')
  if (refused) return { ok: false, error: refused }
  if (!readLoading(sql, accountId)?.loadedAt) return { ok: false, error: notLoaded }
  const scope = scopeIn(sql, opened.value, request)
  if (!scope.ok) return scope
  const frozen = freeze(sql, opened.value, { reviewId, scope: scope.value, now })
  if (!frozen.ok) return frozen
  const snapshot = frozen.value
  const reviewer = reviewerIn(sql, accountId, request)
  if (!reviewer.ok) return reviewer
  const reviewerId = reviewer.value
  const { body: _, sha256 } = documentOf(snapshot)
  const { title, campaign, secondReviewerId, allowsSelf, dueAt, repeatMonths } = request
  return ok({
    name: 'reviews.open',
    args: {
      accountId,
      reviewId,
      title,
      campaign,
      reviewerId,
      secondReviewerId,
      allowsSelf,
      dueAt: dueAt && new Date(dueAt).toISOString(),
      repeatMonths,
      snapshot,
      snapshotSha256: sha256,
      total: totalOf(snapshot, { reviewerId, allowsSelf }),
    },
  })
}

/** Of the applications of a campaign those that the account has: others have nothing to do with it. */
function scopeIn(sql: Sql, opened: Opened, { scope, campaign }: BeginReviews): Result<ReviewScope> {
  const { applicationIds } = scope
  if (campaign === null || applicationIds === null) return ok(scope)
  const here = new Set(applicationsOn(sql, opened).map(({ id }) => id))
  const own = applicationIds.filter((id) => here.has(id))
  return own.length === 0 ? fail(outOfScope('applications')) : ok({ ...scope, applicationIds: own })
}

function reviewerIn(sql: Sql, accountId: AccountId, { byOwner, reviewerId }: BeginReviews): Result<UserId> {
  if (byOwner) {
    const owner = ownerOf(sql, accountId)
    return owner ? ok(owner.userId) : fail(noOwner)
  }
  const named = reviewerId ?? readPrincipal(sql)?.userId
  return named ? ok(named) : fail(problem('unauthenticated'))
}

const noOwner = problem('validation', {
  fields: [{ path: 'reviewerId', message: 'The account has no owner who could review it' }],
})

function totalOf(snapshot: ReviewSnapshot, review: { reviewerId: UserId; allowsSelf: boolean }): number {
  return createSheet(snapshot, '', review).totals('reviewer').total
}

const notLoaded = problem('unavailable', {
  detail: 'Not all of this account is on this computer yet, so nothing can be frozen. Try again when it is.',
})
