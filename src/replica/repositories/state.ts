import type { AccountId } from '@gatehouse/contract'
import type { Sql } from '../database.ts'
import type { ReplicaState } from '../port.ts'
import { readMeta } from './meta.ts'

export function readState(sql: Sql): ReplicaState {
  const counts = sql.get<{ waiting: number; attention: number }>(
    `select count(*) filter (where state <> 'refused') as waiting,
       count(*) filter (where state = 'refused') as attention from outbox`,
  )
  return {
    cursor: readMeta(sql, 'cursor'),
    usable: readMeta(sql, 'usable') !== null,
    syncedAt: readMeta(sql, 'syncedAt'),
    waiting: counts?.waiting ?? 0,
    attention: counts?.attention ?? 0,
    snapshotsDue: sql
      .all<{ id: AccountId }>('select account_id as id from snapshot_due order by account_id')
      .map(({ id }) => id),
  }
}
