import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { count, waiting } from './parts.ts'

/** A review as a list shows it. */
export const reviewItemSchema = c.reviewSchema.extend({
  accountName: z.string(),
  /** The principal is to decide or to sign now. */
  isMine: z.boolean(),
  /** Past its day, and not done. */
  isOverdue: z.boolean(),
  /** As decided on this computer, where that is ahead of what is saved. */
  decidedHere: count,
  /** What it froze is on this computer: it can be decided without a connection. */
  isHere: z.boolean(),
  /** Signed on this computer and not yet recorded by the server. */
  isUnrecorded: z.boolean(),
  waiting,
})
export type ReviewItem = z.infer<typeof reviewItemSchema>

/** Reviews over all accounts; what is null doesn't matter. */
export const reviewFilterSchema = z.object({
  find: z.string().max(200).default(''),
  state: z.enum(['due', 'overdue', 'open', 'planned', 'signed', 'cancelled']).nullable().default(null),
  mine: z.boolean().default(false),
  campaignId: c.campaignIdSchema.nullable().default(null),
})
export type ReviewFilter = z.infer<typeof reviewFilterSchema>

export const campaignItemSchema = z.object({
  id: c.campaignIdSchema,
  name: z.string(),
  accounts: count,
  signed: count,
  decided: count,
  total: count,
  dueAt: z.iso.datetime().nullable(),
  overdue: count,
  reviewers: z.array(
    z.object({ name: z.string(), reviews: count, signed: count, decided: count, total: count }),
  ),
})
export type CampaignItem = z.infer<typeof campaignItemSchema>

/** An account that a campaign leaves out, and why. */
export const campaignGapSchema = z.object({
  accountId: c.accountIdSchema,
  /** Empty for one that isn't here. */
  accountName: z.string(),
  /**
   * `refused`: the principal may not, see `problem`. `not-here`: not all of it has arrived. `no-owner`: nobody who owns
   * it may review. `not-them`, `second-not-them`: whoever was chosen may not review there. `second-is-first`: it would
   * be one person. `no-application`, `no-user`: nothing that is looked at.
   */
  why: z.enum([
    'refused',
    'not-here',
    'no-owner',
    'not-them',
    'second-not-them',
    'second-is-first',
    'no-application',
    'no-user',
  ]),
  problem: c.problemSchema.nullable(),
})
export type CampaignGap = z.infer<typeof campaignGapSchema>

/** What a campaign would cover; `cells` is the most that it can be. */
export const campaignPlanSchema = z.object({
  accounts: count,
  users: count,
  cells: count,
  gaps: z.array(campaignGapSchema),
})
export type CampaignPlan = z.infer<typeof campaignPlanSchema>

/** Somebody who may review, and in how many of the accounts that were asked about. */
export const reviewerCandidateSchema = z.object({
  userId: c.userIdSchema,
  name: z.string(),
  email: z.string(),
  /** Administers the environment of one of them. */
  administers: z.boolean(),
  accounts: count,
})
export type ReviewerCandidate = z.infer<typeof reviewerCandidateSchema>

export const reviewPageSchema = z.object({
  total: count,
  items: z.array(reviewItemSchema),
  campaigns: z.array(campaignItemSchema),
})
export type ReviewPage = z.infer<typeof reviewPageSchema>

export const matrixApplicationSchema = c.snapshotApplicationSchema.extend({
  /** Users who have it, of those in the matrix. */
  users: count,
})
export type MatrixApplication = z.infer<typeof matrixApplicationSchema>

/**
 * One user of a matrix. Texts hold one character a cell. `access`: as in a snapshot, one for each application. The
 * others begin with the membership itself. `locks`: `.` to be decided, `x` nothing to decide, `e` environment, `a`
 * account, `o` owner, `s` one's own. `decisions`: as in `ReviewDecisions`. `advice`: `k`, `r`, `n` or `.`.
 */
export const matrixRowSchema = z.object({
  /** In the snapshot; in a matrix without a review, in the account. What a decision names. */
  place: count,
  membershipId: c.membershipIdSchema,
  userId: c.userIdSchema,
  name: z.string(),
  email: z.string(),
  role: c.roleSchema,
  isOwner: z.boolean(),
  isMe: z.boolean(),
  status: z.enum(['active', 'suspended']),
  lastActiveAt: z.iso.datetime().nullable(),
  access: z.string(),
  /** Null without a review, as the three that follow. */
  locks: z.string().nullable(),
  decisions: z.string().nullable(),
  advice: z.string().nullable(),
  /** Cells that have a note. */
  noted: z.array(z.int()).nullable(),
})
export type MatrixRow = z.infer<typeof matrixRowSchema>

export const matrixSortSchema = z.object({
  by: z.enum(['name', 'role', 'lastActive', 'access', 'undecided']),
  descending: z.boolean(),
})
export type MatrixSort = z.infer<typeof matrixSortSchema>

/** How rows are chosen and put in order. */
export const matrixAskSchema = z.object({
  find: z.string().max(200).default(''),
  sort: matrixSortSchema.default({ by: 'name', descending: false }),
  /** Rows that belong together stand together, under a head of their own. */
  group: z.enum(['none', 'role', 'seen']).default('none'),
  /** Users with something undecided, or with something that is to be revoked, alone. */
  only: z.enum(['all', 'undecided', 'revoked', 'advised']).default('all'),
})
export type MatrixAsk = z.infer<typeof matrixAskSchema>

/** A piece of a matrix; `groups` say at which row each group begins. */
export const matrixSchema = z.object({
  applications: z.array(matrixApplicationSchema),
  total: count,
  offset: count,
  rows: z.array(matrixRowSchema),
  groups: z.array(z.object({ key: z.string(), from: count, rows: count })),
})
export type Matrix = z.infer<typeof matrixSchema>

export const reviewTotalsSchema = z.object({
  total: count,
  decided: count,
  keep: count,
  revoke: count,
  change: count,
  unsure: count,
  own: count,
})

/** One review, with what the principal may do in it now. */
export const reviewDetailSchema = z.object({
  review: reviewItemSchema,
  environmentName: z.string(),
  /** Whose turn it is; null where nobody's is. */
  by: z.enum(['reviewer', 'second']).nullable(),
  /** Why the principal can't decide, or can't sign; null where they can. */
  decideRefusal: c.problemSchema.nullable(),
  signRefusal: c.problemSchema.nullable(),
  totals: reviewTotalsSchema,
  administrators: z
    .array(z.object({ userId: c.userIdSchema, name: z.string(), email: z.string() }))
    .nullable(),
  /** Changes of that computer which were counted as done when it was frozen. */
  waitingThen: count,
  canUndo: z.boolean(),
})
export type ReviewDetail = z.infer<typeof reviewDetailSchema>

/** All of one cell. */
export const reviewCellSchema = z.object({
  place: count,
  cell: count,
  sources: z.array(c.accessSourceSchema),
  lock: z.enum(['none', 'environment', 'account', 'owner', 'self']).nullable(),
  decision: z.enum(['keep', 'revoke', 'unsure', 'change']).nullable(),
  change: c.membershipChangeSchema.nullable(),
  note: z.string().nullable(),
  advice: z
    .object({
      decision: z.enum(['keep', 'revoke', 'unsure']),
      reason: z.enum(['unseen', 'suspended', 'ending', 'legacy', 'unusual', 'inactive', 'used']),
      days: z.int().nullable(),
      percent: z.int().nullable(),
    })
    .nullable(),
})
export type ReviewCell = z.infer<typeof reviewCellSchema>

export const reviewConflictItemSchema = c.reviewConflictSchema.extend({
  name: z.string(),
  /** Null for the membership itself. */
  applicationName: z.string().nullable(),
})
export type ReviewConflictItem = z.infer<typeof reviewConflictItemSchema>

/** All of a review that is on this computer, for a file. `conflicts`: null where they aren't known here. */
export const reviewDocumentsSchema = z.object({
  review: c.reviewSchema,
  snapshot: c.reviewSnapshotSchema,
  decisions: c.reviewDecisionsSchema,
  conflicts: z.array(c.reviewConflictSchema).nullable(),
})
export type ReviewDocuments = z.infer<typeof reviewDocumentsSchema>

/** Who has access to what in an account as it is now, for a file. `access` as in a snapshot. */
export const accessDocumentSchema = z.object({
  account: c.reviewSnapshotSchema.shape.account,
  asOf: z.iso.datetime(),
  applications: z.array(c.snapshotApplicationSchema),
  people: z.array(
    c.snapshotPersonSchema.pick({
      name: true,
      email: true,
      role: true,
      isOwner: true,
      isLegacy: true,
      status: true,
      lastActiveAt: true,
      access: true,
    }),
  ),
  administrators: c.reviewSnapshotSchema.shape.administrators,
})
export type AccessDocument = z.infer<typeof accessDocumentSchema>

/** What signing would do. */
export const reviewSummarySchema = z.object({
  totals: reviewTotalsSchema,
  actions: z.array(
    z.object({
      kind: z.enum(['remove', 'change', 'ungrant']),
      name: z.string(),
      applicationName: z.string().nullable(),
      change: c.membershipChangeSchema.nullable(),
      /** Why it would be refused, as far as that is known here. */
      refusal: c.problemSchema.nullable(),
    }),
  ),
  conflicts: z.array(reviewConflictItemSchema),
  unsure: z.array(z.object({ name: z.string(), applicationName: z.string().nullable() })),
})
export type ReviewSummary = z.infer<typeof reviewSummarySchema>
