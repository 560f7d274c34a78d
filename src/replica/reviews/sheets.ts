import {
  fail,
  ok,
  problem,
  type Result,
  type Review,
  type ReviewDecisions,
  type ReviewSnapshot,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { readDocument } from '../repositories/review-documents.ts'
import { readDraft, readRows } from './drafts.ts'
import { createSheet, rowsOf, type Sheet } from './sheet.ts'

// Sheets of the reviews that were looked at last. A snapshot of the largest account takes a moment to read, so it is
// kept until the connection is closed, as locking does; decisions are taken over row by row.

interface Kept {
  key: string
  sheet: Sheet
  /** The draft and the count up to which its rows are in the sheet; the hash of decisions that are final. */
  draft: number
  seen: number
  final: string | null
}

const keptOf = new WeakMap<Sql, Kept[]>()
const mostKept = 3

/** What of a snapshot changes what can be decided. */
function keyOf({ id, snapshot, reviewerId, allowsSelf }: Review): string {
  return [id, snapshot?.sha256, reviewerId, allowsSelf].join(' ')
}

export const notHere = problem('not_found', {
  detail: 'What this review looks at is not on this computer yet. Connect, and open it again.',
})

/** The sheet as it is decided now. Problem: `not_found` where the snapshot isn't on this computer. */
export function sheetOf(sql: Sql, review: Review): Result<Sheet> {
  const known = keptOf.get(sql) ?? []
  const key = keyOf(review)
  const kept = known.find((each) => each.key === key) ?? read(sql, review, key)
  if (!kept) return fail(notHere)
  keptOf.set(sql, [kept, ...known.filter((each) => each !== kept)].slice(0, mostKept))
  bringUp(sql, review, kept)
  return ok(kept.sheet)
}

function read(sql: Sql, review: Review, key: string): Kept | null {
  const sha256 = review.snapshot?.sha256
  const body = sha256 ? readDocument(sql, { reviewId: review.id, kind: 'snapshot', sha256 }) : null
  if (!sha256 || body === null) return null
  // It was looked through, and its hash compared, before it was kept.
  const sheet = createSheet(JSON.parse(body) as ReviewSnapshot, sha256, review)
  return { key, sheet, draft: 0, seen: 0, final: null }
}

/** The decisions that the last signature is over; null while they can still change. */
export function finalDecisions({ state, signatures }: Review): string | null {
  return state === 'signed' ? (signatures.at(-1)?.decisionsSha256 ?? null) : null
}

function bringUp(sql: Sql, review: Review, kept: Kept): void {
  const final = finalDecisions(review)
  if (final !== null) {
    const body =
      kept.final === final
        ? null
        : readDocument(sql, { reviewId: review.id, kind: 'decisions', sha256: final })
    if (body !== null) {
      for (const [place, row] of rowsOf(JSON.parse(body) as ReviewDecisions).entries())
        kept.sheet.put(place, row)
      kept.final = final
    }
    if (kept.final === final) return
  }
  const draft = readDraft(sql, review.id, kept.sheet.sha256)
  const isOther = kept.draft !== (draft?.n ?? 0) || kept.seen > (draft?.changes ?? 0) || kept.final !== null
  if (isOther) clear(kept)
  if (!draft || draft.changes === kept.seen) return
  for (const { place, row } of readRows(sql, draft.n, kept.seen)) kept.sheet.put(place, row)
  kept.draft = draft.n
  kept.seen = draft.changes
}

function clear(kept: Kept): void {
  const { sheet } = kept
  const empty = '.'.repeat(sheet.snapshot.applications.length + 1)
  for (const place of sheet.rows.keys()) sheet.put(place, { cells: empty, change: null, notes: {} })
  kept.draft = 0
  kept.seen = 0
  kept.final = null
}
