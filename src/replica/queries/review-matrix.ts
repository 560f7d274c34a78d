import {
  accessAt,
  decisionAt,
  fail,
  lockOf,
  membershipCell,
  ok,
  problem,
  type Review,
  type UserId,
} from '@gatehouse/contract'
import type { Matrix, MatrixAsk, MatrixRow } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { type Arranged, arrange, nameOrder, usersPerColumn } from '../reviews/arrange.ts'
import type { Sheet, Turn } from '../reviews/sheet.ts'
import { sheetOf } from '../reviews/sheets.ts'
import { openReview, turnOf } from '../reviews/turns.ts'
import type { Handler } from './context.ts'

interface Opened {
  review: Review
  sheet: Sheet
  /** Whose locks and recommendations are shown. */
  turn: Turn
}

function openSheet(
  sql: Sql,
  { accountId, reviewId }: Pick<Review, 'accountId'> & { reviewId: Review['id'] },
) {
  const found = openReview(sql, accountId, reviewId)
  if (!found.ok) return found
  const { review } = found.value
  const sheet = sheetOf(sql, review)
  if (!sheet.ok) return sheet
  return ok<Opened>({ review, sheet: sheet.value, turn: turnOf(review) ?? 'reviewer' })
}

interface Known {
  order: number[]
  counts: number[]
}

/** Of a snapshot, which never changes. */
const knownOf = new WeakMap<Sheet, Known>()

function known(sheet: Sheet): Known {
  const before = knownOf.get(sheet)
  if (before) return before
  const { people, applications } = sheet.snapshot
  const made = { order: nameOrder(people), counts: usersPerColumn(people, applications.length) }
  knownOf.set(sheet, made)
  return made
}

/** Windows of one question come one after the other, and are all of the same order until something is decided. */
const lastOf = new WeakMap<Sheet, { key: string; arranged: Arranged }>()

function arrangeSheet({ sheet, turn }: Opened, ask: MatrixAsk): Arranged {
  const { people, asOf } = sheet.snapshot
  const dependsOnDecisions = ask.only === 'undecided' || ask.only === 'revoked' || ask.sort.by === 'undecided'
  const key = JSON.stringify([turn, ask, dependsOnDecisions ? sheet.edition() : 0])
  const last = lastOf.get(sheet)
  if (last?.key === key) return last.arranged
  const arranged = arrange(people, known(sheet).order, ask, new Date(asOf), {
    undecided(place) {
      const { total, decided } = sheet.totalsOf(turn, place)
      return total - decided
    },
    isRevoked: (place) => sheet.rows[place]?.cells.includes('r') ?? false,
    isAdvised: (place) => /[rn]/.test(sheet.advice(turn, place)),
  })
  lastOf.set(sheet, { key, arranged })
  return arranged
}

/** A window of what was frozen, with what is decided. */
export const getReviewMatrix: Handler<'reviews.matrix'> = ({ sql }, { ask, offset, limit, ...of }) => {
  const opened = openSheet(sql, of)
  if (!opened.ok) return opened
  const { sheet, turn } = opened.value
  const { places, groups } = arrangeSheet(opened.value, ask)
  const { counts } = known(sheet)
  const me = readPrincipal(sql)?.userId ?? null
  const matrix: Matrix = {
    applications: sheet.snapshot.applications.map((application, column) => ({
      ...application,
      users: counts[column] ?? 0,
    })),
    total: places.length,
    offset,
    rows: places.slice(offset, offset + limit).flatMap((place) => rowOf(sheet, turn, place, me) ?? []),
    groups,
  }
  return ok(matrix)
}

function rowOf(sheet: Sheet, turn: Turn, place: number, me: UserId | null): MatrixRow | null {
  const person = sheet.snapshot.people[place]
  const row = sheet.rows[place]
  if (!person || !row) return null
  const { membershipId, userId, name, email, role, isOwner, status, lastActiveAt, access } = person
  return {
    place,
    membershipId,
    userId,
    name,
    email,
    role,
    isOwner,
    isMe: userId === me,
    status,
    lastActiveAt,
    access,
    locks: sheet.locks(turn, place),
    decisions: row.cells,
    advice: sheet.advice(turn, place),
    noted: Object.keys(row.notes).map(Number),
  }
}

export const getReviewPlaces: Handler<'reviews.places'> = ({ sql }, { ask, ...of }) => {
  const opened = openSheet(sql, of)
  return opened.ok ? ok({ places: arrangeSheet(opened.value, ask).places }) : opened
}

export const getReviewCell: Handler<'reviews.cell'> = ({ sql }, { place, cell, ...of }) => {
  const opened = openSheet(sql, of)
  if (!opened.ok) return opened
  const { review, sheet, turn } = opened.value
  const person = sheet.snapshot.people[place]
  const row = sheet.rows[place]
  if (!person || !row || cell > sheet.snapshot.applications.length) return fail(problem('not_found'))
  const { reviewerId, allowsSelf } = review
  const lock = lockOf(person, cell, { reviewerId, allowsSelf, by: turn })
  return ok({
    place,
    cell,
    sources: cell === membershipCell ? [] : accessAt(person, cell - 1),
    lock,
    decision: decisionAt(row.cells, cell),
    change: cell === membershipCell ? row.change : null,
    note: row.notes[cell] ?? null,
    advice: lock === null ? sheet.recommend(place, cell) : null,
  })
}
