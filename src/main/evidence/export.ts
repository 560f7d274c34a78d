import {
  type AccountId,
  fail,
  ok,
  problem,
  type Result,
  type ReviewEvidence,
  type ReviewId,
  recordOf,
} from '@gatehouse/contract'
import type { ReviewDocuments } from '../../ipc/views.ts'
import { reviewFileWords as t } from '../../strings/review-file.ts'
import type { Clock } from '../ports.ts'
import { fileName } from '../session/file-name.ts'
import type { Workspace } from '../session/workspace.ts'
import { matrixAsCsv, reviewAsCsv } from './csv.ts'
import { sha256Of } from './hash.ts'
import { matrixPage } from './print/matrix-page.ts'
import type { PrintPage } from './print/parts.ts'
import { reviewPage } from './print/review-page.ts'
import type { Paper } from './print/style.ts'
import type { ReviewFile } from './review-file.ts'
import { verifyEvidence } from './verify.ts'

export interface ExportDeps {
  clock: Clock
  paper(): Paper
  /** Makes a PDF of a page, without any connection. */
  print(page: PrintPage): Promise<Uint8Array>
  /** Asks where to, and writes the content there; null where the user chose nothing. */
  saveFile(suggested: string, content: string | Uint8Array): Promise<Result<string | null>>
}

type Written = Promise<Result<{ file: string | null }>>

/** Writes a review to a file: for a client to read, for a spreadsheet, or for whoever verifies it. */
export async function exportReview(
  deps: ExportDeps,
  workspace: Workspace,
  wanted: { accountId: AccountId; reviewId: ReviewId; as: 'pdf' | 'csv' | 'evidence' },
): Written {
  const now = deps.clock.now()
  const found = await gather(workspace, wanted, now)
  if (!found.ok) return found
  const file = found.value
  const { reference } = file.snapshot.account
  const day = now.toISOString().slice(0, 10)
  if (wanted.as === 'csv') return write(deps, `${t.names.review(reference, day)}.csv`, reviewAsCsv(file))
  if (wanted.as === 'pdf') {
    const pdf = await deps.print(reviewPage(file, deps.paper(), now.toISOString()))
    return write(deps, `${t.names.review(reference, day)}.pdf`, pdf)
  }
  if (!file.evidence) return fail(problem('review_state', { state: file.state }))
  const text = `${JSON.stringify(file.evidence, null, 2)}\n`
  return write(deps, `${t.names.evidence(reference, day)}.json`, text)
}

/** Writes who has access to what in an account, as it is on this computer now. */
export async function exportMatrix(
  deps: ExportDeps,
  { replica }: Pick<Workspace, 'replica'>,
  { accountId, as }: { accountId: AccountId; as: 'pdf' | 'csv' },
): Written {
  const now = deps.clock.now()
  const read = await replica.read('access.document', { accountId }, now)
  if (!read.ok) return read
  const file = read.value
  const name = t.names.matrix(file.account.reference, now.toISOString().slice(0, 10))
  if (as === 'csv') return write(deps, `${name}.csv`, matrixAsCsv(file))
  return write(deps, `${name}.pdf`, await deps.print(matrixPage(file, deps.paper(), now.toISOString())))
}

async function write({ saveFile }: ExportDeps, name: string, content: string | Uint8Array): Written {
  const saved = await saveFile(fileName(name), content)
  return saved.ok ? ok({ file: saved.value }) : saved
}

/**
 * A signed review comes as the server recorded it, and without a connection as it is here; what isn't signed is as it
 * is here. Evidence that doesn't hold is never handed on.
 */
async function gather(
  { replica, api }: Workspace,
  { accountId, reviewId }: { accountId: AccountId; reviewId: ReviewId },
  now: Date,
): Promise<Result<ReviewFile>> {
  const here = await replica.read('reviews.documents', { accountId, reviewId }, now)
  if (here.ok && here.value.review.state !== 'signed') return ok(fileOf(here.value, null))
  const recorded = await api.call('reviews.evidence', { params: { accountId, reviewId } })
  if (recorded.ok) {
    return holds(recorded.value) ? ok(fileOfEvidence(recorded.value)) : fail(problem('hash_mismatch'))
  }
  if (!here.ok) return here
  const evidence = evidenceHere(here.value)
  // Something of the record isn't here, so the server would have had to say it.
  return evidence && holds(evidence) ? ok(fileOf(here.value, evidence)) : recorded
}

function holds(evidence: ReviewEvidence): boolean {
  return verifyEvidence(JSON.stringify(evidence)).verdict !== 'failed'
}

/** Null where what is here isn't what the server recorded. */
function evidenceHere({ review, snapshot, decisions, conflicts }: ReviewDocuments): ReviewEvidence | null {
  const { seal, signatures } = review
  const record = recordOf(review, {
    snapshotSha256: review.snapshot?.sha256 ?? '',
    snapshot,
    decisions,
    conflicts: conflicts ?? [],
    signatures,
  })
  const recordSha256 = sha256Of(record)
  if (seal && seal.recordSha256 !== recordSha256) return null
  return { format: 'gatehouse.review.evidence/1', record, recordSha256, seal }
}

function fileOf(here: ReviewDocuments, evidence: ReviewEvidence | null): ReviewFile {
  const { review, snapshot, decisions, conflicts } = here
  return {
    review,
    state: review.state,
    snapshotSha256: review.snapshot?.sha256 ?? '',
    snapshot,
    decisions,
    conflicts: conflicts ?? [],
    signatures: review.signatures,
    evidence,
  }
}

function fileOfEvidence(evidence: ReviewEvidence): ReviewFile {
  const { review, snapshotSha256, snapshot, decisions, conflicts, signatures } = evidence.record
  return {
    review,
    state: 'signed',
    snapshotSha256,
    snapshot,
    decisions,
    conflicts,
    signatures,
    evidence,
  }
}
