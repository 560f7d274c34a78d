import {
  type AccountId,
  type Deciding,
  letterOf,
  lockOf,
  noDecisions,
  type Review,
  type ReviewDecisions,
  type ReviewId,
  type ReviewSnapshot,
  type RouteCall,
  type Routes,
  recordOf,
  reviewOutcome,
} from '@gatehouse/contract'
import { freezeAccess } from '../demo/freeze-access.ts'
import {
  decisions as sampleDecisions,
  snapshot as sampleSnapshot,
} from '../openapi/examples/review-samples.ts'
import { hashed } from '../services/reviews/hashing.ts'
import type { Things } from './requests.ts'
import type { Person, World } from './world.ts'

type Body<N extends keyof Routes> = RouteCall<Routes[N]> extends { body: infer B } ? B : never

/** What a device would freeze of an account as it is now. */
export function freeze(world: World, accountId: AccountId, reviewId: ReviewId): Promise<ReviewSnapshot> {
  return freezeAccess(world.db, accountId, reviewId, world.clock.now())
}

/** A request that begins a review. */
export async function openBody(
  world: World,
  accountId: AccountId,
  reviewer: Pick<Person, 'id'>,
  overrides: Partial<Body<'reviews.open'>> = {},
): Promise<Body<'reviews.open'> & { snapshot: ReviewSnapshot }> {
  const reviewId = (overrides.reviewId ?? world.id()) as ReviewId
  const snapshot = await freeze(world, accountId, reviewId)
  return {
    reviewId,
    title: 'Access in spring',
    reviewerId: reviewer.id,
    total: 0,
    ...overrides,
    snapshot,
    snapshotSha256: hashed(snapshot).sha256,
  }
}

/** The same decision everywhere where one is to be made, on top of what was decided before. */
export function decideAll(
  snapshot: ReviewSnapshot,
  deciding: Deciding,
  decision: 'keep' | 'revoke' | 'unsure' = 'keep',
  before: ReviewDecisions = noDecisions(snapshot),
): ReviewDecisions {
  return {
    ...before,
    cells: snapshot.people.map((person, place) =>
      [...(before.cells[place] ?? '')]
        .map((letter, cell) => (lockOf(person, cell, deciding) === null ? letterOf(decision) : letter))
        .join(''),
    ),
  }
}

/** A request that signs, with everything worked out as a device does it. */
export function signBody(
  world: World,
  review: Review,
  snapshot: ReviewSnapshot,
  decisions: ReviewDecisions,
  person: Person,
): Body<'reviews.sign'> {
  const by = review.state === 'second' ? 'second' : 'reviewer'
  const statement = 'I looked through all of it.'
  const signedAt = world.clock.now().toISOString()
  const decisionsSha256 = hashed(decisions).sha256
  const { id: userId, name, email } = person
  const signatures = [
    ...review.signatures,
    { by, userId, name, email, statement, signedAt, decisionsSha256 } as const,
  ]
  const snapshotSha256 = review.snapshot?.sha256 ?? ''
  const isLast = by === 'second' || review.secondReviewerId === null
  const record = recordOf(review, { snapshotSha256, snapshot, decisions, conflicts: [], signatures })
  return {
    by,
    statement,
    signedAt,
    decisions,
    decisionsSha256,
    conflicts: [],
    outcome: reviewOutcome(snapshot, decisions, review),
    recordSha256: isLast ? hashed(record).sha256 : null,
  }
}

/**
 * A review of the one user and the one application that examples are about, past the rules: being decided by
 * `reviewerId`, or signed by them and waiting for `secondId`.
 */
export async function furnishReview(
  world: World,
  { account, user, membership, application }: Things,
  { reviewerId, secondId, state }: { reviewerId: string; secondId: string | null; state: 'open' | 'second' },
): Promise<ReviewId> {
  const { db, clock } = world
  const id = world.id<ReviewId>()
  const [person] = sampleSnapshot.people
  const [listed] = sampleSnapshot.applications
  const snapshot = {
    ...sampleSnapshot,
    reviewId: id,
    account: { ...sampleSnapshot.account, id: account },
    applications: [{ ...listed, id: application }],
    people: [{ ...person, membershipId: membership, userId: user }],
  } as ReviewSnapshot
  const frozen = hashed(snapshot)
  const decided = hashed(sampleDecisions)
  const signature = {
    by: 'reviewer',
    userId: reviewerId,
    name: 'Reviewer',
    email: 'reviewer@example.com',
    statement: 'All of it.',
    signedAt: clock.now().toISOString(),
    decisionsSha256: decided.sha256,
  }
  await db
    .insertInto('review')
    .values({
      id,
      account_id: account as AccountId,
      title: 'Access in winter',
      state,
      scope: JSON.stringify(snapshot.scope),
      reviewer_id: reviewerId as never,
      reviewer_name: 'Reviewer',
      second_reviewer_id: secondId as never,
      second_reviewer_name: secondId === null ? null : 'Second',
      allows_self: false,
      created_by: reviewerId as never,
      created_by_name: 'Reviewer',
      created_at: clock.now(),
      snapshot: JSON.stringify({ sha256: frozen.sha256, asOf: snapshot.asOf, people: 1, applications: 1 }),
      progress: JSON.stringify({ decided: state === 'open' ? 0 : 2, total: 2 }),
      signatures: JSON.stringify(state === 'open' ? [] : [signature]),
    })
    .execute()
  await db
    .insertInto('review_document')
    .values({ review_id: id, kind: 'snapshot', ...frozen })
    .execute()
  await db
    .insertInto('review_document')
    .values({ review_id: id, kind: 'decisions', ...decided })
    .execute()
  return id
}
