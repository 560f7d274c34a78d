import type { AccountId, ReviewId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { SheetRow } from './sheet.ts'

// What is decided so far on this computer, row by row, and the steps that led there.

export interface Draft {
  n: number
  snapshotSha256: string
  decided: number
  changes: number
  saved: number
  version: number
}

const select = `select n, snapshot_sha256 as snapshotSha256, decided, changes, saved, version from review_draft`

/** Null where nothing was decided here about that snapshot. */
export function readDraft(sql: Sql, reviewId: ReviewId, snapshotSha256: string): Draft | null {
  const draft = sql.get<Draft>(`${select} where review_id = ?`, reviewId)
  return draft?.snapshotSha256 === snapshotSha256 ? draft : null
}

/** One of another snapshot is forgotten: its places mean somebody else. */
export function beginDraft(
  sql: Sql,
  {
    accountId,
    reviewId,
    snapshotSha256,
  }: { accountId: AccountId; reviewId: ReviewId; snapshotSha256: string },
): Draft {
  const known = readDraft(sql, reviewId, snapshotSha256)
  if (known) return known
  forgetDraft(sql, reviewId)
  sql.run(
    'insert into review_draft (account_id, review_id, snapshot_sha256) values (?, ?, ?)',
    accountId,
    reviewId,
    snapshotSha256,
  )
  const draft = readDraft(sql, reviewId, snapshotSha256)
  if (!draft) throw new Error('a draft was not kept')
  return draft
}

export function forgetDraft(sql: Sql, reviewId: ReviewId): void {
  const draft = '(select n from review_draft where review_id = ?)'
  sql.run(`delete from review_decision where draft in ${draft}`, reviewId)
  sql.run(`delete from review_step where draft in ${draft}`, reviewId)
  sql.run('delete from review_draft where review_id = ?', reviewId)
}

/** A review that was recorded needs no draft any more: what was signed stands beside it. */
export function forgetSettledDrafts(sql: Sql): void {
  const settled = sql.all<{ id: ReviewId }>(
    `select d.review_id as id from review_draft d
     join account a on a.id = unhex(replace(d.account_id, '-', ''))
     join review r on r.account = a.n and r.id = unhex(replace(d.review_id, '-', ''))
     where r.state in ('signed', 'cancelled') and (r.seal is not null or r.state = 'cancelled')`,
  )
  for (const { id } of settled) forgetDraft(sql, id)
}

interface StoredRow {
  place: number
  cells: string
  change: string | null
  notes: string | null
}

/** Rows that changed after a count, by their place. */
export function readRows(sql: Sql, draft: number, after: number): { place: number; row: SheetRow }[] {
  return sql
    .all<StoredRow>(
      `select place, cells, change, notes from review_decision where draft = ?${after > 0 ? ' and changed > ?' : ''}`,
      draft,
      ...(after > 0 ? [after] : []),
    )
    .map(({ place, cells, change, notes }) => ({
      place,
      row: {
        cells,
        change: change === null ? null : (JSON.parse(change) as SheetRow['change']),
        notes: notes === null ? {} : (JSON.parse(notes) as SheetRow['notes']),
      },
    }))
}

export function writeRow(sql: Sql, draft: number, place: number, row: SheetRow, changed: number): void {
  const { cells, change, notes } = row
  sql.run(
    `insert into review_decision (draft, place, cells, change, notes, changed) values (?, ?, ?, ?, ?, ?)
     on conflict (draft, place) do update set
       cells = excluded.cells, change = excluded.change, notes = excluded.notes, changed = excluded.changed`,
    draft,
    place,
    cells,
    change && JSON.stringify(change),
    Object.keys(notes).length === 0 ? null : JSON.stringify(notes),
    changed,
  )
}

export function noteChanges(sql: Sql, { n }: Draft, changes: number, decided: number): void {
  sql.run('update review_draft set changes = ?, decided = ? where n = ?', changes, decided, n)
}

export interface Step {
  place: number
  row: SheetRow
}

/** So many steps can be taken back, and so many characters they may take together. */
const mostSteps = 200
const mostCharacters = 8_000_000

/** Keeps how rows stood before a step. */
export function pushStep(sql: Sql, draft: number, before: readonly Step[]): void {
  sql.run('insert into review_step (draft, before) values (?, ?)', draft, JSON.stringify(before))
  const steps = sql.all<{ n: number; length: number }>(
    'select n, length(before) as length from review_step where draft = ? order by n desc',
    draft,
  )
  let characters = 0
  const oldest = steps.find(({ length }, index) => {
    characters += length
    return index > 0 && (index >= mostSteps || characters > mostCharacters)
  })
  if (oldest) sql.run('delete from review_step where draft = ? and n <= ?', draft, oldest.n)
}

/** The last step, which is forgotten with that; null where there is none. */
export function popStep(sql: Sql, draft: number): Step[] | null {
  const step = sql.get<{ n: number; before: string }>(
    'select n, before from review_step where draft = ? order by n desc limit 1',
    draft,
  )
  if (!step) return null
  sql.run('delete from review_step where n = ?', step.n)
  return JSON.parse(step.before) as Step[]
}

export function forgetSteps(sql: Sql, draft: number): void {
  sql.run('delete from review_step where draft = ?', draft)
}

export function hasSteps(sql: Sql, draft: number): boolean {
  return sql.get('select 1 from review_step where draft = ? limit 1', draft) !== undefined
}
