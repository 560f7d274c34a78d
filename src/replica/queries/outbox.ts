import { type AccountId, type MutationId, ok, sameValue } from '@gatehouse/contract'
import type { OutboxItem } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { canUndo } from '../outbox/decisions.ts'
import { builtOn, heldChanges } from '../outbox/dependence.ts'
import { namesIn } from '../outbox/names.ts'
import { type Queued, readQueue } from '../outbox/rows.ts'
import { lastActivityOn } from '../repositories/account-rows.ts'
import { readEntry } from '../repositories/accounts.ts'
import { readLabel } from '../repositories/labels.ts'
import { createView } from '../repositories/view.ts'
import type { Handler } from './context.ts'

/** Every change on this machine that isn't done, in the order in which they were made. */
export const listOutbox: Handler<'outbox.list'> = ({ sql }) => {
  const queue = readQueue(sql)
  const held = heldChanges(queue)
  const accounts = new Map<AccountId, About>()
  return ok(
    queue.map((queued) => {
      const { accountId } = queued
      const about = accounts.get(accountId) ?? aboutAccount(sql, accountId)
      accounts.set(accountId, about)
      return toItem(sql, queue, held, about, queued)
    }),
  )
}

type About = Pick<OutboxItem, 'accountColour' | 'ownerName'>

/** Asked once an account: hundreds of changes may wait for one with thousands of users. */
function aboutAccount(sql: Sql, accountId: AccountId): About {
  return { accountColour: readLabel(sql, accountId)?.colour ?? null, ownerName: ownerName(sql, accountId) }
}

function toItem(
  sql: Sql,
  queue: readonly Queued[],
  held: ReadonlyMap<MutationId, MutationId>,
  about: About,
  queued: Queued,
): OutboxItem {
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
    dependents: dependentsOf(queue, held, queued),
    conflict: queued.conflict && { ...queued.conflict, changedBy: lastChange(sql, queued) },
    canUndo: canUndo(queued),
    ...about,
  }
}

function dependentsOf(
  queue: readonly Queued[],
  held: ReadonlyMap<MutationId, MutationId>,
  queued: Queued,
): MutationId[] {
  const { mutationId, state } = queued
  if (state === 'refused')
    return [...held].flatMap(([dependent, holder]) => (holder === mutationId ? [dependent] : []))
  if (!canUndo(queued)) return []
  return builtOn(queue, mutationId)
    .filter(canUndo)
    .map((dependent) => dependent.mutationId)
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
