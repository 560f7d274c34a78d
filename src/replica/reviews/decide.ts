import {
  type AccountId,
  fail,
  letterOf,
  type MembershipChange,
  membershipCell,
  ok,
  problem,
  type Result,
  type ReviewId,
} from '@gatehouse/contract'
import type { Write } from '../write.ts'
import { beginDraft, noteChanges, popStep, pushStep, type Step, writeRow } from './drafts.ts'
import { countRow, type Sheet, type SheetRow, type Turn } from './sheet.ts'
import { sheetOf } from './sheets.ts'
import { openReview, refuseTurn, turnOf } from './turns.ts'

/** One thing that a person does in a review. */
export type ReviewStep =
  | { kind: 'decide'; places: readonly number[]; cells: readonly number[]; decision: CellVerdict | null }
  /** Decides what is undecided as recommended; what is recommended to be kept alone, or all of it. */
  | { kind: 'follow'; places: readonly number[] | null; which: 'keep' | 'all' }
  | { kind: 'change'; place: number; change: MembershipChange | null }
  | { kind: 'note'; place: number; cell: number; note: string }
  | { kind: 'undo' }

type CellVerdict = 'keep' | 'revoke' | 'unsure'

/** Does a step in a review, where the principal may. Answers how many cells are otherwise now. */
export function takeStep(
  write: Write,
  accountId: AccountId,
  reviewId: ReviewId,
  step: ReviewStep,
): Result<number> {
  const { sql } = write
  const found = openReview(sql, accountId, reviewId)
  if (!found.ok) return found
  const { review } = found.value
  const refused = refuseTurn(sql, found.value, 'decide')
  const turn = turnOf(review)
  if (refused || !turn) return fail(refused ?? problem('review_state', { state: review.state }))
  const opened = sheetOf(sql, review)
  if (!opened.ok) return opened
  const sheet = opened.value
  const draft = beginDraft(sql, { accountId, reviewId, snapshotSha256: sheet.sha256 })
  const after = step.kind === 'undo' ? (popStep(sql, draft.n) ?? []) : rowsAfter(sheet, turn, step)
  const changed = after.filter(({ place, row }) => isOther(sheet.rows[place], row))
  if (changed.length === 0) return ok(0)
  if (step.kind !== 'undo') {
    const before = changed.flatMap(({ place }): Step[] => {
      const row = sheet.rows[place]
      return row ? [{ place, row }] : []
    })
    pushStep(sql, draft.n, before)
  }
  const changes = draft.changes + 1
  let decided = decidedIn(sheet)
  let cells = 0
  for (const { place, row } of changed) {
    const old = sheet.rows[place]
    writeRow(sql, draft.n, place, row, changes)
    decided += decidedOf(sheet, place, row.cells) - decidedOf(sheet, place, old?.cells ?? '')
    cells += cellsOther(old, row)
  }
  noteChanges(sql, draft, changes, decided)
  write.touch('review', accountId)
  return ok(cells)
}

/** Decided by both reviewers together, as the review's own progress counts. */
export function decidedIn(sheet: Sheet): number {
  return sheet.totals('reviewer').decided + sheet.totals('second').decided
}

function decidedOf(sheet: Sheet, place: number, cells: string): number {
  return (
    countRow(sheet.locks('reviewer', place), cells).decided +
    countRow(sheet.locks('second', place), cells).decided
  )
}

function isOther(before: SheetRow | undefined, after: SheetRow): boolean {
  if (!before) return false
  if (before.cells !== after.cells) return true
  return JSON.stringify([before.change, before.notes]) !== JSON.stringify([after.change, after.notes])
}

/** Cells with another decision or note; a membership that is changed to something else is one. */
function cellsOther(before: SheetRow | undefined, after: SheetRow): number {
  if (!before) return 0
  const others = new Set<number>()
  for (let cell = 0; cell < after.cells.length; cell += 1)
    if (before.cells[cell] !== after.cells[cell]) others.add(cell)
  for (const cell of [...Object.keys(before.notes), ...Object.keys(after.notes)])
    if (before.notes[cell] !== after.notes[cell]) others.add(Number(cell))
  if (JSON.stringify(before.change) !== JSON.stringify(after.change)) others.add(membershipCell)
  return others.size
}

function rowsAfter(sheet: Sheet, turn: Turn, step: Exclude<ReviewStep, { kind: 'undo' }>): Step[] {
  switch (step.kind) {
    case 'decide': {
      const letter = letterOf(step.decision)
      return rowsAt(sheet, step.places, (row, place) => {
        const locks = sheet.locks(turn, place)
        const open = step.cells.filter((cell) => locks[cell] === '.')
        return withLetters(row, open, () => letter)
      })
    }
    case 'follow':
      return rowsAt(sheet, step.places ?? [...sheet.rows.keys()], (row, place) => {
        const advice = sheet.advice(turn, place)
        const isMeant = (letter: string, cell: number) =>
          row.cells[cell] === '.' && (step.which === 'keep' ? letter === 'k' : letter !== '.')
        const cells = [...advice].flatMap((letter, cell) => (isMeant(letter, cell) ? [cell] : []))
        return withLetters(row, cells, (cell) => advice[cell] ?? '.')
      })
    case 'change':
      return rowsAt(sheet, [step.place], (row, place) => {
        if (sheet.locks(turn, place)[membershipCell] !== '.') return row
        if (step.change === null && row.change === null) return row
        const letter = letterOf(step.change === null ? null : 'change')
        return { ...withLetters(row, [membershipCell], () => letter), change: step.change }
      })
    case 'note':
      return rowsAt(sheet, [step.place], (row, place) => {
        const lock = sheet.locks(turn, place)[step.cell]
        // Of one's own access nobody says anything either.
        if (lock === undefined || lock === 's') return row
        const { [step.cell]: _, ...notes } = row.notes
        return { ...row, notes: step.note === '' ? notes : { ...notes, [step.cell]: step.note } }
      })
  }
}

function rowsAt(
  sheet: Sheet,
  places: readonly number[],
  change: (row: SheetRow, place: number) => SheetRow,
): Step[] {
  return [...new Set(places)].flatMap((place) => {
    const row = sheet.rows[place]
    return row ? [{ place, row: change(row, place) }] : []
  })
}

/** What a membership is changed to goes with the decision to change it. */
function withLetters(row: SheetRow, cells: readonly number[], letter: (cell: number) => string): SheetRow {
  if (cells.length === 0) return row
  const letters = [...row.cells]
  for (const cell of cells) letters[cell] = letter(cell)
  return { ...row, cells: letters.join(''), change: letters[membershipCell] === 'c' ? row.change : null }
}
