import {
  type Intent,
  type MutationContext,
  type Problem,
  predict,
  problem,
  type Result,
  type ReviewConflict,
  type ReviewDecisions,
  type ReviewSnapshot,
  type RowChange,
} from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import { reviews } from '../repositories/account-rows.ts'
import { hasDocument, putDocument, readDocument, removeDocuments } from '../repositories/review-documents.ts'
import { forgetDraft } from '../reviews/drafts.ts'
import { documentOf } from '../reviews/freeze.ts'

// Some changes carry documents of megabytes. The outbox is read as a whole with every page of the feed, and shown, so
// there they stand without them; what they carry lies apart under its hash and is put back in when they are sent.

/** The change as the outbox keeps it. */
export function withoutDocuments(intent: Intent): Intent {
  if (intent.name === 'reviews.open') {
    const { args } = intent
    const snapshot = { ...args.snapshot, applications: [], people: [], administrators: null }
    return { name: intent.name, args: { ...args, snapshot } }
  }
  if (intent.name === 'reviews.sign') {
    const { args } = intent
    const decisions: ReviewDecisions = { ...args.decisions, cells: [], notes: [], changes: [] }
    return { name: intent.name, args: { ...args, decisions, conflicts: [] } }
  }
  return intent
}

export function carriesDocuments({ name }: Intent): boolean {
  return name === 'reviews.open' || name === 'reviews.sign'
}

/** Lays what a change carries apart, where it isn't yet. */
export function keepDocuments(sql: Sql, intent: Intent): void {
  if (intent.name === 'reviews.open') {
    const { accountId, reviewId, snapshot, snapshotSha256: sha256 } = intent.args
    const place = { accountId, reviewId, kind: 'snapshot', sha256 } as const
    if (snapshot.people.length > 0 && !hasDocument(sql, place))
      putDocument(sql, place, documentOf(snapshot).body)
  } else if (intent.name === 'reviews.sign') {
    const { accountId, reviewId, decisions, decisionsSha256: sha256, conflicts } = intent.args
    const place = { accountId, reviewId, sha256 }
    if (decisions.cells.length === 0) return
    putDocument(sql, { ...place, kind: 'decisions' }, documentOf(decisions).body)
    putDocument(sql, { ...place, kind: 'conflicts' }, JSON.stringify(conflicts))
  }
}

/** Why a change whose documents are lost waits for the user: without them it means nothing. */
export const lostDocuments: Problem = problem('validation', {
  state: 'documents-lost',
  detail:
    'What this review froze, or what was decided in it, lay in a damaged part of the local copy. It can not be sent: discard it, and begin or sign the review again.',
})

/** Whether what a change carries isn't here. */
export function lacksDocuments(sql: Sql, intent: Intent): boolean {
  return withDocuments(sql, intent) === null
}

/** The change with all that it carries, as it is sent; null where some of that is lost. */
export function withDocuments(sql: Sql, intent: Intent): Intent | null {
  if (intent.name === 'reviews.open') {
    const { args } = intent
    const sha256 = args.snapshotSha256
    const body = readDocument(sql, { reviewId: args.reviewId, kind: 'snapshot', sha256 })
    if (body === null) return args.snapshot.people.length > 0 ? intent : null
    return { name: intent.name, args: { ...args, snapshot: JSON.parse(body) as ReviewSnapshot } }
  }
  if (intent.name === 'reviews.sign') {
    const { args } = intent
    const place = { reviewId: args.reviewId, sha256: args.decisionsSha256 }
    const decisions = readDocument(sql, { ...place, kind: 'decisions' })
    const conflicts = readDocument(sql, { ...place, kind: 'conflicts' })
    if (decisions === null || conflicts === null) return args.decisions.cells.length > 0 ? intent : null
    return {
      name: intent.name,
      args: {
        ...args,
        decisions: JSON.parse(decisions) as ReviewDecisions,
        conflicts: JSON.parse(conflicts) as ReviewConflict[],
      },
    }
  }
  return intent
}

/**
 * Removes what a change carried that was taken back, to be called without its rows: nothing else needs it, and nobody
 * could send it any more. What the server has all the same stays.
 */
export function forgetDocuments(sql: Sql, intent: Intent): void {
  if (intent.name === 'reviews.open') {
    const { accountId, reviewId, snapshotSha256: sha256 } = intent.args
    if (reviews.get(sql, accountId, reviewId)?.snapshot?.sha256 === sha256) return
    removeDocuments(sql, { reviewId, sha256 })
    forgetDraft(sql, reviewId)
  }
  if (intent.name === 'reviews.sign') {
    const { accountId, reviewId, decisionsSha256: sha256 } = intent.args
    const signatures = reviews.get(sql, accountId, reviewId)?.signatures ?? []
    if (signatures.some(({ decisionsSha256 }) => decisionsSha256 === sha256)) return
    // What was decided stays as a draft, to be signed again.
    removeDocuments(sql, { reviewId, sha256 })
  }
}

/** As `predict`, of a change as the outbox keeps it: how much was frozen is counted where that lies. */
export function predictKept(sql: Sql, intent: Intent, context: MutationContext): Result<RowChange[]> {
  const prediction = predict(intent, context)
  if (!prediction.ok || intent.name !== 'reviews.open' || intent.args.snapshot.people.length > 0)
    return prediction
  const counts = countsOf(sql, intent.args)
  if (!counts) return prediction
  return {
    ok: true,
    value: prediction.value.map((change) =>
      change.op === 'put' && change.entity === 'review' && change.row.snapshot
        ? { ...change, row: { ...change.row, snapshot: { ...change.row.snapshot, ...counts } } }
        : change,
    ),
  }
}

function countsOf(
  sql: Sql,
  { reviewId, snapshotSha256 }: Extract<Intent, { name: 'reviews.open' }>['args'],
): { people: number; applications: number } | null {
  const counts = sql.get<{ people: number; applications: number }>(
    `select json_array_length(body, '$.people') as people, json_array_length(body, '$.applications') as applications
     from review_document where review_id = ? and kind = 'snapshot' and sha256 = ?`,
    reviewId,
    snapshotSha256,
  )
  return counts ?? null
}
