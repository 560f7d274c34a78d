import { ok } from '@gatehouse/contract'
import { heldChanges } from '../outbox/held.ts'
import { namesIn } from '../outbox/names.ts'
import { readQueue } from '../outbox/rows.ts'
import type { Handler } from './context.ts'

/** Every change on this machine that isn't done, in the order in which they were made. */
export const listOutbox: Handler<'outbox.list'> = ({ sql }) => {
  const queue = readQueue(sql)
  const held = heldChanges(queue)
  return ok(
    queue.map(({ mutationId, accountId, intent, names: then, createdAt, state, attempts, problem }) => {
      const names = { ...then, ...(intent ? namesIn(sql, accountId, intent) : {}) }
      return {
        mutationId,
        accountId,
        accountName: names[accountId] ?? '',
        intent,
        names,
        createdAt,
        state: held.has(mutationId) ? ('held' as const) : state,
        attempts,
        problem,
      }
    }),
  )
}
