import type { AccountId } from '@gatehouse/contract'
import { mostSavedSearches } from '../../ipc/access-searches.ts'
import { savedSearchSchema } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { readMeta, writeMeta } from '../repositories/meta.ts'
import type { Write } from '../write.ts'
import { insert } from './insert.ts'
import type { SalvagedReviews } from './salvage-reviews.ts'

/**
 * Puts drafts with what they are about, documents that changes carry, and saved searches into this file. What is here
 * already is newer and stays.
 */
export function restoreReviews(write: Write, { documents, drafts, searches }: SalvagedReviews): void {
  const { sql } = write
  for (const { n: _, ...document } of documents) insert(sql, 'review_document', document)
  for (const { draft, decisions } of drafts) {
    const { n: _, ...row } = draft
    const isHere = sql.get('select 1 from review_draft where review_id = ?', row.review_id ?? null)
    if (isHere) continue
    insert(sql, 'review_draft', row)
    const kept = sql.get<{ n: number }>(
      'select n from review_draft where review_id = ?',
      row.review_id ?? null,
    )
    for (const decision of decisions) insert(sql, 'review_decision', { ...decision, draft: kept?.n ?? null })
    write.touch('review', row.account_id as AccountId)
  }
  restoreSearches(sql, searches)
}

function restoreSearches(sql: Sql, found: SalvagedReviews['searches']): void {
  if (found.length === 0) return
  const here =
    savedSearchSchema.array().safeParse(JSON.parse(readMeta(sql, 'savedSearches') ?? '[]')).data ?? []
  const known = new Set(here.map(({ id }) => id))
  const all = [...here, ...found.filter(({ id }) => !known.has(id))].slice(0, mostSavedSearches)
  writeMeta(sql, 'savedSearches', JSON.stringify(all))
}
