import {
  type CellDecision,
  type CellLock,
  type Deciding,
  decisionAt,
  lockOf,
  membershipCell,
  type Review,
  type ReviewConflict,
  type ReviewDecisions,
  type ReviewEvidence,
  type ReviewRecord,
  type ReviewSignature,
  type ReviewSnapshot,
  type ReviewTotals,
  reviewTotals,
} from '@gatehouse/contract'

/** All that is known of a review when it is written to a file. */
export interface ReviewFile {
  review: ReviewRecord['review']
  state: Review['state']
  snapshotSha256: string
  snapshot: ReviewSnapshot
  decisions: ReviewDecisions
  conflicts: readonly ReviewConflict[]
  signatures: readonly ReviewSignature[]
  /** Null until it is signed. */
  evidence: ReviewEvidence | null
}

export type FileState = 'sealed' | 'unrecorded' | 'second' | 'open' | 'planned' | 'cancelled'

export function stateOf({ state, evidence }: ReviewFile): FileState {
  if (evidence) return evidence.seal ? 'sealed' : 'unrecorded'
  return state === 'signed' ? 'unrecorded' : state
}

/** What became of one place in the snapshot: decided, locked, or neither so far. */
export interface CellFact {
  place: number
  cell: number
  decision: CellDecision | null
  /** Why it couldn't be decided by anybody. */
  lock: CellLock | null
  note: string | null
}

/** Who decides in a review: the reviewer and, after that, the second one. */
export function decidersOf({ reviewerId, secondReviewerId, allowsSelf }: ReviewFile['review']): Deciding[] {
  const by = secondReviewerId === null ? (['reviewer'] as const) : (['reviewer', 'second'] as const)
  return by.map((each) => ({ reviewerId, allowsSelf, by: each }))
}

/** What both reviewers decided. */
export function totalsOf({ review, snapshot, decisions }: ReviewFile): ReviewTotals {
  const [first, second] = decidersOf(review).map((deciding) => reviewTotals(snapshot, decisions, deciding))
  const none = { total: 0, decided: 0, keep: 0, revoke: 0, change: 0, unsure: 0, own: 0 }
  const { own, ...one } = first ?? none
  const two = second ?? none
  return {
    total: one.total + two.total,
    decided: one.decided + two.decided,
    keep: one.keep + two.keep,
    revoke: one.revoke + two.revoke,
    change: one.change + two.change,
    unsure: one.unsure + two.unsure,
    own: second ? 0 : own,
  }
}

/** Looks places up by user and cell; linear in what there is. */
export function cellsOf(file: ReviewFile): (place: number, cell: number) => CellFact {
  const { review, snapshot, decisions } = file
  const deciders = decidersOf(review)
  const notes = new Map(decisions.notes.map(({ person, cell, note }) => [`${person}.${cell}`, note]))
  return (place, cell) => {
    const person = snapshot.people[place]
    const locks = person ? deciders.map((deciding) => lockOf(person, cell, deciding)) : []
    return {
      place,
      cell,
      decision: decisionAt(decisions.cells[place], cell),
      lock: locks.some((lock) => lock === null) ? null : (locks[0] ?? null),
      note: notes.get(`${place}.${cell}`) ?? null,
    }
  }
}

/** Every place that there was something at: all memberships, and all access. */
export function* everyCell(file: ReviewFile): Generator<CellFact> {
  const at = cellsOf(file)
  for (const place of file.snapshot.people.keys())
    for (let cell = membershipCell; cell <= file.snapshot.applications.length; cell += 1) {
      const fact = at(place, cell)
      if (fact.lock !== 'none') yield fact
    }
}
