import type { Review } from '../entities/review.ts'
import type { ReviewDecisions, ReviewSnapshot } from '../entities/review-documents.ts'
import { type Problem, problem } from '../problem.ts'
import { type Deciding, decisionAt, lockOf, membershipCell, reviewTotals } from './review-cells.ts'
import { decisionsBeforeSecond } from './review-signed.ts'

type Reviewing = Pick<Review, 'reviewerId' | 'secondReviewerId' | 'allowsSelf'>

/** Somebody else decides and signs now. */
export const notYourReview: Problem = problem('forbidden', {
  detail: 'This review is somebody else’s to decide and sign. Ask them, or have it handed to you.',
})

export function refuseReviewState(state: Review['state']): Problem {
  return problem('review_state', { state, detail: `The review is ${state}.` })
}

/** Who decides in a review as it is now; null where nobody does. */
export function decidesNow(
  review: Reviewing & Pick<Review, 'state'>,
): (Deciding & { userId: string }) | null {
  const { state, reviewerId, secondReviewerId, allowsSelf } = review
  if (state === 'open') return { reviewerId, allowsSelf, by: 'reviewer', userId: reviewerId }
  if (state === 'second' && secondReviewerId)
    return { reviewerId, allowsSelf, by: 'second', userId: secondReviewerId }
  return null
}

/** What both reviewers decided, together. `own`: the reviewer's own access that neither has decided on. */
export function reviewOutcome(
  snapshot: ReviewSnapshot,
  decisions: Pick<ReviewDecisions, 'cells'>,
  { reviewerId, secondReviewerId, allowsSelf }: Reviewing,
): NonNullable<Review['outcome']> {
  const first = reviewTotals(snapshot, decisions, { reviewerId, allowsSelf, by: 'reviewer' })
  const { keep, revoke, change, unsure, own } = first
  if (secondReviewerId === null) return { keep, revoke, change, unsure, own }
  const second = reviewTotals(snapshot, decisions, { reviewerId, allowsSelf, by: 'second' })
  return {
    keep: keep + second.keep,
    revoke: revoke + second.revoke,
    change: change + second.change,
    unsure: unsure + second.unsure,
    own,
  }
}

/** Cells that are decided and that are to be, by everybody who decides in the review. */
export function reviewProgress(
  snapshot: ReviewSnapshot,
  decisions: Pick<ReviewDecisions, 'cells'>,
  { reviewerId, secondReviewerId, allowsSelf }: Reviewing,
  by: Deciding['by'],
): Review['progress'] {
  const first = reviewTotals(snapshot, decisions, { reviewerId, allowsSelf, by: 'reviewer' })
  const { decided, total } = first
  if (by === 'reviewer' || secondReviewerId === null) return { decided, total }
  const second = reviewTotals(snapshot, decisions, { reviewerId, allowsSelf, by: 'second' })
  return { decided: decided + second.decided, total: total + second.total }
}

/**
 * Why decisions can't be those of whoever decides now, or null: they don't fit the snapshot, decide on what is locked,
 * or change what the reviewer has signed. `before`: what the reviewer signed, where the second one decides.
 */
export function refuseDecisions(
  snapshot: ReviewSnapshot,
  decisions: ReviewDecisions,
  deciding: Deciding,
  before: ReviewDecisions | null = null,
): Problem | null {
  const wrong = misfit(snapshot, decisions) ?? lockedDecision(snapshot, decisions, deciding)
  if (wrong) return invalid(wrong)
  if (deciding.by === 'reviewer' || before === null) return null
  return isSameBut(snapshot, decisions, before, deciding) ? null : invalid(notTheirs)
}

const notTheirs =
  'The second reviewer decides on the reviewer’s own access alone; the rest is as the reviewer signed it'

function invalid(message: string): Problem {
  return problem('validation', { fields: [{ path: 'decisions', message }] })
}

function misfit(snapshot: ReviewSnapshot, { cells, notes, changes }: ReviewDecisions): string | null {
  const width = snapshot.applications.length + 1
  if (cells.length !== snapshot.people.length || cells.some((each) => each.length !== width))
    return 'There has to be one place for each user and each application of the snapshot'
  const places = new Set<string>()
  for (const { person, cell } of notes) {
    if (person >= cells.length || cell >= width) return 'A note is about somebody who is not in the snapshot'
    places.add(`${person}.${cell}`)
  }
  if (places.size !== notes.length) return 'A place has one note'
  const changed = new Set(changes.map(({ person }) => person))
  if (changed.size !== changes.length) return 'A membership is changed once'
  const isChanged = (place: number) => decisionAt(cells[place], membershipCell) === 'change'
  if (
    changes.some(({ person }) => !isChanged(person)) ||
    cells.filter((_, at) => isChanged(at)).length !== changed.size
  )
    return 'What a membership is changed to goes with the decision to change it'
  return null
}

function lockedDecision(
  snapshot: ReviewSnapshot,
  { cells }: ReviewDecisions,
  { reviewerId, allowsSelf, by }: Deciding,
): string | null {
  for (const [place, person] of snapshot.people.entries()) {
    for (let cell = 0; cell <= snapshot.applications.length; cell += 1) {
      if (decisionAt(cells[place], cell) === null) continue
      const lock = lockOf(person, cell, { reviewerId, allowsSelf, by: 'reviewer' })
      if (lock === 'self' && by === 'reviewer') return 'Nobody decides on their own access'
      if (lock !== null && lock !== 'self') return 'Something is decided that can not be'
    }
  }
  return null
}

function isSameBut(
  snapshot: ReviewSnapshot,
  decisions: ReviewDecisions,
  before: ReviewDecisions,
  { reviewerId, allowsSelf }: Deciding,
): boolean {
  const others = (all: ReviewDecisions) =>
    allowsSelf ? all : decisionsBeforeSecond(snapshot, all, reviewerId)
  return textOf(others(decisions)) === textOf(others(before))
}

// Notes and changes may have been put in any order.
function textOf({ cells, notes, changes }: ReviewDecisions): string {
  const sorted = (all: readonly object[]) => all.map((each) => JSON.stringify(each)).toSorted()
  return JSON.stringify([cells, sorted(notes), sorted(changes)])
}
