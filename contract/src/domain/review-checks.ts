import type { Review } from '../entities/review.ts'
import type { ReviewDecisions, ReviewSnapshot } from '../entities/review-documents.ts'
import { type Problem, problem } from '../problem.ts'
import { type Deciding, decisionAt, lockOf, membershipCell, reviewTotals } from './review-cells.ts'

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
 * Why decisions can't be those of whoever decides now, or null: they don't fit the snapshot, or decide on what is
 * locked. What the second reviewer leaves as it was is seen by `decisionsBeforeSecond`.
 */
export function refuseDecisions(
  snapshot: ReviewSnapshot,
  decisions: ReviewDecisions,
  deciding: Deciding,
): Problem | null {
  const wrong = misfit(snapshot, decisions) ?? lockedDecision(snapshot, decisions, deciding)
  return wrong === null ? null : invalid(wrong)
}

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
  const isInOrder = notes.every(({ person, cell }, at) => {
    const before = notes[at - 1]
    return !before || before.person < person || (before.person === person && before.cell < cell)
  })
  // What the reviewer signed is made out of both reviewers' decisions again, so nothing may move.
  if (!isInOrder || changes.some(({ person }, at) => (changes[at - 1]?.person ?? -1) >= person))
    return 'Notes and changes stand by user, then by place'
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
  { cells, notes }: ReviewDecisions,
  { reviewerId, allowsSelf, by }: Deciding,
): string | null {
  const noted = new Set(notes.map(({ person, cell }) => `${person}.${cell}`))
  for (const [place, person] of snapshot.people.entries()) {
    for (let cell = 0; cell <= snapshot.applications.length; cell += 1) {
      const isNoted = noted.has(`${place}.${cell}`)
      if (decisionAt(cells[place], cell) === null && !isNoted) continue
      const lock = lockOf(person, cell, { reviewerId, allowsSelf, by: 'reviewer' })
      if (lock === 'self' && by === 'reviewer')
        return 'Nobody decides on their own access, or writes a note on it'
      if (decisionAt(cells[place], cell) === null) continue
      if (lock !== null && lock !== 'self') return 'Something is decided that can not be'
    }
  }
  return null
}
