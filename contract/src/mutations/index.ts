import { z } from 'zod'
import type { Fields } from '../domain/three-way.ts'
import type { AccountId } from '../ids.ts'
import type { Result } from '../result.ts'
import { editAccount } from './accounts.ts'
import { addGrant, assign, removeGrant, setAutoAssign, unassign } from './applications.ts'
import type { Call, Edit, MutationContext } from './definition.ts'
import { editInvitation, invite, resendInvitation, revokeInvitation } from './invitations.ts'
import { remove, resume, setEnd, setPermissions, suspend, transferOwnership } from './memberships.ts'
import { cancelReview, editReview, openReview, returnReview, signReview } from './reviews.ts'
import { addService, editService, removeService } from './services.ts'
import { createTemplate, deleteTemplate, editTemplate } from './templates.ts'
import type { RowChange } from './view.ts'

/** Everything that can be changed offline, by name. The names are kept in outboxes for days: never rename one. */
export const mutations = {
  'applications.assign': assign,
  'applications.unassign': unassign,
  'applications.setAutoAssign': setAutoAssign,
  'grants.add': addGrant,
  'grants.remove': removeGrant,
  'invitations.create': invite,
  'invitations.revoke': revokeInvitation,
  'invitations.resend': resendInvitation,
  'invitations.edit': editInvitation,
  'memberships.setPermissions': setPermissions,
  'memberships.setEnd': setEnd,
  'memberships.suspend': suspend,
  'memberships.resume': resume,
  'memberships.remove': remove,
  'memberships.transferOwnership': transferOwnership,
  'templates.create': createTemplate,
  'templates.edit': editTemplate,
  'templates.delete': deleteTemplate,
  'reviews.open': openReview,
  'reviews.edit': editReview,
  'reviews.cancel': cancelReview,
  'reviews.return': returnReview,
  'reviews.sign': signReview,
  'services.add': addService,
  'services.edit': editService,
  'services.remove': removeService,
  'accounts.edit': editAccount,
} as const

export type Mutations = typeof mutations
export type MutationName = keyof Mutations
export type MutationArgs<N extends MutationName> = z.output<Mutations[N]['args']>
/** A change as made: which mutation, with which arguments. */
export type Intent = { [N in MutationName]: { name: N; args: MutationArgs<N> } }[MutationName]
/** The same before defaults apply. */
export type IntentInput = {
  [N in MutationName]: { name: N; args: z.input<Mutations[N]['args']> }
}[MutationName]

function entry<N extends MutationName>(
  name: N,
): z.ZodObject<{ name: z.ZodLiteral<N>; args: Mutations[N]['args'] }> {
  const args: Mutations[N]['args'] = mutations[name].args
  return z.object({ name: z.literal(name), args })
}

export const intentSchema = z.discriminatedUnion('name', [
  entry('applications.assign'),
  entry('applications.unassign'),
  entry('applications.setAutoAssign'),
  entry('grants.add'),
  entry('grants.remove'),
  entry('invitations.create'),
  entry('invitations.revoke'),
  entry('invitations.resend'),
  entry('invitations.edit'),
  entry('memberships.setPermissions'),
  entry('memberships.setEnd'),
  entry('memberships.suspend'),
  entry('memberships.resume'),
  entry('memberships.remove'),
  entry('memberships.transferOwnership'),
  entry('templates.create'),
  entry('templates.edit'),
  entry('templates.delete'),
  entry('reviews.open'),
  entry('reviews.edit'),
  entry('reviews.cancel'),
  entry('reviews.return'),
  entry('reviews.sign'),
  entry('services.add'),
  entry('services.edit'),
  entry('services.remove'),
  entry('accounts.edit'),
])

type Loose = {
  call(args: unknown): Call
  predict(args: unknown, context: MutationContext): Result<RowChange[]>
  edit?: {
    of(args: unknown, now: Date): Edit | null
    onto(args: unknown, fields: Fields, version: number): unknown
  }
}

/** The request that carries the change. */
export function callOf(intent: Intent): Call {
  return (mutations[intent.name] as Loose).call(intent.args)
}

/** The rows as they will be, or why the server would refuse. */
export function predict(intent: Intent, context: MutationContext): Result<RowChange[]> {
  return (mutations[intent.name] as Loose).predict(intent.args, context)
}

/** What a change that is based on a version makes of its row; null for every other change. `now`: when it was made. */
export function editOf(intent: Intent, now: Date): Edit | null {
  return (mutations[intent.name] as Loose).edit?.of(intent.args, now) ?? null
}

/** The change for its row as it is by now: fields that were put together from both sides, and its version. */
export function editOnto(intent: Intent, fields: Fields, version: number): Intent {
  const { edit } = mutations[intent.name] as Loose
  return edit ? ({ name: intent.name, args: edit.onto(intent.args, fields, version) } as Intent) : intent
}

export function accountOf(intent: Intent): AccountId {
  return intent.args.accountId
}

export * from './account-arguments.ts'
export * from './arguments.ts'
export type { Call, Edit, EditedEntity, MutationContext } from './definition.ts'
export * from './membership-arguments.ts'
export * from './review-arguments.ts'
export type { ReplicaView, RowChange, RowDelete, RowPut } from './view.ts'
