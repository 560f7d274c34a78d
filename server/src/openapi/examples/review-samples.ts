import { createHash } from 'node:crypto'
import {
  type CampaignId,
  canonicalJson,
  type Review,
  type ReviewDecisions,
  type ReviewEvidence,
  type ReviewSeal,
  type ReviewSnapshot,
  recordOf,
} from '@gatehouse/contract'
import { account, environment, ids, membership, times } from './samples.ts'

// The access review that examples are about: of Fernstone Optics, with one user and one application.

const hash = (value: Parameters<typeof canonicalJson>[0]) =>
  createHash('sha256').update(canonicalJson(value)).digest('hex')

export const snapshot: ReviewSnapshot = {
  format: 'gatehouse.review.snapshot/1',
  reviewId: ids.review,
  account: {
    id: ids.account,
    name: account.name,
    reference: account.reference,
    environmentName: environment.name,
  },
  scope: { applicationIds: null, roles: null, unusedDays: null },
  asOf: times.at,
  cursor: null,
  waiting: 0,
  applications: [
    { id: ids.application, name: 'Ledger', type: 'application', status: 'active', level: 'manual' },
  ],
  people: [
    {
      membershipId: ids.membership,
      userId: ids.user,
      name: membership.name,
      email: membership.email,
      role: membership.role,
      isOwner: false,
      isLegacy: false,
      status: 'active',
      permissions: membership.permissions,
      lastActiveAt: times.at,
      endsAt: null,
      createdAt: times.at,
      access: '4',
    },
  ],
  administrators: [],
}
export const snapshotSha256 = hash(snapshot)

export const decisions: ReviewDecisions = {
  format: 'gatehouse.review.decisions/1',
  cells: ['kr'],
  notes: [{ person: 0, cell: 1, note: 'Moved to another team' }],
  changes: [],
}
export const decisionsSha256 = hash(decisions)
export const outcome = { keep: 1, revoke: 1, change: 0, unsure: 0, own: 0 }
export const statement = 'I looked through all of it, and it is right.'

export const review: Review = {
  id: ids.review,
  accountId: ids.account,
  title: 'Access in autumn',
  campaign: { id: '01990000-0000-7000-8000-0000000000ca' as CampaignId, name: 'Autumn 2026' },
  state: 'open',
  scope: snapshot.scope,
  reviewerId: ids.reviewer,
  reviewerName: 'Nadia Okafor',
  secondReviewerId: null,
  secondReviewerName: null,
  allowsSelf: false,
  createdById: ids.reviewer,
  createdByName: 'Nadia Okafor',
  createdAt: times.at,
  dueAt: times.later,
  repeatMonths: 3,
  snapshot: { sha256: snapshotSha256, asOf: times.at, people: 1, applications: 1 },
  progress: { decided: 0, total: 2 },
  signatures: [],
  outcome: null,
  seal: null,
  cancelReason: null,
  version: 1,
}

const signatures: Review['signatures'] = [
  {
    by: 'reviewer',
    userId: ids.reviewer,
    name: 'Nadia Okafor',
    email: 'nadia@example.org',
    statement,
    signedAt: times.at,
    decisionsSha256,
  },
]
const record = recordOf(review, { snapshotSha256, snapshot, decisions, conflicts: [], signatures })
const recordSha256 = hash(record)

const seal: ReviewSeal = {
  recordSha256,
  recordedAt: times.at,
  server: 'https://gatehouse.example.com',
  publicKey: 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqo',
  signature: 'R'.repeat(86),
}
/** One that a second reviewer is still to sign. */
export const signedByFirst: Review = {
  ...review,
  state: 'second',
  secondReviewerId: ids.user,
  secondReviewerName: membership.name,
  progress: { decided: 2, total: 2 },
  signatures,
  outcome,
  version: 2,
}
export const evidence: ReviewEvidence = {
  format: 'gatehouse.review.evidence/1',
  record,
  recordSha256,
  seal,
}
