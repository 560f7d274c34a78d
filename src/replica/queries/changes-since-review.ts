import {
  type AccountId,
  type MembershipId,
  ok,
  type Result,
  type Review,
  type ReviewSnapshot,
} from '@gatehouse/contract'
import type { AccessChanges } from '../../ipc/views.ts'
import { type AccessState, linesOf, stateOf } from '../changes/state-changes.ts'
import type { Sql } from '../database.ts'
import { reviews } from '../repositories/account-rows.ts'
import { readDocument } from '../repositories/review-documents.ts'
import { accessTable } from '../reviews/freeze.ts'
import { levelOf } from './access.ts'
import type { Opened } from './context.ts'

/** What the last signed review froze, compared with how it is now: exactly, whatever was done in between. */
export function changesSinceReview(sql: Sql, opened: Opened, now: Date): Result<AccessChanges> {
  const none = { since: null, reachesTo: null, isCut: false, reviewTitle: null, total: 0, changes: [] }
  const review = lastSigned(sql, opened.account.id)
  const sha256 = review?.snapshot?.sha256
  if (!review || !sha256) return ok(none)
  const body = readDocument(sql, { reviewId: review.id, kind: 'snapshot', sha256 })
  if (body === null) return ok({ ...none, reviewTitle: review.title })
  // It was looked through, and its hash compared, before it was kept.
  const snapshot = JSON.parse(body) as ReviewSnapshot
  const before = stateOf(snapshot)
  const changes = linesOf(before, stateNow(sql, opened, now, snapshot, before))
  return ok({
    since: snapshot.asOf,
    reachesTo: null,
    isCut: false,
    reviewTitle: review.title,
    total: changes.length,
    changes,
  })
}

function lastSigned(sql: Sql, accountId: AccountId): Review | null {
  const moment = ({ signatures }: Review) => signatures.at(-1)?.signedAt ?? ''
  return (
    reviews
      .all(sql, accountId)
      .filter(({ state }) => state === 'signed')
      .sort((a, b) => moment(b).localeCompare(moment(a)))[0] ?? null
  )
}

/**
 * In the scope of the review: its applications, and of the users those whom it looked at, wherever they stand now.
 * Who came since is in it where the review looked at everybody, or at users of their role.
 */
function stateNow(
  sql: Sql,
  opened: Opened,
  now: Date,
  { scope }: ReviewSnapshot,
  before: AccessState,
): AccessState {
  const { applications, people } = accessTable(sql, opened, now, { ...scope, roles: null, unusedDays: null })
  const isIn = (id: MembershipId, role: ReviewSnapshot['people'][number]['role']) =>
    before.people[id] !== undefined ||
    (scope.unusedDays === null && (scope.roles === null || scope.roles.includes(role)))
  return stateOf({
    applications: applications.map((application) => ({
      id: application.id,
      name: application.name,
      type: application.type,
      status: application.status,
      level: levelOf(application),
    })),
    people: people
      .filter(({ row }) => isIn(row.id, row.role))
      .map(({ row: { id, ...row }, access }) => ({ ...row, membershipId: id, access })),
  })
}
