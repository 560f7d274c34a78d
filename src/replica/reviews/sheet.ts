import {
  type Deciding,
  lockOf,
  type MembershipChange,
  membershipCell,
  type Recommendation,
  type Review,
  type ReviewDecisions,
  type ReviewSnapshot,
  type ReviewTotals,
  recommend,
  type SnapshotPerson,
  type Usual,
  whatIsUsual,
} from '@gatehouse/contract'

/** What is decided about one user. `notes` by place in its cells. */
export interface SheetRow {
  cells: string
  change: MembershipChange | null
  notes: Record<string, string>
}

export type Turn = Deciding['by']

/** Why a cell can't be decided, as one character: `.` it can. */
const lockLetters = { none: 'x', environment: 'e', account: 'a', owner: 'o', self: 's' } as const
const accessLetters = ['.', '1', '2', '3', '4', '5', '6', '7']

/**
 * A snapshot with what is decided in it, made so that a key pressed in the largest account costs no more than its row:
 * locks and recommendations are worked out once, totals row by row.
 */
export interface Sheet {
  snapshot: ReviewSnapshot
  sha256: string
  rows: SheetRow[]
  /** The locks of one user's cells in somebody's turn. */
  locks(turn: Turn, place: number): string
  /** `k`, `r`, `n` for each cell that can be decided in that turn, `.` for the others. */
  advice(turn: Turn, place: number): string
  recommend(place: number, cell: number): Recommendation
  totals(turn: Turn): ReviewTotals
  totalsOf(turn: Turn, place: number): ReviewTotals
  put(place: number, row: SheetRow): void
  /** Another one after each row that was put. */
  edition(): number
  decisions(): ReviewDecisions
}

export type SheetReview = Pick<Review, 'reviewerId' | 'allowsSelf'>

export function createSheet(snapshot: ReviewSnapshot, sha256: string, review: SheetReview): Sheet {
  const { people, applications } = snapshot
  const empty = '.'.repeat(applications.length + 1)
  const rows = people.map((): SheetRow => ({ cells: empty, change: null, notes: {} }))
  const turns = {
    reviewer: createTurn({ ...review, by: 'reviewer' }),
    second: createTurn({ ...review, by: 'second' }),
  }
  let usual: Usual | null = null
  let edition = 0

  function createTurn(deciding: Deciding) {
    const lockTexts: string[] = []
    const adviceTexts: string[] = []
    const byLetter = new Map<string, Record<string, string>>()
    let totals: { all: ReviewTotals; rows: ReviewTotals[] } | null = null

    /** What a letter of access locks is the same for all users but the reviewer. */
    function letters(person: SnapshotPerson): Record<string, string> {
      const key = person.userId === deciding.reviewerId ? 'reviewer' : 'others'
      const known = byLetter.get(key)
      if (known) return known
      const made = Object.fromEntries(
        accessLetters.map((access) => [access, spelled(lockOf({ ...person, access }, 1, deciding))]),
      )
      byLetter.set(key, made)
      return made
    }

    function locks(place: number): string {
      const known = lockTexts[place]
      if (known !== undefined) return known
      const person = people[place]
      if (!person) return ''
      const of = letters(person)
      let text = spelled(lockOf(person, membershipCell, deciding))
      for (const letter of person.access) text += of[letter] ?? 'x'
      lockTexts[place] = text
      return text
    }

    function all(): { all: ReviewTotals; rows: ReviewTotals[] } {
      if (totals) return totals
      const each = rows.map(({ cells }, place) => countRow(locks(place), cells))
      totals = { all: each.reduce(add, nothing), rows: each }
      return totals
    }

    return {
      locks,
      advice(place: number): string {
        const known = adviceTexts[place]
        if (known !== undefined) return known
        const text = adviceOf(place, locks(place))
        adviceTexts[place] = text
        return text
      },
      totals: () => all().all,
      totalsOf: (place: number) => all().rows[place] ?? nothing,
      changed(place: number, cells: string) {
        if (!totals) return
        const after = countRow(locks(place), cells)
        totals.all = add(subtract(totals.all, totals.rows[place] ?? nothing), after)
        totals.rows[place] = after
      },
    }
  }

  function advise(person: SnapshotPerson, cell: number): Recommendation {
    usual ??= whatIsUsual(snapshot)
    return recommend(snapshot, usual, person, cell)
  }

  function adviceOf(place: number, locks: string): string {
    const person = people[place]
    if (!person) return ''
    const whole = advise(person, membershipCell)
    let text = ''
    for (let cell = 0; cell < locks.length; cell += 1) {
      if (locks[cell] !== '.') text += '.'
      // Who is to leave leaves with everything.
      else text += adviceLetters[whole.decision === 'revoke' ? 'revoke' : advise(person, cell).decision]
    }
    return text
  }

  return {
    snapshot,
    sha256,
    rows,
    locks: (turn, place) => turns[turn].locks(place),
    advice: (turn, place) => turns[turn].advice(place),
    recommend(place, cell) {
      const person = people[place]
      if (!person) throw new RangeError('a user who is not in the snapshot')
      return advise(person, cell)
    },
    totals: (turn) => turns[turn].totals(),
    totalsOf: (turn, place) => turns[turn].totalsOf(place),
    put(place, row) {
      if (!rows[place]) return
      rows[place] = row
      edition += 1
      turns.reviewer.changed(place, row.cells)
      turns.second.changed(place, row.cells)
    },
    edition: () => edition,
    decisions: () => ({
      format: 'gatehouse.review.decisions/1',
      cells: rows.map(({ cells }) => cells),
      notes: rows.flatMap(({ notes }, person) =>
        Object.entries(notes)
          .map(([cell, note]) => ({ person, cell: Number(cell), note }))
          .sort((a, b) => a.cell - b.cell),
      ),
      changes: rows.flatMap(({ change }, person) => (change ? [{ person, change }] : [])),
    }),
  }
}

const adviceLetters = { keep: 'k', revoke: 'r', unsure: 'n' } as const

function spelled(lock: ReturnType<typeof lockOf>): string {
  return lock === null ? '.' : lockLetters[lock]
}

const nothing: ReviewTotals = { total: 0, decided: 0, keep: 0, revoke: 0, change: 0, unsure: 0, own: 0 }
const parts = ['total', 'decided', 'keep', 'revoke', 'change', 'unsure', 'own'] as const
const decisionParts = { k: 'keep', r: 'revoke', c: 'change', n: 'unsure' } as const

function add(a: ReviewTotals, b: ReviewTotals): ReviewTotals {
  return Object.fromEntries(parts.map((part) => [part, a[part] + b[part]])) as unknown as ReviewTotals
}

function subtract(a: ReviewTotals, b: ReviewTotals): ReviewTotals {
  return Object.fromEntries(parts.map((part) => [part, a[part] - b[part]])) as unknown as ReviewTotals
}

/** As `reviewTotals`, of one row whose locks are known. */
export function countRow(locks: string, cells: string): ReviewTotals {
  const totals = { ...nothing }
  for (let cell = 0; cell < locks.length; cell += 1) {
    const letter = cells[cell] ?? '.'
    if (locks[cell] === 's' && letter === '.') totals.own += 1
    if (locks[cell] !== '.') continue
    totals.total += 1
    const part = decisionParts[letter as keyof typeof decisionParts]
    if (!part) continue
    totals.decided += 1
    totals[part] += 1
  }
  return totals
}

/** The rows that decisions of a document say. */
export function rowsOf({ cells, notes, changes }: ReviewDecisions): SheetRow[] {
  const rows = cells.map((each): SheetRow => ({ cells: each, change: null, notes: {} }))
  for (const { person, cell, note } of notes) {
    const row = rows[person]
    if (row) row.notes[cell] = note
  }
  for (const { person, change } of changes) {
    const row = rows[person]
    if (row) row.change = change
  }
  return rows
}
