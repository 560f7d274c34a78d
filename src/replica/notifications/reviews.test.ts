import type * as c from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { openWorld, read } from '../testing/temporary.ts'
import * as w from '../testing/world.ts'

const later = (hours: number) => new Date(w.now.getTime() + hours * 3_600_000)
const me = w.cassieUser
const olga = w.uuid<c.UserId>(4, 77)

function review(changes: Partial<c.Review> = {}): c.Review {
  return {
    id: w.uuid<c.ReviewId>(6, 1),
    accountId: w.acme,
    title: 'Spring',
    campaign: null,
    state: 'open',
    scope: { applicationIds: null, roles: null, unusedDays: null },
    reviewerId: me,
    reviewerName: 'Cassie Moreau',
    secondReviewerId: null,
    secondReviewerName: null,
    allowsSelf: false,
    createdById: olga,
    createdByName: 'Olga Owner',
    createdAt: w.daysAgo(1),
    dueAt: null,
    repeatMonths: null,
    snapshot: null,
    progress: { decided: 0, total: 4 },
    signatures: [],
    outcome: null,
    seal: null,
    cancelReason: null,
    version: 1,
    ...changes,
  }
}

type World = ReturnType<typeof openWorld>['engine']

function tell(engine: World, n: number, row: c.Review, at = w.now) {
  engine.applyPage(w.page(n, [w.put({ entity: 'review', rows: [row] })]), at)
  return read(engine, 'notifications.list', {}).map(({ fact }) => fact.kind)
}

const seal: c.ReviewSeal = {
  recordSha256: 'a'.repeat(64),
  recordedAt: w.daysAgo(0),
  server: 'https://gatehouse.example',
  publicKey: 'A'.repeat(43),
  signature: 'A'.repeat(86),
}

test('a review that somebody hands over is told of once, with where it is', () => {
  const { engine } = openWorld()
  expect(tell(engine, 101, review())).toEqual(['review-mine'])
  expect(tell(engine, 102, review({ version: 2, progress: { decided: 1, total: 4 } }))).toEqual([
    'review-mine',
  ])
  expect(read(engine, 'notifications.list', {})[0]?.fact).toMatchObject({
    accountId: w.acme,
    accountName: 'Acme Logistics',
    reviewId: review().id,
    title: 'Spring',
  })
})

test('one that is begun for oneself, or is somebody else s, is not', () => {
  const { engine } = openWorld()
  expect(tell(engine, 101, review({ createdById: me }))).toEqual([])
  expect(tell(engine, 102, review({ id: w.uuid<c.ReviewId>(6, 2), reviewerId: olga }))).toEqual([])
})

test('it is told when one is to sign as the second, is given it back, and when it is recorded', () => {
  const { engine } = openWorld()
  const asSecond = { reviewerId: olga, secondReviewerId: me, createdById: me }
  tell(engine, 101, review(asSecond))
  expect(tell(engine, 102, review({ ...asSecond, state: 'second', version: 2 }))).toEqual(['review-second'])
  const signed = review({ ...asSecond, state: 'signed', seal, version: 3 })
  expect(tell(engine, 103, signed)).toEqual(['review-recorded', 'review-second'])
  const id = w.uuid<c.ReviewId>(6, 3)
  const mine = { id, secondReviewerId: olga, createdById: me }
  tell(engine, 104, review({ ...mine, state: 'second', version: 2 }))
  expect(tell(engine, 105, review({ ...mine, state: 'open', version: 3 }))[0]).toBe('review-returned')
})

test('three days before it is due and when it is overdue it is told, to whose turn it is', () => {
  const { engine } = openWorld()
  const dueAt = w.daysAgo(-2)
  tell(engine, 101, review({ createdById: me, dueAt }), w.now)
  tell(engine, 102, review({ id: w.uuid<c.ReviewId>(6, 4), reviewerId: olga, dueAt }), later(2))
  const kinds = (n: number, at: Date) => {
    engine.applyPage(w.page(n), at)
    return read(engine, 'notifications.list', {}).map(({ fact }) => fact.kind)
  }
  expect(kinds(103, later(4))).toEqual(['review-due'])
  expect(kinds(104, later(6))).toEqual(['review-due'])
  expect(kinds(105, later(50))).toEqual(['review-overdue', 'review-due'])
})
