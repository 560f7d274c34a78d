import { type AccountId, type MutationId, ok, sameValue } from '@gatehouse/contract'
import type { OutboxItem } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { batchesOf } from '../outbox/batches.ts'
import { canUndo } from '../outbox/decisions.ts'
import { builtOnEach, heldChanges } from '../outbox/dependence.ts'
import { namesIn } from '../outbox/names.ts'
import { type Queued, readQueue } from '../outbox/rows.ts'
import { lastActivityOn } from '../repositories/account-rows.ts'
import { readEntry, readLoading } from '../repositories/accounts.ts'
import { readLabel } from '../repositories/labels.ts'
import { createView } from '../repositories/view.ts'
import type { Handler } from './context.ts'

/** Every change on this machine that isn't done, in the order in which they were made. */
export const listOutbox: Handler<'outbox.list'> = ({ sql }) => {
  const queue = readQueue(sql)
  const held = heldChanges(queue)
  const accounts = new Map<AccountId, About>()
  const dependents = dependentsIn(queue, held)
  const batches = batchesOf(sql)
  return ok(
    queue.map((queued) => {
      const { accountId } = queued
      const about = accounts.get(accountId) ?? aboutAccount(sql, accountId)
      accounts.set(accountId, about)
      const batchId = batches.get(queued.mutationId) ?? null
      return { ...toItem(sql, held, about, queued), dependents: dependents(queued), batchId }
    }),
  )
}

type About = Pick<OutboxItem, 'accountColour' | 'ownerName' | 'isKept'>

/** Asked once an account: hundreds of changes may wait for one with thousands of users. */
function aboutAccount(sql: Sql, accountId: AccountId): About {
  return {
    accountColour: readLabel(sql, accountId)?.colour ?? null,
    ownerName: ownerName(sql, accountId),
    isKept: readLoading(sql, accountId)?.isKept ?? true,
  }
}

function toItem(
  sql: Sql,
  held: ReadonlyMap<MutationId, MutationId>,
  about: About,
  queued: Queued,
): Omit<OutboxItem, 'dependents' | 'batchId'> {
  const { mutationId, accountId, intent, createdAt, state, attempts, problem } = queued
  const names = { ...queued.names, ...(intent ? namesIn(sql, accountId, intent) : {}) }
  return {
    mutationId,
    accountId,
    accountName: names[accountId] ?? '',
    intent,
    names,
    createdAt,
    state: held.has(mutationId) ? 'held' : state,
    attempts,
    problem,
    heldBy: held.get(mutationId) ?? null,
    conflict: queued.conflict && { ...queued.conflict, changedBy: lastChange(sql, queued) },
    canUndo: canUndo(queued),
    ...about,
  }
}

/** Of a refused change those that it holds; of a waiting one those that would be taken back with it. */
function dependentsIn(
  queue: readonly Queued[],
  held: ReadonlyMap<MutationId, MutationId>,
): (queued: Queued) => MutationId[] {
  const built = builtOnEach(queue)
  const holding = Map.groupBy(held.keys(), (dependent) => held.get(dependent))
  return (queued) => {
    const { mutationId, state } = queued
    if (state === 'refused') return holding.get(mutationId) ?? []
    if (!canUndo(queued)) return []
    return built(mutationId)
      .filter(canUndo)
      .map((dependent) => dependent.mutationId)
  }
}

/** Who made it what it is now, where the activity says so: the last one may have been about something else. */
function lastChange(sql: Sql, { accountId, conflict }: Queued) {
  if (!conflict) return null
  const activity = lastActivityOn(sql, accountId, conflict.id)
  const after = activity?.after ?? {}
  const isIt = conflict.fields.some(({ field, theirs }) => field in after && sameValue(after[field], theirs))
  return activity && isIt ? { name: activity.actorName, at: activity.at } : null
}

/** Null where it isn't known here, or is the user. */
function ownerName(sql: Sql, accountId: AccountId): string | null {
  if (readEntry(sql, accountId)?.access.isOwner !== false) return null
  return createView(sql).owner(accountId)?.name ?? null
}
