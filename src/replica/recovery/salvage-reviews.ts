import type Database from 'better-sqlite3-multiple-ciphers'
import { z } from 'zod'
import { type SavedSearch, savedSearchSchema } from '../../ipc/views.ts'
import { parseDecision, type Row } from './own-rows.ts'
import { attempt, readTable } from './read-table.ts'

/** Of access reviews, what only this computer has, and searches that were given a name. */
export interface SalvagedReviews {
  /** What drafts are about, and what changes that wait carry. */
  documents: Row[]
  drafts: { draft: Row; decisions: Row[] }[]
  searches: SavedSearch[]
}

export const noReviews: SalvagedReviews = { documents: [], drafts: [], searches: [] }

/** Reads it out of a file that may be damaged anywhere; what isn't what its hash says is left out. */
export function salvageReviews(database: Database, changes: readonly Row[]): SalvagedReviews {
  const drafts = readTable(database, 'review_draft').rows.map((draft) => ({
    draft,
    decisions: decisionsOf(database, Number(draft.n)),
  }))
  const wanted = new Set([...drafts.map(({ draft }) => draft.review_id), ...changes.flatMap(reviewOf)])
  const documents =
    wanted.size === 0
      ? []
      : readTable(database, 'review_document', ({ review_id }) => wanted.has(review_id)).rows
  return { documents, drafts, searches: searchesIn(database) }
}

const intentSchema = z.looseObject({ args: z.looseObject({ reviewId: z.uuid() }) })

function reviewOf({ intent }: Row): string[] {
  const parsed = intentSchema.safeParse(attempt(() => JSON.parse(String(intent)), null))
  return parsed.success ? [parsed.data.args.reviewId] : []
}

/** No review looks at more users than this. */
const mostPlaces = 20_000

function decisionsOf(database: Database, draft: number): Row[] {
  const all = attempt(
    () => database.prepare('select * from review_decision where draft = ?').all(draft),
    null,
  )
  const rows = all ?? oneByOne(database, draft)
  return rows.map(parseDecision).filter((row) => row !== null)
}

function oneByOne(database: Database, draft: number): unknown[] {
  const at = attempt(
    () => database.prepare('select * from review_decision where draft = ? and place = ?'),
    null,
  )
  if (!at) return []
  return Array.from({ length: mostPlaces }, (_, place) =>
    attempt(() => at.get(draft, place), undefined),
  ).filter((row) => row !== undefined)
}

function searchesIn(database: Database): SavedSearch[] {
  const stored = attempt(
    () => database.prepare("select value from meta where name = 'savedSearches'").get(),
    undefined,
  ) as { value: string } | undefined
  return savedSearchSchema.array().safeParse(attempt(() => JSON.parse(stored?.value ?? '[]'), [])).data ?? []
}
