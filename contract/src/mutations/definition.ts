import type { z } from 'zod'
import type { RouteName, Routes } from '../api/routes.ts'
import type { RouteCall } from '../api/types.ts'
import { refuseWrite } from '../domain/permission-check.ts'
import type { Fields } from '../domain/three-way.ts'
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

/** Entities whose rows have a version that an edit can be based on. */
export type EditedEntity =
  | 'account'
  | 'accountApplication'
  | 'invitation'
  | 'membership'
  | 'review'
  | 'service'
  | 'template'

/** What a change that is based on a version would make of one row. */
export interface Edit {
  entity: EditedEntity
  /** Of the row in its account; for an account application that of the application. */
  id: string
  baseVersion: number
  /** The fields it sets, as they are to be. Those that don't differ from the row were not meant to be changed. */
  wants: Fields
  /** Fields that mean something together alone. */
  units: readonly (readonly string[])[]
}

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
  /** For changes of a row that was looked at. */
  edit?: {
    /** Null where these arguments name no version: it holds then whatever the row is. */
    of(args: z.output<Schema>, now: Date): Edit | null
    /** The same change for the row as it is now: its fields put together from both, and its version. */
    onto(args: z.output<Schema>, fields: Fields, version: number): z.output<Schema>
  }
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

/** As `refuse`, and answers how the principal may work in the account. */
export function admit(
  view: ReplicaView,
  accountId: AccountId,
  permission: Permission,
): Result<{
  account: NonNullable<ReturnType<ReplicaView['account']>>
  access: NonNullable<ReturnType<ReplicaView['access']>>
}> {
  const account = view.account(accountId)
  const access = view.access(accountId)
  if (!account || !access) return { ok: false, error: problem('not_found') }
  const refused = refuseWrite(account, access, permission)
  return refused ? { ok: false, error: refused } : { ok: true, value: { account, access } }
}
