import type { OutboxItem } from '../../../ipc/views.ts'

/** A line of the outbox: a change, or many that were made together. */
export type OutboxEntry =
  | { kind: 'change'; item: OutboxItem }
  | { kind: 'batch'; batchId: string; state: 'refused' | 'waiting'; items: readonly OutboxItem[] }

/** So many stand in one line, which opens what became of each. */
const gatheredFrom = 8

/** Changes that were made together and wait together, or were refused together, in one line where they are many. */
export function gathered(items: readonly OutboxItem[]): OutboxEntry[] {
  const groups = Map.groupBy(items, groupOf)
  const entries: OutboxEntry[] = []
  for (const item of items) {
    const group = groups.get(groupOf(item)) ?? []
    if (item.batchId === null || group.length < gatheredFrom || groupOf(item) === null) {
      entries.push({ kind: 'change', item })
    } else if (group[0] === item) {
      const state = item.state === 'refused' ? 'refused' : 'waiting'
      entries.push({ kind: 'batch', batchId: item.batchId, state, items: group })
    }
  }
  return entries
}

/** Null for what stands alone: a conflict is decided on its own line. */
function groupOf({ batchId, state, conflict }: OutboxItem): string | null {
  if (batchId === null || conflict) return null
  return `${batchId} ${state === 'refused'}`
}
