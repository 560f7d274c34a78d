import { ok, type ReviewConflict, type ReviewDecisions } from '@gatehouse/contract'
import { readAdministrators } from '../repositories/administrators.ts'
import { readDocument } from '../repositories/review-documents.ts'
import { environments } from '../repositories/rows.ts'
import { accessTable } from '../reviews/freeze.ts'
import { finalDecisions, sheetOf } from '../reviews/sheets.ts'
import { openReview } from '../reviews/turns.ts'
import { levelOf } from './access.ts'
import { type Handler, may, openAccount } from './context.ts'

/** All that is here of a review: what is decided by now, or what was signed. */
export const getReviewDocuments: Handler<'reviews.documents'> = ({ sql }, { accountId, reviewId }) => {
  const found = openReview(sql, accountId, reviewId)
  if (!found.ok) return found
  const { review } = found.value
  const sheet = sheetOf(sql, review)
  if (!sheet.ok) return sheet
  const final = finalDecisions(review)
  const signed = final && readDocument(sql, { reviewId, kind: 'decisions', sha256: final })
  const conflicts = sql.get<{ body: string }>(
    `select body from review_document where review_id = ? and kind = 'conflicts' order by n desc limit 1`,
    reviewId,
  )
  return ok({
    review,
    snapshot: sheet.value.snapshot,
    // Looked through before they were kept.
    decisions: signed ? (JSON.parse(signed) as ReviewDecisions) : sheet.value.decisions(),
    conflicts: conflicts ? (JSON.parse(conflicts.body) as ReviewConflict[]) : null,
  })
}

/** Who has access to what in an account as it is now, as a whole. */
export const getAccessDocument: Handler<'access.document'> = ({ sql, now }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'users.view', 'applications.view')
  if (!opened.ok) return opened
  const { account, access } = opened.value
  const { applications, people } = accessTable(sql, opened.value, now)
  return ok({
    account: {
      id: account.id,
      name: account.name,
      reference: account.reference,
      environmentName: environments.get(sql, account.environmentId)?.name ?? '',
    },
    asOf: now.toISOString(),
    applications: applications.map((application) => ({
      id: application.id,
      name: application.name,
      type: application.type,
      status: application.status,
      level: levelOf(application),
    })),
    people: people.map(({ row, access: letters }) => ({
      name: row.name,
      email: row.email,
      role: row.role,
      isOwner: row.isOwner,
      isLegacy: row.isLegacy,
      status: row.status,
      lastActiveAt: row.lastActiveAt,
      access: letters,
    })),
    // Named in reviews, so whoever may read those may read it.
    administrators: may(access, 'reviews.view') ? readAdministrators(sql, account.environmentId) : null,
  })
}
