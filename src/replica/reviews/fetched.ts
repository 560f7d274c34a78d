import {
  type AccountId,
  fail,
  ok,
  problem,
  type Result,
  type Review,
  type ReviewDecisions,
  type ReviewId,
  reviewDecisionsSchema,
  reviewEvidenceSchema,
  reviewSnapshotSchema,
} from '@gatehouse/contract'
import { z } from 'zod'
import type { Sql } from '../database.ts'
import { reviews } from '../repositories/account-rows.ts'
import { toUuid } from '../repositories/ids.ts'
import { hasDocument, putDocument } from '../repositories/review-documents.ts'
import { readPrincipal } from '../repositories/rows.ts'
import type { Write } from '../write.ts'
import { decidedIn } from './decide.ts'
import { beginDraft, forgetSteps, noteChanges, readDraft, writeRow } from './drafts.ts'
import { documentOf } from './freeze.ts'
import { rowsOf, type SheetRow } from './sheet.ts'
import { finalDecisions, sheetOf } from './sheets.ts'
import { decisionsFor } from './sign.ts'
import { openReview, refuseTurn } from './turns.ts'

// What of reviews is fetched from the server and sent there beside the feed and the outbox.

/** A review of which something isn't on this computer, or not at the server. */
export interface ReviewDue {
  accountId: AccountId
  reviewId: ReviewId
  /** `evidence`: all of a signed one. */
  fetch: ('snapshot' | 'decisions' | 'evidence')[]
  /** What is decided here hasn't been saved. */
  unsaved: boolean
}

/** What is to be fetched for what the principal is to decide or sign, and to be saved of it. */
export function reviewsDue(sql: Sql): ReviewDue[] {
  const me = readPrincipal(sql)?.userId
  if (!me) return []
  const found = sql.all<{ account: Uint8Array; id: Uint8Array }>(
    `select a.id as account, r.id from review r join account a on a.n = r.account
     where r.state in ('open', 'second') and a.kept = 1 and a.loaded_at is not null
       and unhex(replace(?, '-', '')) in (r.reviewer_id, r.second_reviewer_id)`,
    me,
  )
  return found.flatMap(({ account, id }) => {
    const accountId = toUuid(account) as AccountId
    const review = reviews.get(sql, accountId, toUuid(id) as ReviewId)
    const due = review ? dueOf(sql, review) : null
    return due && (due.fetch.length > 0 || due.unsaved) ? [due] : []
  })
}

/** Of one review: what there is at the server and not here. Null for one that the server doesn't know as it is here. */
export function dueOf(sql: Sql, review: Review): ReviewDue | null {
  const { id, accountId, snapshot, state, progress } = review
  if (!snapshot || isOverlaid(sql, review)) return null
  const due: ReviewDue = { accountId, reviewId: id, fetch: [], unsaved: false }
  const place = { reviewId: id, sha256: snapshot.sha256 }
  const isHere = hasDocument(sql, { ...place, kind: 'snapshot' })
  const final = finalDecisions(review)
  if (final !== null) {
    const isWhole = isHere && hasDocument(sql, { reviewId: id, kind: 'decisions', sha256: final })
    return { ...due, fetch: isWhole || review.seal === null ? [] : ['evidence'] }
  }
  const draft = readDraft(sql, id, snapshot.sha256)
  const isSaved = !draft || draft.changes === draft.saved
  const hasOthers = progress.decided > 0 || state === 'second'
  if (!isHere) due.fetch.push('snapshot')
  if (isSaved && hasOthers && (draft?.version ?? 0) < review.version) due.fetch.push('decisions')
  return { ...due, unsaved: !isSaved && (state === 'open' || state === 'second') }
}

/** A change of the review waits here: the server has it otherwise, or not at all. */
function isOverlaid(sql: Sql, { id, accountId }: Review): boolean {
  return (
    sql.get(`select 1 from shadow where entity = 'review' and account_id = ? and key = ?`, accountId, id) !==
    undefined
  )
}

/** Bodies of answers as they came. */
export interface ReviewTexts {
  snapshot?: string
  decisions?: string
  evidence?: string
}

const strange = problem('not_gatehouse', { detail: 'What arrived is not what a Gatehouse server sends.' })
const mismatch = problem('hash_mismatch', {
  detail: 'What the server sent is not what this review froze or signed. Tell whoever runs the server.',
})
const decisionsSchema = z.object({ decisions: reviewDecisionsSchema.nullable() })

function parse<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Keeps what was fetched, once it was looked through and is what its hash says. */
export function keepFetched(
  write: Write,
  accountId: AccountId,
  reviewId: ReviewId,
  texts: ReviewTexts,
): Result<void> {
  const { sql } = write
  const found = openReview(sql, accountId, reviewId)
  if (!found.ok) return found
  const { review } = found.value
  if (texts.snapshot !== undefined) {
    const snapshot = parse(reviewSnapshotSchema, texts.snapshot)
    if (!snapshot) return fail(strange)
    const { body, sha256 } = documentOf(snapshot)
    if (sha256 !== review.snapshot?.sha256) return fail(mismatch)
    putDocument(sql, { accountId, reviewId, kind: 'snapshot', sha256 }, body)
  }
  if (texts.evidence !== undefined) {
    const kept = keepEvidence(sql, review, texts.evidence)
    if (!kept.ok) return kept
  }
  if (texts.decisions !== undefined) {
    const parsed = parse(decisionsSchema, texts.decisions)
    if (!parsed) return fail(strange)
    const taken = takeDecisions(sql, review, parsed.decisions)
    if (!taken.ok) return taken
  }
  write.touch('review', accountId)
  return ok(undefined)
}

function keepEvidence(sql: Sql, review: Review, text: string): Result<void> {
  const evidence = parse(reviewEvidenceSchema, text)
  if (!evidence) return fail(strange)
  const { record, recordSha256 } = evidence
  const { accountId, id: reviewId } = review
  const snapshot = documentOf(record.snapshot)
  const decisions = documentOf(record.decisions)
  const isSame =
    documentOf(record).sha256 === recordSha256 &&
    recordSha256 === review.seal?.recordSha256 &&
    snapshot.sha256 === review.snapshot?.sha256 &&
    decisions.sha256 === finalDecisions(review)
  if (!isSame) return fail(mismatch)
  putDocument(sql, { accountId, reviewId, kind: 'snapshot', sha256: snapshot.sha256 }, snapshot.body)
  const place = { accountId, reviewId, sha256: decisions.sha256 }
  putDocument(sql, { ...place, kind: 'decisions' }, decisions.body)
  putDocument(sql, { ...place, kind: 'conflicts' }, JSON.stringify(record.conflicts))
  return ok(undefined)
}

/** What others decided, in place of what was known here; not where something was decided here meanwhile. */
function takeDecisions(sql: Sql, review: Review, decisions: ReviewDecisions | null): Result<void> {
  const { id: reviewId, accountId, snapshot, version } = review
  if (!snapshot) return ok(undefined)
  const kept = sheetOf(sql, review)
  if (!kept.ok) return kept
  const sheet = kept.value
  const draft = beginDraft(sql, { accountId, reviewId, snapshotSha256: snapshot.sha256 })
  if (draft.changes !== draft.saved) return ok(undefined)
  const changes = draft.changes + 1
  if (decisions) {
    const width = sheet.snapshot.applications.length + 1
    const isFit =
      decisions.cells.length === sheet.rows.length && decisions.cells.every((cells) => cells.length === width)
    if (!isFit) return fail(mismatch)
    for (const [place, row] of rowsOf(decisions).entries()) {
      if (isSame(row, sheet.rows[place])) continue
      writeRow(sql, draft.n, place, row, changes)
    }
    forgetSteps(sql, draft.n)
  }
  sql.run(
    'update review_draft set changes = ?, saved = ?, version = ? where n = ?',
    changes,
    changes,
    version,
    draft.n,
  )
  const after = sheetOf(sql, review)
  if (after.ok) noteChanges(sql, draft, changes, decidedIn(after.value))
  return ok(undefined)
}

function isSame(row: SheetRow, before: SheetRow | undefined): boolean {
  return JSON.stringify(row) === JSON.stringify(before)
}

/** What is to be saved at the server, and the count that this is as of. */
export interface UnsavedDraft {
  decisions: ReviewDecisions
  decided: number
  changes: number
}

/** Null where there is nothing to save, or where it isn't the principal's to save. */
export function unsavedDraft(sql: Sql, accountId: AccountId, reviewId: ReviewId): UnsavedDraft | null {
  const found = openReview(sql, accountId, reviewId)
  if (!found.ok || refuseTurn(sql, found.value, 'decide')) return null
  const { review } = found.value
  const draft = review.snapshot ? readDraft(sql, reviewId, review.snapshot.sha256) : null
  const kept = sheetOf(sql, review)
  if (!draft || draft.changes === draft.saved || !kept.ok || isOverlaid(sql, review)) return null
  return { decisions: decisionsFor(kept.value, review), decided: draft.decided, changes: draft.changes }
}

export function noteSaved(write: Write, reviewId: ReviewId, changes: number, version: number): void {
  write.sql.run(
    'update review_draft set saved = max(saved, ?), version = max(version, ?) where review_id = ?',
    changes,
    version,
    reviewId,
  )
}
