import type { ExamplesOf } from './example.ts'
import {
  decisions,
  decisionsSha256,
  evidence,
  outcome,
  review,
  signedByFirst,
  snapshot,
  snapshotSha256,
  statement,
} from './review-samples.ts'
import { ids, times, transaction } from './samples.ts'

const account = { accountId: ids.account }
const params = { ...account, reviewId: ids.review }
const { title, campaign, reviewerId, secondReviewerId, dueAt, repeatMonths } = review

export const reviewExamples: ExamplesOf<'reviews'> = {
  'reviews.list': { params: account, answer: { items: [review] } },
  'reviews.snapshot': { params, answer: snapshot },
  'reviews.decisions': { params, answer: { decisions } },
  'reviews.evidence': { params, answer: evidence },
  'reviews.open': {
    params: account,
    body: {
      reviewId: ids.review,
      title,
      campaign,
      reviewerId,
      secondReviewerId,
      allowsSelf: false,
      dueAt,
      repeatMonths,
      snapshot,
      snapshotSha256,
      total: 2,
    },
    answer: { transaction, value: review },
  },
  'reviews.edit': {
    params,
    body: { title, reviewerId, secondReviewerId, dueAt, repeatMonths: null, baseVersion: 1 },
    answer: { transaction, value: { ...review, repeatMonths: null, version: 2 } },
  },
  'reviews.saveDecisions': {
    params,
    body: { decisions, decided: 2 },
    answer: { transaction, value: { ...review, progress: { decided: 2, total: 2 } } },
  },
  'reviews.sign': {
    params,
    body: {
      by: 'reviewer',
      statement,
      signedAt: times.at,
      decisions,
      decisionsSha256,
      conflicts: [],
      outcome,
      // A second reviewer is still to sign, so it completes no record.
      recordSha256: null,
    },
    answer: { transaction, value: signedByFirst },
  },
  'reviews.return': {
    params,
    body: { reason: 'The guest accounts are missing' },
    answer: { transaction, value: { ...review, version: 3 } },
  },
  'reviews.cancel': {
    params,
    body: { reason: 'Begun twice' },
    answer: {
      transaction,
      value: { ...review, state: 'cancelled', cancelReason: 'Begun twice', version: 2 },
    },
  },
}
