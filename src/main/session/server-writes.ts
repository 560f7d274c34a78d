import {
  type MutationId,
  ok,
  type Result,
  type RouteAnswer,
  type RouteCall,
  type Routes,
} from '@gatehouse/contract'
import { isPassing } from '../api-client/answers.ts'
import type { Clock } from '../ports.ts'
import { newMutationId, type Workspace } from './workspace.ts'

type Written = { transaction: string; value: unknown }
/** Routes that write. */
export type WriteRoute = {
  [N in keyof Routes]: RouteAnswer<Routes[N]> extends Written ? N : never
}[keyof Routes]
type ValueOf<N extends WriteRoute> = Extract<RouteAnswer<Routes[N]>, Written>['value']

export interface ServerWrites {
  /**
   * Writes at the server and waits for the rows that come of it, as far as there is contact. `attempt` names one try of
   * a person: where it isn't known whether the change arrived, saying the same again counts once.
   */
  write<N extends WriteRoute>(
    workspace: Workspace,
    attempt: string,
    name: N,
    call: RouteCall<Routes[N]>,
  ): Promise<Result<ValueOf<N>>>
}

/** For what no outbox keeps: it is made now, with the network, or it isn't made. */
export function createServerWrites(clock: Clock): ServerWrites {
  /** Keys of writes without an answer. */
  const open = new WeakMap<Workspace, Map<string, MutationId>>()

  return {
    async write(workspace, attempt, name, call) {
      const keys = open.get(workspace) ?? new Map<string, MutationId>()
      open.set(workspace, keys)
      const spelled = JSON.stringify([attempt, name, call])
      const idempotencyKey = keys.get(spelled) ?? newMutationId(clock.now())
      keys.set(spelled, idempotencyKey)
      const written = await workspace.api.call(name, call, { idempotencyKey })
      if (written.ok || !isPassing(written.error)) keys.delete(spelled)
      if (!written.ok) return written
      await workspace.engine.pull()
      return ok((written.value as Written).value as ValueOf<typeof name>)
    },
  }
}
