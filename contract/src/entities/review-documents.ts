import { z } from 'zod'
import {
  accountIdSchema,
  applicationIdSchema,
  membershipIdSchema,
  reviewIdSchema,
  userIdSchema,
} from '../ids.ts'
import { timeSchema } from './account.ts'
import { permissionsSchema, roleSchema } from './permission.ts'
import {
  frozenScopeSchema,
  reviewSchema,
  reviewSealSchema,
  reviewSignatureSchema,
  sha256Schema,
} from './review.ts'

// What a review freezes, what is decided, and what is handed on as evidence. Each is hashed in its canonical form
// (`canonicalJson`), so none of them ever holds a number that isn't whole.

const mostApplications = 400

/** Whatever is called by somebody is shorter; a document without an end is none. */
const nameSchema = z.string().max(1000)

/**
 * For each application, in their order, one character: `.` no access, else a digit, the sum of the sources that hold:
 * 1 environment, 2 account, 4 grant.
 */
const accessTextSchema = z
  .string()
  .max(mostApplications)
  .regex(/^[.1-7]*$/)

export const snapshotApplicationSchema = z.object({
  id: applicationIdSchema,
  name: nameSchema,
  type: z.enum(['application', 'agent']),
  status: z.enum(['active', 'inactive']),
  level: z.enum(['environment', 'account', 'manual']),
})

export const snapshotPersonSchema = z.object({
  membershipId: membershipIdSchema,
  userId: userIdSchema,
  name: nameSchema,
  email: nameSchema,
  role: roleSchema,
  isOwner: z.boolean(),
  isLegacy: z.boolean(),
  status: z.enum(['active', 'suspended']),
  permissions: permissionsSchema,
  lastActiveAt: timeSchema.nullable(),
  endsAt: timeSchema.nullable(),
  createdAt: timeSchema,
  access: accessTextSchema,
})
export type SnapshotPerson = z.infer<typeof snapshotPersonSchema>

/** Effective access in the scope of a review, as it was at one moment. */
export const reviewSnapshotSchema = z
  .object({
    format: z.literal('gatehouse.review.snapshot/1'),
    reviewId: reviewIdSchema,
    account: z.object({
      id: accountIdSchema,
      name: nameSchema,
      reference: nameSchema,
      environmentName: nameSchema,
    }),
    scope: frozenScopeSchema,
    asOf: timeSchema,
    /** Place in the server's change feed that the replica had reached; null where it had none yet. */
    cursor: z.string().max(200).nullable(),
    /** Changes made on that machine which the server had not confirmed; they are counted as done. */
    waiting: z.int().min(0),
    /** By name, then id. */
    applications: z.array(snapshotApplicationSchema).max(mostApplications),
    /** By name, then id. */
    people: z.array(snapshotPersonSchema).max(20_000),
    /** Who may do everything in the account as administrator of its environment; null where that wasn't known. */
    administrators: z
      .array(z.object({ userId: userIdSchema, name: nameSchema, email: nameSchema }))
      .max(1000)
      .nullable(),
  })
  .refine(({ applications, people }) => people.every(({ access }) => access.length === applications.length), {
    path: ['people'],
    message: 'Each user needs one character of access for each application',
  })
  .meta({ id: 'ReviewSnapshot' })
export type ReviewSnapshot = z.infer<typeof reviewSnapshotSchema>

/** What a membership is changed to in place of being kept or removed. */
export const membershipChangeSchema = z.union([
  z.object({ role: roleSchema.exclude(['owner', 'custom']) }),
  z.object({ endsAt: timeSchema }),
])
export type MembershipChange = z.infer<typeof membershipChangeSchema>

/**
 * Decisions by the place of users and applications in the snapshot. `cells` has for each user one character for the
 * membership itself and one for each application: `.` nothing decided, `k` keep, `r` revoke, `n` not sure, and for
 * the membership also `c` change.
 */
export const reviewDecisionsSchema = z
  .object({
    format: z.literal('gatehouse.review.decisions/1'),
    cells: z
      .array(
        z
          .string()
          .max(mostApplications + 1)
          .regex(/^[.krnc][.krn]*$/),
      )
      .max(20_000),
    /** By user, then by place in its cells (0 is the membership). */
    notes: z
      .array(
        z.object({ person: z.int().min(0), cell: z.int().min(0), note: z.string().trim().min(1).max(500) }),
      )
      .max(20_000),
    changes: z.array(z.object({ person: z.int().min(0), change: membershipChangeSchema })).max(20_000),
  })
  .meta({ id: 'ReviewDecisions' })
export type ReviewDecisions = z.infer<typeof reviewDecisionsSchema>

/** What no longer held when a review was signed, by the rows that were looked at. */
export const reviewConflictSchema = z.object({
  person: z.int().min(0),
  cell: z.int().min(0),
  /** `gone`: the user is no longer there. `lost`: no longer has it. `gained`: has it by an assignment for everybody. */
  kind: z.enum(['gone', 'lost', 'gained', 'role-changed', 'became-owner']),
})
export type ReviewConflict = z.infer<typeof reviewConflictSchema>

/** All that a signed review is: what is sealed, exported and verified. */
export const reviewRecordSchema = z
  .object({
    format: z.literal('gatehouse.review.record/1'),
    review: reviewSchema.pick({
      id: true,
      accountId: true,
      title: true,
      campaign: true,
      reviewerId: true,
      reviewerName: true,
      secondReviewerId: true,
      secondReviewerName: true,
      allowsSelf: true,
      createdByName: true,
      createdAt: true,
      dueAt: true,
    }),
    snapshotSha256: sha256Schema,
    snapshot: reviewSnapshotSchema,
    decisions: reviewDecisionsSchema,
    conflicts: z.array(reviewConflictSchema),
    signatures: z.array(reviewSignatureSchema).min(1).max(2),
  })
  .meta({ id: 'ReviewRecord' })
export type ReviewRecord = z.infer<typeof reviewRecordSchema>

/** The file that is handed to a client: a record, and the server's seal once it has been recorded. */
export const reviewEvidenceSchema = z
  .object({
    format: z.literal('gatehouse.review.evidence/1'),
    record: reviewRecordSchema,
    recordSha256: sha256Schema,
    /** Null: signed on a device, not yet recorded. */
    seal: reviewSealSchema.nullable(),
  })
  .meta({ id: 'ReviewEvidence' })
export type ReviewEvidence = z.infer<typeof reviewEvidenceSchema>
