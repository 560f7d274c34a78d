import {
  type AccountId,
  ok,
  type Review,
  type ReviewId,
  type ReviewTotals,
  type UserId,
} from '@gatehouse/contract'
import { fold } from '../../ipc/fold.ts'
import type { CampaignItem, ReviewDetail, ReviewFilter, ReviewItem } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { reviews } from '../repositories/account-rows.ts'
import { nameOf } from '../repositories/accounts.ts'
import { toUuid } from '../repositories/ids.ts'
import { hasDocument } from '../repositories/review-documents.ts'
import { environments, readPrincipal } from '../repositories/rows.ts'
import { toIso } from '../repositories/table.ts'
import { hasSteps, readDraft } from '../reviews/drafts.ts'
import type { Sheet } from '../reviews/sheet.ts'
import { finalDecisions, sheetOf } from '../reviews/sheets.ts'
import { openReview, refuseTurn, turnOf } from '../reviews/turns.ts'
import { type Handler, openAccount } from './context.ts'

const unfinished = ['planned', 'open', 'second']

/** What a list needs of the machine for all its reviews: read once. */
interface Around {
  sql: Sql
  now: Date
  me: UserId | null
  waiting: ReadonlySet<string>
  unrecorded: ReadonlySet<string>
}

function around(sql: Sql, now: Date): Around {
  const waiting = sql.all<{ key: string }>(`select key from shadow where entity = 'review'`)
  const signing = sql.all<{ id: string }>(
    `select json_extract(intent, '$.args.reviewId') as id from outbox
     where state <> 'refused' and json_extract(intent, '$.name') = 'reviews.sign'`,
  )
  return {
    sql,
    now,
    me: readPrincipal(sql)?.userId ?? null,
    waiting: new Set(waiting.map(({ key }) => key)),
    unrecorded: new Set(signing.map(({ id }) => id)),
  }
}

function itemOf({ sql, now, me, waiting, unrecorded }: Around, review: Review): ReviewItem {
  const { id, state, snapshot, progress } = review
  const place = snapshot ? { reviewId: id, sha256: snapshot.sha256 } : null
  const draft = place ? readDraft(sql, id, place.sha256) : null
  const isOngoing = state === 'open' || state === 'second'
  const final = finalDecisions(review)
  const isHere =
    place !== null &&
    hasDocument(sql, { ...place, kind: 'snapshot' }) &&
    (final === null || hasDocument(sql, { reviewId: id, kind: 'decisions', sha256: final }))
  return {
    ...review,
    accountName: nameOf.account(sql, review.accountId) ?? '',
    isMine: me !== null && isTurnOf(review, me),
    isOverdue: isOverdue(review, now),
    decidedHere: isOngoing && draft ? draft.decided : progress.decided,
    isHere,
    isUnrecorded: (state === 'signed' && review.seal === null) || unrecorded.has(id),
    waiting: waiting.has(id),
  }
}

type Light = Pick<Review, 'state' | 'reviewerId' | 'secondReviewerId' | 'dueAt'>

function isTurnOf({ state, reviewerId, secondReviewerId }: Light, me: UserId): boolean {
  return state === 'second'
    ? secondReviewerId === me
    : (state === 'open' || state === 'planned') && reviewerId === me
}

function isOverdue({ state, dueAt }: Light, now: Date): boolean {
  return dueAt !== null && unfinished.includes(state) && dueAt < now.toISOString()
}

type Ordered = Light & Pick<Review, 'createdAt'>

/** What is to be done first, by its day; then what is done, the newest first. */
function byUrgency(a: Ordered, b: Ordered): number {
  const [done, doneB] = [!unfinished.includes(a.state), !unfinished.includes(b.state)]
  if (done !== doneB) return done ? 1 : -1
  if (done) return a.createdAt < b.createdAt ? 1 : -1
  if (a.dueAt !== b.dueAt) return (a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1
  return a.createdAt < b.createdAt ? 1 : -1
}

/** The reviews of an account. */
export const listReviews: Handler<'reviews.list'> = ({ sql, now }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'reviews.view')
  if (!opened.ok) return opened
  const facts = around(sql, now)
  return ok(
    reviews
      .all(sql, accountId)
      .sort(byUrgency)
      .map((review) => itemOf(facts, review)),
  )
}

/** Reviews of all accounts. */
export const pageReviews: Handler<'reviews.page'> = ({ sql, now }, { filter, offset, limit }) => {
  const facts = around(sql, now)
  const all = readAll(sql)
  const chosen = all.filter((review) => isChosen(review, filter, facts)).sort(byUrgency)
  return ok({
    total: chosen.length,
    items: chosen.slice(offset, offset + limit).flatMap(({ accountId, id }) => {
      const review = reviews.get(sql, accountId, id)
      return review ? [itemOf(facts, review)] : []
    }),
    campaigns: campaignsOf(all, facts),
  })
}

/** Of each review what choosing, ordering and counting need: there may be tens of thousands. */
interface Listed extends Light {
  accountId: AccountId
  id: ReviewId
  createdAt: string
  reviewerName: string
  campaign: Review['campaign']
  decided: number
  total: number
  folded: string
}

interface StoredListed {
  account: Uint8Array
  accountName: string
  id: Uint8Array
  title: string
  state: Review['state']
  campaign: string | null
  reviewerId: Uint8Array
  reviewerName: string
  secondReviewerId: Uint8Array | null
  dueAt: number | null
  createdAt: number
  progress: string
  decidedHere: number | null
}

/** Of each account whose reviews may be seen: those that may not be have not come. */
function readAll(sql: Sql): Listed[] {
  const drafts = new Map(
    sql
      .all<{ id: string; decided: number }>('select review_id as id, decided from review_draft')
      .map(({ id, decided }) => [id, decided]),
  )
  return sql
    .all<StoredListed>(
      `select a.id as account, a.name as accountName, r.id, r.title, r.state, r.campaign,
         r.reviewer_id as reviewerId, r.reviewer_name as reviewerName, r.second_reviewer_id as secondReviewerId,
         r.due_at as dueAt, r.created_at as createdAt, r.progress
       from review r join account a on a.n = r.account`,
    )
    .map((stored): Listed => {
      const { state, title, accountName, reviewerName, secondReviewerId, dueAt } = stored
      const id = toUuid(stored.id) as ReviewId
      const campaign = stored.campaign === null ? null : (JSON.parse(stored.campaign) as Review['campaign'])
      const progress = JSON.parse(stored.progress) as Review['progress']
      const here = state === 'open' || state === 'second' ? drafts.get(id) : undefined
      return {
        accountId: toUuid(stored.account) as AccountId,
        id,
        state,
        reviewerId: toUuid(stored.reviewerId) as UserId,
        reviewerName,
        secondReviewerId: secondReviewerId && (toUuid(secondReviewerId) as UserId),
        dueAt: dueAt === null ? null : toIso(dueAt),
        createdAt: toIso(stored.createdAt),
        campaign,
        decided: here ?? progress.decided,
        total: progress.total,
        folded: fold(`${title}\n${accountName}\n${campaign?.name ?? ''}`),
      }
    })
}

function isChosen(
  review: Listed,
  { find, state, mine, campaignId }: ReviewFilter,
  { me, now }: Around,
): boolean {
  if (campaignId !== null && review.campaign?.id !== campaignId) return false
  if (mine && (me === null || !isTurnOf(review, me))) return false
  if (find.trim() !== '' && !review.folded.includes(fold(find.trim()))) return false
  if (state === null) return true
  if (state === 'due') return unfinished.includes(review.state)
  if (state === 'overdue') return isOverdue(review, now)
  if (state === 'open') return review.state === 'open' || review.state === 'second'
  return review.state === state
}

/** Those of reviews that were begun together, the newest first. */
function campaignsOf(all: readonly Listed[], { now }: Around): CampaignItem[] {
  const begun = all.flatMap((review) =>
    review.campaign && review.state !== 'cancelled' ? [{ ...review, campaign: review.campaign }] : [],
  )
  const groups = [...Map.groupBy(begun, ({ campaign }) => campaign.id).values()]
  const newest = (group: readonly Listed[]) =>
    group.reduce((at, { createdAt }) => (createdAt > at ? createdAt : at), '')
  return groups
    .sort((a, b) => (newest(a) < newest(b) ? 1 : -1))
    .map((group): CampaignItem => {
      const { campaign } = group[0] as (typeof group)[number]
      const days = group.flatMap(({ dueAt }) => dueAt ?? [])
      const reviewers = [...Map.groupBy(group, ({ reviewerId }) => reviewerId).values()]
      return {
        id: campaign.id,
        name: campaign.name,
        accounts: new Set(group.map(({ accountId }) => accountId)).size,
        dueAt: days.length === 0 ? null : days.reduce((a, b) => (a < b ? a : b)),
        overdue: group.filter((review) => isOverdue(review, now)).length,
        ...sums(group),
        reviewers: reviewers.map((theirs) => ({
          name: theirs[0]?.reviewerName ?? '',
          reviews: theirs.length,
          ...sums(theirs),
        })),
      }
    })
}

function sums(group: readonly Listed[]) {
  return {
    signed: group.filter(({ state }) => state === 'signed').length,
    decided: group.reduce((sum, { decided }) => sum + decided, 0),
    total: group.reduce((sum, { total }) => sum + total, 0),
  }
}

/** One review, with what the principal may do in it. */
export const getReview: Handler<'reviews.get'> = ({ sql, now }, { accountId, reviewId }) => {
  const found = openReview(sql, accountId, reviewId)
  if (!found.ok) return found
  const { opened, review } = found.value
  const sheet = sheetOf(sql, review)
  const snapshot = sheet.ok ? sheet.value.snapshot : null
  const draft = review.snapshot ? readDraft(sql, reviewId, review.snapshot.sha256) : null
  const refusals = {
    decideRefusal: refuseTurn(sql, found.value, 'decide'),
    signRefusal: refuseTurn(sql, found.value, 'sign'),
  }
  const detail: ReviewDetail = {
    review: itemOf(around(sql, now), review),
    environmentName:
      snapshot?.account.environmentName ?? environments.get(sql, opened.account.environmentId)?.name ?? '',
    by: turnOf(review),
    ...refusals,
    totals: sheet.ok ? totalsOf(review, sheet.value) : savedTotals(review),
    administrators: snapshot?.administrators ?? null,
    waitingThen: snapshot?.waiting ?? 0,
    canUndo: draft !== null && refusals.decideRefusal === null && hasSteps(sql, draft.n),
  }
  return ok(detail)
}

/** Of whoever's turn it is; of both together where it is nobody's. */
export function totalsOf(review: Review, sheet: Sheet): ReviewTotals {
  const turn = turnOf(review)
  if (turn) return sheet.totals(turn)
  const first = sheet.totals('reviewer')
  if (review.secondReviewerId === null || review.allowsSelf) return first
  const second = sheet.totals('second')
  return {
    total: first.total + second.total,
    decided: first.decided + second.decided,
    keep: first.keep + second.keep,
    revoke: first.revoke + second.revoke,
    change: first.change + second.change,
    unsure: first.unsure + second.unsure,
    own: first.own,
  }
}

/** As far as it is known without what was frozen. */
function savedTotals({ progress, outcome }: Review): ReviewTotals {
  const none = { keep: 0, revoke: 0, change: 0, unsure: 0, own: 0 }
  return { ...none, ...outcome, ...progress }
}
