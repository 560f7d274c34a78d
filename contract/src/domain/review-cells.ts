import type { AccessSource } from '../entities/application.ts'
import type { ReviewDecisions, ReviewSnapshot, SnapshotPerson } from '../entities/review-documents.ts'
import type { UserId } from '../ids.ts'

/** The membership itself; what follows are the applications in their order. */
export const membershipCell = 0

export type CellDecision = 'keep' | 'revoke' | 'unsure' | 'change'

const letters = { keep: 'k', revoke: 'r', unsure: 'n', change: 'c' } as const
const decisionsByLetter: Record<string, CellDecision> = { k: 'keep', r: 'revoke', n: 'unsure', c: 'change' }

export function letterOf(decision: CellDecision | null): string {
  return decision === null ? '.' : letters[decision]
}

export function decisionAt(cells: string | undefined, cell: number): CellDecision | null {
  return decisionsByLetter[cells?.[cell] ?? '.'] ?? null
}

const sourceBits = { environment: 1, account: 2, grant: 4 } as const satisfies Record<AccessSource, number>

/** One character of a snapshot: why somebody has an application. */
export function accessLetter(sources: readonly AccessSource[]): string {
  const sum = sources.reduce((bits, source) => bits | sourceBits[source], 0)
  return sum === 0 ? '.' : String(sum)
}

/** The sources that held, in the order environment, account, grant; none where there was no access. */
export function accessAt(person: Pick<SnapshotPerson, 'access'>, application: number): AccessSource[] {
  const bits = Number(person.access[application] ?? 0) || 0
  return (Object.keys(sourceBits) as AccessSource[]).filter((source) => (bits & sourceBits[source]) !== 0)
}

/**
 * Why a cell can't be decided. `none`: there is no access to decide on. `environment`, `account`: everybody has it by
 * an auto-assignment. `owner`: the owner is transferred, never removed. `self`: nobody judges their own access.
 */
export type CellLock = 'none' | 'environment' | 'account' | 'owner' | 'self'

/** Whose decision is asked for: the reviewer's, or afterwards the second one's. */
export interface Deciding {
  reviewerId: UserId
  allowsSelf: boolean
  by: 'reviewer' | 'second'
}

/** Null where the cell is to be decided. */
export function lockOf(person: SnapshotPerson, cell: number, deciding: Deciding): CellLock | null {
  if (cell === membershipCell) {
    if (person.isOwner) return 'owner'
  } else {
    const sources = accessAt(person, cell - 1)
    if (sources.length === 0) return 'none'
    if (sources.includes('environment')) return 'environment'
    if (sources.includes('account')) return 'account'
  }
  const isOwn = person.userId === deciding.reviewerId && !deciding.allowsSelf
  // The second reviewer decides on the reviewer's own access, and on nothing else.
  if (deciding.by === 'reviewer') return isOwn ? 'self' : null
  return isOwn ? null : 'self'
}

export interface ReviewTotals {
  total: number
  decided: number
  keep: number
  revoke: number
  change: number
  unsure: number
  /** The reviewer's own access, which nobody has decided on. */
  own: number
}

/** What is to be decided by whoever decides now, and what is. Linear in users times applications. */
export function reviewTotals(
  snapshot: ReviewSnapshot,
  decisions: Pick<ReviewDecisions, 'cells'>,
  deciding: Deciding,
): ReviewTotals {
  const totals: ReviewTotals = { total: 0, decided: 0, keep: 0, revoke: 0, change: 0, unsure: 0, own: 0 }
  snapshot.people.forEach((person, place) => {
    const cells = decisions.cells[place]
    for (let cell = 0; cell <= snapshot.applications.length; cell += 1) {
      const lock = lockOf(person, cell, deciding)
      if (lock === 'self' && decisionAt(cells, cell) === null) totals.own += 1
      if (lock !== null) continue
      totals.total += 1
      const decision = decisionAt(cells, cell)
      if (decision === null) continue
      totals.decided += 1
      totals[decision] += 1
    }
  })
  return totals
}

/** Nothing decided yet. */
export function noDecisions(snapshot: ReviewSnapshot): ReviewDecisions {
  const cells = '.'.repeat(snapshot.applications.length + 1)
  return {
    format: 'gatehouse.review.decisions/1',
    cells: snapshot.people.map(() => cells),
    notes: [],
    changes: [],
  }
}
