import { ok } from '@gatehouse/contract'
import type { ReplicaFigures } from '../../ipc/views.ts'
import { readMeta } from '../repositories/meta.ts'
import type { Handler } from './context.ts'
import { getOfflineSummary } from './offline.ts'

interface File {
  schemaVersion: number
  pageBytes: number
  pages: number
  freePages: number
}

/** What the file is made of, without a name of anything in it. Rows are those that each account counts for itself. */
export const getReplicaFigures: Handler<'diagnostics.replica'> = (context) => {
  const { sql } = context
  const summary = getOfflineSummary(context, {})
  if (!summary.ok) return summary
  const file = sql.get<File>(
    `select user_version as schemaVersion, page_size as pageBytes, page_count as pages, freelist_count as freePages
       from pragma_user_version, pragma_page_size, pragma_page_count, pragma_freelist_count`,
  ) ?? { schemaVersion: 0, pageBytes: 0, pages: 0, freePages: 0 }
  const outbox = sql.all<ReplicaFigures['outbox'][number]>(
    `select coalesce(intent ->> '$.name', 'unknown') as mutation, state, problem ->> '$.code' as code,
       count(*) as count from outbox group by 1, 2, 3 order by 1, 2, 3`,
  )
  const told = sql.get<{ count: number }>('select count(*) as count from notification')
  const { fileBytes, rows, accounts, accountsKept, accountsDue, isReadOnly, syncedAt } = summary.value
  return ok({
    ...file,
    ...{ fileBytes, rows, accounts, accountsKept, accountsDue, isReadOnly, syncedAt },
    checkedAt: readMeta(sql, 'checkedAt'),
    outbox,
    notifications: told?.count ?? 0,
  })
}
