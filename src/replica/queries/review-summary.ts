import {
  decisionAt,
  type Intent,
  membershipCell,
  ok,
  type Problem,
  predict,
  type ReviewConflict,
  type ReviewSnapshot,
} from '@gatehouse/contract'
import type { ReviewSummary } from '../../ipc/views.ts'
import { createView } from '../repositories/view.ts'
import { actionsNow } from '../reviews/actions.ts'
import type { Sheet } from '../reviews/sheet.ts'
import { sheetOf } from '../reviews/sheets.ts'
import { decisionsFor } from '../reviews/sign.ts'
import { openReview } from '../reviews/turns.ts'
import type { Handler } from './context.ts'
import { totalsOf } from './reviews.ts'

/** What signing would do now, and what has changed since it was frozen; of a signed one, what others changed. */
export const getReviewSummary: Handler<'reviews.summary'> = ({ sql, now }, { accountId, reviewId }) => {
  const found = openReview(sql, accountId, reviewId)
  if (!found.ok) return found
  const { opened, review } = found.value
  const kept = sheetOf(sql, review)
  if (!kept.ok) return kept
  const sheet = kept.value
  const { snapshot } = sheet
  const { actions, conflicts } = actionsNow(
    sql,
    opened,
    { snapshot, decisions: decisionsFor(sheet, review) },
    now,
  )
  const view = createView(sql)
  function refusalOf(intent: Intent): Problem | null {
    const prediction = predict(intent, { view, now })
    return prediction.ok ? null : prediction.error
  }
  const isSigned = review.state === 'signed'
  // Once it is signed, what it did itself is no conflict; what others did since it was frozen still is.
  const isConflict = ({ person, cell, kind }: ReviewConflict) => {
    const cells = sheet.rows[person]?.cells
    const [ofMembership, ofCell] = [decisionAt(cells, membershipCell), decisionAt(cells, cell)]
    const isOwn =
      (kind === 'gone' && ofMembership === 'revoke') ||
      (kind === 'lost' && ofCell === 'revoke') ||
      (kind === 'role-changed' && ofMembership === 'change')
    return !(isSigned && isOwn)
  }
  const summary: ReviewSummary = {
    totals: totalsOf(review, sheet),
    actions: (isSigned ? [] : actions).map(({ action, intent }) => ({
      kind: action.kind,
      name: action.person.name,
      applicationName: action.kind === 'ungrant' ? applicationName(snapshot, action.cell) : null,
      change: action.kind === 'change' ? action.change : null,
      refusal: refusalOf(intent),
    })),
    conflicts: conflicts.filter(isConflict).map((conflict) => ({
      ...conflict,
      name: snapshot.people[conflict.person]?.name ?? '',
      applicationName: applicationName(snapshot, conflict.cell),
    })),
    unsure: unsureOf(sheet),
  }
  return ok(summary)
}

/** Null for the membership itself. */
function applicationName({ applications }: ReviewSnapshot, cell: number): string | null {
  return cell === membershipCell ? null : (applications[cell - 1]?.name ?? '')
}

function unsureOf({ snapshot, rows }: Sheet): ReviewSummary['unsure'] {
  return rows.flatMap(({ cells }, place) => {
    if (!cells.includes('n')) return []
    const name = snapshot.people[place]?.name ?? ''
    return [...cells].flatMap((_, cell) =>
      decisionAt(cells, cell) === 'unsure'
        ? [{ name, applicationName: applicationName(snapshot, cell) }]
        : [],
    )
  })
}
