import type { z } from 'zod'
import type { RouteName, Routes } from '../api/routes.ts'
import type { RouteCall } from '../api/types.ts'
import { refuseWrite } from '../domain/permission-check.ts'
import type { Permission } from '../entities/permission.ts'
import type { AccountId } from '../ids.ts'
import { type Problem, problem } from '../problem.ts'
import type { Result } from '../result.ts'
import type { ReplicaView, RowChange } from './view.ts'

export interface MutationContext {
  view: ReplicaView
  /** When the change was made on this machine; stays the same however often it is replayed. */
  now: Date
}

/** A call of a route, ready to be sent. */
export type Call = { [N in RouteName]: { route: N } & RouteCall<Routes[N]> }[RouteName]

export interface Mutation<
  Schema extends z.ZodType<{ accountId: AccountId }> = z.ZodType<{ accountId: AccountId }>,
> {
  args: Schema
  permission: Permission
  /** The request that carries it to the server. */
  call(args: z.output<Schema>): Call
  /**
   * The rows as they will be if the server agrees, or why it would refuse. Pure: the same replica and arguments give
   * the same rows, so waiting changes can be replayed on top of every pull.
   */
  predict(args: z.output<Schema>, context: MutationContext): Result<RowChange[]>
}

export function mutation<Schema extends z.ZodType<{ accountId: AccountId }>>(
  definition: Mutation<Schema>,
): Mutation<Schema> {
  return definition
}

/** Why the principal may not write in the account at all, or null. */
export function refuse(view: ReplicaView, accountId: AccountId, permission: Permission): Problem | null {
  const account = view.account(accountId)
  const access = view.access(accountId)
  if (!account || !access) return problem('not_found')
  return refuseWrite(account, access, permission)
}
