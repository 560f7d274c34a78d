import { type AccountId, ok } from '@gatehouse/contract'
import type { OfflineAccount } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { readRecovery } from '../recovery/recover.ts'
import { toUuid } from '../repositories/ids.ts'
import { readMeta } from '../repositories/meta.ts'
import { toIso } from '../repositories/table.ts'
import { byName, type Handler } from './context.ts'

interface Totals {
  accounts: number
  kept: number
  due: number
  rows: number
  oldest: number | null
}

export const getOfflineSummary: Handler<'offline.summary'> = ({ sql }) => {
  const totals = sql.get<Totals>(
    `select count(*) as accounts, coalesce(sum(kept), 0) as kept, coalesce(sum(rows), 0) as rows,
       count(*) filter (where kept = 1 and loaded_at is null) as due, min(loaded_at) as oldest from account`,
  ) ?? { accounts: 0, kept: 0, due: 0, rows: 0, oldest: null }
  const unsent = sql.get<{ count: number }>(`select count(*) as count from outbox where state <> 'sent'`)
  return ok({
    fileBytes: sql.place.fileBytes(),
    rows: totals.rows,
    accounts: totals.accounts,
    accountsKept: totals.kept,
    accountsDue: totals.due,
    syncedAt: readMeta(sql, 'syncedAt'),
    oldestAt: totals.oldest === null ? null : toIso(totals.oldest),
    unsent: unsent?.count ?? 0,
    isReadOnly: sql.isReadOnly,
    recovery: readRecovery(sql),
    checkedAt: readMeta(sql, 'checkedAt'),
    freeBytes: sql.place.freeBytes(),
  })
}

export const getRecovery: Handler<'offline.recovery'> = ({ sql }) => ok({ recovery: readRecovery(sql) })

interface Stored extends Omit<OfflineAccount, 'accountId' | 'bytes' | 'kept' | 'loadedAt'> {
  id: Uint8Array
  kept: number
  loadedAt: number | null
}

export const listOfflineAccounts: Handler<'offline.accounts'> = ({ sql }) => {
  const stored = sql.all<Stored>(
    `select id, name, reference, status, environment_id as environmentId, rows, kept, loaded_at as loadedAt
       from account`,
  )
  const each = bytesPerRow(
    sql,
    stored.reduce((sum, { rows }) => sum + rows, 0),
  )
  const items = stored.map(({ id, kept, loadedAt, ...rest }) => ({
    ...rest,
    accountId: toUuid(id) as AccountId,
    bytes: Math.round(rest.rows * each),
    kept: kept === 1,
    loadedAt: loadedAt === null ? null : toIso(loadedAt),
  }))
  return ok(items.sort(byName))
}

/** Of what the file holds now, without room that rows left behind. */
function bytesPerRow(sql: Sql, rows: number): number {
  const pages = sql.get<{ used: number; bytes: number }>(
    `select page_count - freelist_count as used, page_size as bytes
       from pragma_page_count, pragma_freelist_count, pragma_page_size`,
  )
  return pages && rows > 0 ? (pages.used * pages.bytes) / rows : 0
}
