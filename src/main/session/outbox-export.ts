import { ok, type Principal, type Result } from '@gatehouse/contract'
import type { OutboxItem } from '../../ipc/views.ts'
import type { Clock } from '../ports.ts'
import type { Workspace } from './workspace.ts'

interface ExportDeps {
  clock: Clock
  /** Asks where to, and writes the text there; null where the user chose nothing. */
  saveFile(suggested: string, text: string): Promise<Result<string | null>>
}

/**
 * Writes everything that the server doesn't have to a file that the user chooses, readable by a person: what was to be
 * done where, when it was decided, and why it was refused.
 */
export async function exportOutbox(
  deps: ExportDeps,
  workspace: Workspace,
): Promise<Result<{ file: string | null; count: number }>> {
  const now = deps.clock.now()
  const items = await workspace.replica.read('outbox.list', {}, now)
  if (!items.ok) return items
  const unsent = items.value.filter(({ state }) => state !== 'sent')
  const day = now.toISOString().slice(0, 10)
  const text = outboxAsText(unsent, workspace.principal(), now)
  const saved = await deps.saveFile(`gatehouse-outbox-${day}.json`, text)
  return saved.ok ? ok({ file: saved.value, count: unsent.length }) : saved
}

export const exportFormat = 1

/** As JSON, a line a value. */
export function outboxAsText(items: readonly OutboxItem[], principal: Principal, now: Date): string {
  const { userId, name, email } = principal
  const content = {
    format: 'gatehouse-outbox',
    version: exportFormat,
    savedAt: now.toISOString(),
    login: { userId, name, email },
    changes: items.map(toEntry),
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

function toEntry(item: OutboxItem) {
  const { intent, problem, conflict, accountId, accountName, names } = item
  const { [accountId]: _, ...about } = names
  return {
    madeAt: item.createdAt,
    account: { id: accountId, name: accountName },
    change: intent?.name ?? 'made by another version of Gatehouse',
    about,
    state: item.state,
    refusedBecause: problem && { code: problem.code, title: problem.title, detail: problem.detail ?? null },
    conflict: conflict && { fields: conflict.fields, changedBy: conflict.changedBy },
    mutationId: item.mutationId,
    intent,
  }
}
