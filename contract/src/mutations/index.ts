import { z } from 'zod'
import type { AccountId } from '../ids.ts'
import type { Result } from '../result.ts'
import { addGrant, assign, removeGrant, setAutoAssign, unassign } from './applications.ts'
import type { Call, MutationContext } from './definition.ts'
import { invite, resendInvitation, revokeInvitation } from './invitations.ts'
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
])

type Loose = {
  call(args: unknown): Call
  predict(args: unknown, context: MutationContext): Result<RowChange[]>
}

/** The request that carries the change. */
export function callOf(intent: Intent): Call {
  return (mutations[intent.name] as Loose).call(intent.args)
}

/** The rows as they will be, or why the server would refuse. */
export function predict(intent: Intent, context: MutationContext): Result<RowChange[]> {
  return (mutations[intent.name] as Loose).predict(intent.args, context)
}

export function accountOf(intent: Intent): AccountId {
  return intent.args.accountId
}

export * from './arguments.ts'
export type { Call, MutationContext } from './definition.ts'
export * from './membership-arguments.ts'
export type { ReplicaView, RowChange } from './view.ts'
