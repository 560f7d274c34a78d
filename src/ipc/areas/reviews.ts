import * as c from '@gatehouse/contract'
import { z } from 'zod'
import { command, query } from '../define.ts'
import * as view from '../views.ts'
import { account } from './parts.ts'

const ofReview = account.extend({ reviewId: c.reviewIdSchema })
const piece = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) }
const manyAccounts = z.array(c.accountIdSchema).min(1).max(500)
const done = z.object({})

/** A rectangle of a matrix: these users' cells of these applications (0 is the membership itself). */
const cells = {
  places: z.array(z.int().min(0)).min(1).max(20_000),
  cells: z.array(z.int().min(0)).min(1).max(401),
}

/**
 * Access reviews. All of it works without a connection where the snapshot is on this computer. Handing over, returning
 * and cancelling are ordinary changes (`reviews.edit`, `reviews.return`, `reviews.cancel` by `mutate`).
 */
export const reviewsArea = {
  queries: {
    'reviews.list': query({ input: account, output: z.array(view.reviewItemSchema) }),
    /** Over all accounts: the ones due first. */
    'reviews.page': query({
      input: z.object({ filter: view.reviewFilterSchema.prefault({}), ...piece }),
      output: view.reviewPageSchema,
    }),
    'reviews.get': query({ input: ofReview, output: view.reviewDetailSchema }),
    /** Rows of what was frozen, with decisions. `not_found` while it isn't on this computer; see `reviews.load`. */
    'reviews.matrix': query({
      input: ofReview.extend({ ask: view.matrixAskSchema.prefault({}), ...piece }),
      output: view.matrixSchema,
    }),
    /** Places of all users that the question lets through, in its order. */
    'reviews.places': query({
      input: ofReview.extend({ ask: view.matrixAskSchema.prefault({}) }),
      output: z.object({ places: z.array(z.int().min(0)) }),
    }),
    'reviews.cell': query({
      input: ofReview.extend({ place: z.int().min(0), cell: z.int().min(0) }),
      output: view.reviewCellSchema,
    }),
    /** What signing would do now, and what has changed since it was frozen. */
    'reviews.summary': query({ input: ofReview, output: view.reviewSummarySchema }),
    /** What a campaign would cover, before it begins, and which accounts it can't. */
    'reviews.plan': query({
      input: z.object({
        accountIds: manyAccounts,
        scope: c.reviewScopeSchema.prefault({}),
        byOwner: z.boolean().default(false),
        reviewerId: c.userIdSchema.nullable().default(null),
        secondReviewerId: c.userIdSchema.nullable().default(null),
      }),
      output: view.campaignPlanSchema,
    }),
    /** Who may review in any of these accounts; those who may in most of them first. */
    'reviews.candidates': query({
      input: z.object({
        accountIds: manyAccounts,
        find: z.string().max(200).default(''),
        /** Whoever is the other reviewer already. */
        except: c.userIdSchema.nullable().default(null),
        limit: z.int().min(1).max(50).default(6),
      }),
      output: z.object({ total: z.int().min(0), people: z.array(view.reviewerCandidateSchema) }),
    }),
    /** What goes into a file: all of it at once, which no screen needs. */
    'reviews.documents': query({ input: ofReview, output: view.reviewDocumentsSchema }),
    'access.document': query({ input: account, output: view.accessDocumentSchema }),
    /** Users x applications of an account as they are, without a review. */
    'access.matrix': query({
      input: account.extend({ ask: view.matrixAskSchema.prefault({}), ...piece }),
      output: view.matrixSchema,
    }),
  },
  commands: {
    /** Freezes what is in the scope in each account and begins a review of each. */
    'reviews.open': command({
      input: z.object({
        accountIds: manyAccounts,
        /** Begins one that was planned, in a single account. */
        reviewId: c.reviewIdSchema.nullable().default(null),
        title: c.reviewTitleSchema,
        /** Of a campaign's applications each account looks at those that it has. */
        scope: c.reviewScopeSchema.prefault({}),
        /** Each account's owner decides, in place of the one who is named. */
        byOwner: z.boolean().default(false),
        /** Null: the principal. */
        reviewerId: c.userIdSchema.nullable().default(null),
        secondReviewerId: c.userIdSchema.nullable().default(null),
        allowsSelf: z.boolean().default(false),
        dueAt: c.timeSchema.nullable().default(null),
        repeatMonths: c.reviewSchema.shape.repeatMonths.default(null),
        /** Null: the reviews have nothing to do with each other. */
        campaignName: c.reviewTitleSchema.nullable().default(null),
      }),
      output: z.object({
        opened: z.array(z.object({ accountId: c.accountIdSchema, reviewId: c.reviewIdSchema })),
        refused: z.array(z.object({ accountId: c.accountIdSchema, problem: c.problemSchema })),
      }),
    }),
    /** Fetches what was frozen, and what others decided, from the server. */
    'reviews.load': command({ input: ofReview, output: done }),
    /** Decides cells, or takes their decision back; locked ones are left out. Kept here until it is signed. */
    'reviews.decide': command({
      input: ofReview.extend({ ...cells, decision: z.enum(['keep', 'revoke', 'unsure']).nullable() }),
      output: z.object({ changed: z.int().min(0) }),
    }),
    /** Decides what is undecided as it is recommended. */
    'reviews.follow': command({
      input: ofReview.extend({
        /** Null: every user. */
        places: cells.places.nullable().default(null),
        /** What is recommended to be kept alone, or all of it. */
        which: z.enum(['keep', 'all']),
      }),
      output: z.object({ changed: z.int().min(0) }),
    }),
    /** Another role, or an end, in place of keeping or removing a user; null takes that back. */
    'reviews.change': command({
      input: ofReview.extend({ place: z.int().min(0), change: c.membershipChangeSchema.nullable() }),
      output: done,
    }),
    /** A note to one cell; empty takes it away. */
    'reviews.note': command({
      input: ofReview.extend({
        place: z.int().min(0),
        cell: z.int().min(0),
        note: z.string().trim().max(500),
      }),
      output: done,
    }),
    /** Takes back the last decision, note or change that was made on this computer. */
    'reviews.undo': command({ input: ofReview, output: z.object({ changed: z.int().min(0) }) }),
    /** Saves decisions at the server, so that others see how far it is. Nothing happens without a connection. */
    'reviews.save': command({ input: ofReview, output: done }),
    /**
     * Signs, and puts what follows into the outbox: one ordinary change for each revocation, after the signature and
     * only if that is accepted. `batchId` has the receipt; null where a second reviewer is still to sign.
     */
    'reviews.sign': command({
      input: ofReview.extend({ statement: z.string().trim().min(1).max(500) }),
      output: z.object({ batchId: z.uuid().nullable(), recordSha256: c.sha256Schema.nullable() }),
    }),
    /** Writes what is known of a review to a file that the user chooses; null where they chose none. */
    'reviews.export': command({
      input: ofReview.extend({ as: z.enum(['pdf', 'csv', 'evidence']) }),
      output: z.object({ file: z.string().nullable() }),
    }),
    'access.exportMatrix': command({
      input: account.extend({ as: z.enum(['pdf', 'csv']) }),
      output: z.object({ file: z.string().nullable() }),
    }),
  },
} as const
