import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import {
  type AccountId,
  type ApplicationId,
  type CampaignId,
  type MembershipId,
  type ReviewDecisions,
  type ReviewEvidence,
  type ReviewId,
  type ReviewRecord,
  type ReviewSeal,
  type ReviewSnapshot,
  type SnapshotPerson,
  sealedText,
  type UserId,
} from '@gatehouse/contract'
import { sha256Of } from '../hash.ts'

const at = '2026-03-02T09:00:00.000Z'
const id = <T extends string>(kind: number, n: number) =>
  `0${kind}000000-0000-7000-8000-${String(n).padStart(12, '0')}` as T

function person(n: number, name: string, access: string, more: Partial<SnapshotPerson> = {}): SnapshotPerson {
  return {
    membershipId: id<MembershipId>(3, n),
    userId: id<UserId>(4, n),
    name,
    email: `${n}@acme.example`,
    role: 'technician',
    isOwner: false,
    isLegacy: false,
    status: 'active',
    permissions: ['users.view'],
    lastActiveAt: '2026-02-27T15:12:00.000Z',
    endsAt: null,
    createdAt: '2024-05-01T08:00:00.000Z',
    access,
    ...more,
  }
}

const applications = ['Billing', 'CRM', 'Payroll', 'Wiki'].map((name, n) => ({
  id: id<ApplicationId>(5, n),
  name,
  type: 'application' as const,
  status: 'active' as const,
  level: name === 'Wiki' ? ('environment' as const) : ('manual' as const),
}))

export const exampleSnapshot: ReviewSnapshot = {
  format: 'gatehouse.review.snapshot/1',
  reviewId: id<ReviewId>(6, 1),
  account: {
    id: id<AccountId>(2, 1),
    name: 'Acme Logistics',
    reference: 'AC-10024',
    environmentName: 'Production',
  },
  scope: { applicationIds: null, roles: null, unusedDays: null },
  asOf: at,
  cursor: '418',
  waiting: 2,
  applications,
  people: [
    person(1, 'Ben Adu', '4..1', { role: 'viewer', lastActiveAt: '2025-09-01T10:00:00.000Z' }),
    person(2, 'Cassie Moreau', '44.1', { role: 'admin', permissions: ['users.view', 'users.edit'] }),
    person(3, 'Łukasz "Lu" Żółć', '.441', { lastActiveAt: null }),
    person(4, 'Olga Owner', '44.1', { role: 'owner', isOwner: true }),
    person(5, 'نور حداد', '..41'),
    person(6, '王小明', '.4.1', { isLegacy: true }),
  ],
  administrators: [{ userId: id<UserId>(4, 90), name: 'Ada Admin', email: 'ada@host.example' }],
}

const decisions: ReviewDecisions = {
  format: 'gatehouse.review.decisions/1',
  cells: ['rr...', 'kkk..', 'k.kn.', '.kk..', 'c..k.', 'k.r..'],
  notes: [
    { person: 0, cell: 0, note: 'Left in September' },
    { person: 5, cell: 2, note: 'Moved to another team\nSee <ticket> & "mail"' },
  ],
  changes: [{ person: 4, change: { role: 'viewer' } }],
}

/** What the reviewer decides where a second one looks at the reviewer's own access. */
const withoutOwn: ReviewDecisions = {
  ...decisions,
  cells: decisions.cells.map((cells, place) => (place === 1 ? '.....' : cells)),
}

export interface Keys {
  privateKey: KeyObject
  publicKey: string
}

export function newKeys(): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' }
}

export function exampleRecord({ second = false } = {}): ReviewRecord {
  const [, cassie, , olga] = exampleSnapshot.people as [
    SnapshotPerson,
    SnapshotPerson,
    unknown,
    SnapshotPerson,
  ]
  const signature = (by: 'reviewer' | 'second', { userId, name, email }: SnapshotPerson, over: unknown) => ({
    by,
    userId,
    name,
    email,
    statement: 'I have looked at every line & confirm it.',
    signedAt: '2026-03-04T16:20:00.000Z',
    decisionsSha256: sha256Of(over),
  })
  return {
    format: 'gatehouse.review.record/1',
    review: {
      id: exampleSnapshot.reviewId,
      accountId: exampleSnapshot.account.id,
      title: 'First quarter 2026',
      campaign: { id: id<CampaignId>(7, 1), name: 'Spring' },
      reviewerId: cassie.userId,
      reviewerName: cassie.name,
      secondReviewerId: second ? olga.userId : null,
      secondReviewerName: second ? olga.name : null,
      allowsSelf: !second,
      createdByName: 'Cassie Moreau',
      createdAt: at,
      dueAt: '2026-03-31T22:00:00.000Z',
    },
    snapshotSha256: sha256Of(exampleSnapshot),
    snapshot: exampleSnapshot,
    decisions,
    conflicts: [{ person: 2, cell: 2, kind: 'lost' }],
    signatures: second
      ? [signature('reviewer', cassie, withoutOwn), signature('second', olga, decisions)]
      : [signature('reviewer', cassie, decisions)],
  }
}

export function sealOf(record: ReviewRecord, { privateKey, publicKey }: Keys): ReviewSeal {
  const seal = {
    recordSha256: sha256Of(record),
    recordedAt: '2026-03-04T16:20:07.000Z',
    server: 'https://gatehouse.example',
    publicKey,
  }
  return { ...seal, signature: sign(null, Buffer.from(sealedText(seal)), privateKey).toString('base64url') }
}

/** A signed review, sealed with a key of its own where one is given. */
export function exampleEvidence(keys: Keys | null, options: { second?: boolean } = {}): ReviewEvidence {
  const record = exampleRecord(options)
  return {
    format: 'gatehouse.review.evidence/1',
    record,
    recordSha256: sha256Of(record),
    seal: keys && sealOf(record, keys),
  }
}
