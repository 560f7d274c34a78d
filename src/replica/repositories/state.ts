import type { AccountId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { CutBootstrap, ReplicaState } from '../port.ts'
import { toUuid } from './ids.ts'
import { readMeta } from './meta.ts'

export function readState(sql: Sql): ReplicaState {
  const counts = sql.get<{ waiting: number; attention: number }>(
    `select count(*) filter (where state <> 'refused') as waiting,
       count(*) filter (where state = 'refused') as attention from outbox`,
  )
  const cursor = readMeta(sql, 'cursor')
  const cutBootstrap = readCutBootstrap(sql)
  return {
    cursor,
    cutBootstrap,
    loadingStopped: readMeta(sql, 'loadingStopped') !== null,
    usable: readMeta(sql, 'usable') !== null,
    syncedAt: readMeta(sql, cursor === null && cutBootstrap ? 'nextSyncedAt' : 'syncedAt'),
    waiting: counts?.waiting ?? 0,
    attention: counts?.attention ?? 0,
    snapshotsDue: sql
      .all<{ id: AccountId }>('select account_id as id from snapshot_due order by account_id')
      .map(({ id }) => id),
  }
}

function readCutBootstrap(sql: Sql): CutBootstrap | null {
  const cursor = readMeta(sql, 'nextCursor')
  // Before its directory was whole there is nothing that would be worth keeping.
  if (cursor === null || readMeta(sql, 'usable') === null) return null
  const firstMissing = sql.get<{ id: Uint8Array | null }>(
    'select min(id) as id from account where loaded_at is null and kept = 1',
  )
  // Bytes stand in the order of the uuids that they are.
  const after = sql.get<{ id: Uint8Array | null }>(
    'select max(id) as id from account where ? is null or id < ?',
    firstMissing?.id ?? null,
    firstMissing?.id ?? null,
  )
  const complete = sql.all<{ id: Uint8Array }>(
    'select id from account where loaded_at is not null or kept = 0 order by id',
  )
  const accounts = sql.get<{ count: number }>('select count(*) as count from account')
  return {
    cursor,
    after: after?.id ? (toUuid(after.id) as AccountId) : null,
    complete: complete.map(({ id }) => toUuid(id) as AccountId),
    accounts: accounts?.count ?? 0,
  }
}
