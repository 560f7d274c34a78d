import { ok, type Result } from '@gatehouse/contract'
import type { QueryInput } from '../../ipc/contract.ts'
import type { AccessPage, AccessRow } from '../../ipc/views.ts'
import { sourceNames } from '../../strings/access.ts'
import { accessSearchWords, accessFileWords as t } from '../../strings/access-search.ts'
import { roleNames } from '../../strings/common.ts'
import type { Clock } from '../ports.ts'
import { toCsv } from './csv.ts'
import type { Workspace } from './workspace.ts'

interface ExportDeps {
  clock: Clock
  /** Asks where to, and writes the text there; null where the user chose nothing. */
  saveFile(suggested: string, text: string): Promise<Result<string | null>>
}

/** Writes all that a search finds to a file for spreadsheets, a piece after the other, as of one moment. */
export async function exportAccess(
  deps: ExportDeps,
  { replica }: Pick<Workspace, 'replica'>,
  asked: Pick<QueryInput<'access.find'>, 'filter' | 'sort'>,
): Promise<Result<{ file: string | null; count: number }>> {
  const now = deps.clock.now()
  const rows: AccessRow[] = []
  let last: AccessPage
  for (;;) {
    const piece = await replica.read('access.find', { ...asked, offset: rows.length, limit: 500 }, now)
    if (!piece.ok) return piece
    last = piece.value
    // A part of the accounts would pass for all of them: what is still to be looked at is waited for.
    if (last.looked.done < last.looked.of) {
      rows.length = 0
      continue
    }
    rows.push(...last.items)
    if (last.items.length === 0 || rows.length >= last.total) break
  }
  const file = `${t.file(now.toISOString().slice(0, 10))}.csv`
  const saved = await deps.saveFile(file, toCsv([...headOf(last, now), ...rows.map(lineOf)]))
  return saved.ok ? ok({ file: saved.value, count: rows.length }) : saved
}

function headOf({ syncedAt, missing, hidden }: AccessPage, now: Date): string[][] {
  return [
    [t.asOf, syncedAt ?? now.toISOString()],
    ...(missing > 0 ? [[t.partial, String(missing)]] : []),
    ...(hidden > 0 ? [[t.hidden, String(hidden)]] : []),
    [],
    [
      t.name,
      t.address,
      t.account,
      t.role,
      t.status,
      t.lastSeen,
      t.joined,
      t.ends,
      t.applications,
      t.why,
      t.legacy,
    ],
  ]
}

function lineOf(row: AccessRow): string[] {
  return [
    row.status === 'invited' ? '' : row.name,
    row.email,
    row.accountName,
    roleNames[row.role],
    accessSearchWords.status[row.status],
    row.lastActiveAt ?? '',
    row.createdAt,
    row.endsAt ?? '',
    row.applications === null ? '' : String(row.applications),
    (row.sources ?? []).map((source) => sourceNames[source]).join('; '),
    row.isLegacy ? t.yes : '',
  ]
}
