import {
  type DirectoryEntry,
  problem,
  type Result,
  type Review,
  type ReviewId,
  type ReviewSignature,
  recordOf,
  refuseReviewState,
  reviewOutcome,
  reviewProgress,
  reviewTotals,
  type SignReview,
} from '@gatehouse/contract'
import type { WriteContext } from '../context.ts'
import { type Checked, checkDecisions } from './deciding.ts'
import { hashed } from './hashing.ts'
import { planNext } from './recurrence.ts'
import { mailNext } from './review-mail.ts'
import { findReview, recordReview, updateReview, writeDocument } from './review-rows.ts'
import { sealRecord } from './sealing.ts'

/**
 * Takes somebody's signature under a review in which everything is decided. What is signed is computed here anew. The
 * last signature completes the record, which is sealed and from then on stays as it is.
 */
export async function signReview(
  write: WriteContext,
  entry: DirectoryEntry,
  reviewId: ReviewId,
  wanted: SignReview,
): Promise<Result<Review>> {
  const { tx, principal } = write
  const found = await findReview(tx, entry, reviewId)
  if (!found.ok) return found
  const before = found.value
  const { by, decisions } = wanted
  if (before.state !== (by === 'reviewer' ? 'open' : 'second'))
    return { ok: false, error: refuseReviewState(before.state) }
  const checked = await checkDecisions(write, before, decisions)
  if (!checked.ok) return checked
  const incomplete = refuseIncomplete(checked.value, wanted)
  if (incomplete) return incomplete
  const document = hashed(decisions)
  if (document.sha256 !== wanted.decisionsSha256) return mismatch('decisions')

  const { snapshot } = checked.value
  const { userId, name, email } = principal
  const { statement, signedAt, decisionsSha256 } = wanted
  const signature: ReviewSignature = { by, userId, name, email, statement, signedAt, decisionsSha256 }
  const signatures = [...before.signatures, signature]
  const isLast = by === 'second' || before.secondReviewerId === null
  const outcome = reviewOutcome(snapshot, decisions, before)
  await writeDocument(tx, reviewId, 'decisions', document)
  const columns = {
    signatures: JSON.stringify(signatures),
    outcome: JSON.stringify(outcome),
    progress: JSON.stringify(reviewProgress(snapshot, decisions, before, 'second')),
  }
  if (!isLast) {
    if (wanted.recordSha256 !== null) return mismatch('record')
    const review = await updateReview(tx, before, { ...columns, state: 'second' })
    await recordSigned(write, before, review)
    await mailNext(write, entry, review)
    return { ok: true, value: review }
  }
  const { conflicts } = wanted
  const { sha256: snapshotSha256 } = before.snapshot ?? { sha256: '' }
  const record = hashed(recordOf(before, { snapshotSha256, snapshot, decisions, conflicts, signatures }))
  if (record.sha256 !== wanted.recordSha256) return mismatch('record')
  await writeDocument(tx, reviewId, 'record', record)
  const seal = JSON.stringify(await sealRecord(write, record.sha256))
  // From here on the database refuses every change of it.
  const review = await updateReview(tx, before, { ...columns, state: 'signed', seal })
  await recordSigned(write, before, review)
  await planNext(write, review)
  return { ok: true, value: review }
}

function refuseIncomplete({ snapshot, deciding }: Checked, wanted: SignReview): Result<never> | null {
  const { total, decided } = reviewTotals(snapshot, wanted.decisions, deciding)
  const isInside = ({ person, cell }: { person: number; cell: number }) =>
    person < snapshot.people.length && cell <= snapshot.applications.length
  if (!wanted.conflicts.every(isInside)) {
    const message = 'A conflict is about somebody who is not in the snapshot'
    return { ok: false, error: problem('validation', { fields: [{ path: 'conflicts', message }] }) }
  }
  if (decided === total) return null
  const left = total - decided
  return {
    ok: false,
    error: problem('review_incomplete', {
      detail: left === 1 ? 'One place is still to be decided.' : `${left} places are still to be decided.`,
      counts: { total, decided },
    }),
  }
}

function mismatch(what: 'decisions' | 'record'): Result<never> {
  const detail = `The hash of the ${what} is not the one that was worked out here. Nothing was recorded.`
  return { ok: false, error: problem('hash_mismatch', { detail }) }
}

async function recordSigned(write: WriteContext, before: Review, review: Review): Promise<void> {
  const { keep, revoke, change, unsure } = review.outcome ?? { keep: 0, revoke: 0, change: 0, unsure: 0 }
  await recordReview(write, review, {
    action: 'review.signed',
    before: { status: before.state },
    after: { status: review.state, keep, revoke, change, unsure },
  })
}
