import { z } from 'zod'
import {
  accountIdSchema,
  applicationIdSchema,
  campaignIdSchema,
  reviewIdSchema,
  userIdSchema,
} from '../ids.ts'
import { timeSchema, versionSchema } from './account.ts'
import { roleSchema } from './permission.ts'

/**
 * `planned`: comes again by itself and hasn't been begun. `open`: is being decided. `second`: signed by the reviewer,
 * waits for the second one. `signed`: done, and never changes again. `cancelled`: given up, with a reason.
 */
export const reviewStateSchema = z.enum(['planned', 'open', 'second', 'signed', 'cancelled'])
export type ReviewState = z.infer<typeof reviewStateSchema>

/** What is looked at; all that is said has to hold. */
const scope = {
  /** These applications alone; null: all that are on the account. */
  applicationIds: z.array(applicationIdSchema).min(1).max(200).nullable(),
  /** Users with these roles alone; null: with any. */
  roles: z.array(roleSchema).min(1).max(50).nullable(),
  /** Users who were not seen for so many days alone; null: whenever they were. */
  unusedDays: z.int().min(1).max(3650).nullable(),
}
/** As somebody chooses it: what isn't said is null. */
export const reviewScopeSchema = z.object({
  applicationIds: scope.applicationIds.default(null),
  roles: scope.roles.default(null),
  unusedDays: scope.unusedDays.default(null),
})
/** As it is kept. A document that is hashed has to hold all of it, or reading it would make it another one. */
export const frozenScopeSchema = z.object(scope)
export type ReviewScope = z.output<typeof reviewScopeSchema>

/** SHA-256 as 64 small hexadecimal digits. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'This is not a SHA-256')

export const reviewTitleSchema = z
  .string()
  .trim()
  .min(1, 'Give the review a title')
  .max(120, 'A title has at most 120 characters')

/** Who signed: with their words, the moment on their machine, and what exactly. */
export const reviewSignatureSchema = z.object({
  by: z.enum(['reviewer', 'second']),
  userId: userIdSchema,
  name: z.string(),
  email: z.string(),
  statement: z.string().trim().min(1, 'Write what you confirm').max(500),
  /** By the clock of the machine that it was signed on; it may have had no connection. */
  signedAt: timeSchema,
  /** Of the canonical form of the decisions; see `canonicalJson`. */
  decisionsSha256: sha256Schema,
})
export type ReviewSignature = z.infer<typeof reviewSignatureSchema>

/** How many cells there are to be decided, and how many are. */
export const reviewProgressSchema = z.object({ decided: z.int().min(0), total: z.int().min(0) })

/** The server's own word on a signed record: an Ed25519 signature that is checked without the server. */
export const reviewSealSchema = z.object({
  /** Of the canonical form of the record. */
  recordSha256: sha256Schema,
  recordedAt: timeSchema,
  /** Where it was recorded, as the server is called from outside. */
  server: z.string(),
  /** Raw public key of 32 bytes, base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** 64 bytes, base64url, over `sealedText` of the fields above. */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
})
export type ReviewSeal = z.infer<typeof reviewSealSchema>

export const reviewSchema = z
  .object({
    id: reviewIdSchema,
    accountId: accountIdSchema,
    title: z.string(),
    campaign: z.object({ id: campaignIdSchema, name: reviewTitleSchema }).nullable(),
    state: reviewStateSchema,
    scope: frozenScopeSchema,
    reviewerId: userIdSchema,
    reviewerName: z.string(),
    /** Signs after the reviewer, and decides on the reviewer's own access. */
    secondReviewerId: userIdSchema.nullable(),
    secondReviewerName: z.string().nullable(),
    /** Reviewers may decide on their own access. */
    allowsSelf: z.boolean(),
    createdById: userIdSchema.nullable(),
    createdByName: z.string(),
    createdAt: timeSchema,
    dueAt: timeSchema.nullable(),
    /** Comes again so many months after it was due. */
    repeatMonths: z.int().min(1).max(24).nullable(),
    /** What was frozen; null while planned. The document is fetched by its hash. */
    snapshot: z
      .object({ sha256: sha256Schema, asOf: timeSchema, people: z.int(), applications: z.int() })
      .nullable(),
    /** As last saved by whoever decides. */
    progress: reviewProgressSchema,
    signatures: z.array(reviewSignatureSchema),
    /** What was decided; null until it is signed. */
    outcome: z
      .object({ keep: z.int(), revoke: z.int(), change: z.int(), unsure: z.int(), own: z.int() })
      .nullable(),
    seal: reviewSealSchema.nullable(),
    cancelReason: z.string().nullable(),
    version: versionSchema,
  })
  .meta({ id: 'Review' })
export type Review = z.infer<typeof reviewSchema>
