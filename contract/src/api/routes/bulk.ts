import { z } from 'zod'
import { impactSchema } from '../../domain/impact.ts'
import * as entity from '../../entities/index.ts'
import * as args from '../../mutations/arguments.ts'
import { problemSchema } from '../../problem.ts'
import { route, written } from '../route.ts'
import { account, accountApplication, accountGrant } from './parts.ts'

/** How many changes one request may hold. */
export const bulkMax = 500

function many<T extends z.ZodType>(item: T) {
  return z.object({
    items: z
      .array(item)
      .min(1, 'Name at least one change')
      .max(bulkMax, `At most ${bulkMax} changes go into one request`),
  })
}

/** What became of one item: what its own route would have answered. */
function outcomeOf<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), problem: problemSchema }),
  ])
}

function outcomes<T extends z.ZodType>(value: T) {
  return z.object({ items: z.array(outcomeOf(value)) })
}

/** What a bulk change of applications would be: assigned without or with account-level auto-assignment, or taken away. */
export const bulkImpactChangeSchema = z.enum(['assign', 'assign_auto', 'unassign'])

/**
 * Many changes in one request and under one idempotency key: up to `bulkMax`, each in an account that it names itself.
 * Every item is judged as the route that makes a single such change judges it, and answered in the order given; one
 * that is refused changes nothing and holds up none of the others. What is accepted is done in one transaction.
 */
export const bulkRoutes = {
  'bulk.assign': route({
    method: 'POST',
    path: '/v1/bulk/assign',
    access: 'signed-in',
    writes: true,
    largeBody: true,
    summary:
      'Assign applications to many accounts; each item is judged and answered like `applications.assign`',
    body: many(account.extend(args.assignBodySchema.shape)),
    answer: written(outcomes(z.object({ items: z.array(entity.accountApplicationSchema) }))),
  }),
  'bulk.unassign': route({
    method: 'POST',
    path: '/v1/bulk/unassign',
    access: 'signed-in',
    writes: true,
    largeBody: true,
    summary:
      'Unassign applications from many accounts; each item is judged and answered like `applications.unassign`',
    body: many(accountApplication),
    answer: written(outcomes(z.object({}))),
  }),
  'bulk.grant': route({
    method: 'POST',
    path: '/v1/bulk/grant',
    access: 'signed-in',
    writes: true,
    largeBody: true,
    summary: 'Grant applications to many users; each item is judged and answered like `grants.add`',
    body: many(accountGrant),
    answer: written(outcomes(entity.grantSchema)),
  }),
  'bulk.revoke': route({
    method: 'POST',
    path: '/v1/bulk/revoke-grants',
    access: 'signed-in',
    writes: true,
    largeBody: true,
    summary:
      'Take granted applications from many users; each item is judged and answered like `grants.remove`',
    body: many(accountGrant),
    answer: written(outcomes(z.object({}))),
  }),
  'bulk.invite': route({
    method: 'POST',
    path: '/v1/bulk/invite',
    access: 'signed-in',
    writes: true,
    largeBody: true,
    summary:
      'Invite many addresses, into one account or several; each item is judged and answered like `invitations.create`, a mistyped address too',
    // A list of addresses is pasted, and one that is none is no reason to refuse the others.
    body: many(account.extend({ ...args.inviteBodySchema.shape, email: z.string() })),
    answer: written(outcomes(entity.invitationSchema)),
  }),
  'bulk.impact': route({
    method: 'POST',
    path: '/v1/bulk/impact',
    access: 'signed-in',
    largeBody: true,
    summary:
      'Who would gain and lose access by assigning or unassigning applications in many accounts, for each item and in all. Changes nothing',
    body: many(accountApplication).extend({ change: bulkImpactChangeSchema }),
    answer: outcomes(impactSchema).extend({
      /** The sums of all items that were not refused; a user of several accounts counts in each. */
      totals: impactSchema,
    }),
  }),
} as const
