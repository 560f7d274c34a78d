import type { AccountEntity, BootstrapLine, Change, Cursor } from '@gatehouse/contract'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { type ChangeInput, recordChanges } from '../services/record.ts'
import type { AnyRow, RowOf } from '../sync/row-queries.ts'
import type { TestClient } from './client.ts'
import type { World } from './world.ts'

/**
 * Waits until everything that was committed can be pulled: transactions of other test files on the same PostgreSQL
 * hold the feed back, as any older one does.
 */
export function settled({ db }: Pick<World, 'db'>): Promise<void> {
  const behind = async () => {
    const { rows } = await sql<{ isBehind: boolean }>`select exists (
      select from change where xid >= pg_snapshot_xmin(pg_current_snapshot())) as "isBehind"`.execute(db)
    return rows[0]?.isBehind
  }
  return expect.poll(behind, { interval: 5, timeout: 20_000 }).toBe(false)
}

/** Where a client that knows everything by now goes on from. */
export async function cursorNow(world: Pick<World, 'db'>): Promise<Cursor> {
  await settled(world)
  const { rows } = await sql<{ cursor: Cursor }>`
    select epoch || '.' || pg_snapshot_xmin(pg_current_snapshot()) || '.0' as cursor from feed`.execute(
    world.db,
  )
  const cursor = rows[0]?.cursor
  if (!cursor) throw new Error('the feed has no epoch')
  return cursor
}

/** Pulls to the end. */
export async function pull(world: Pick<World, 'db'>, client: TestClient, cursor: Cursor, limit = 500) {
  await settled(world)
  const changes: Change[] = []
  for (let from = cursor; ; ) {
    const page = await client.get('sync.changes', { query: { cursor: from, limit } })
    changes.push(...page.changes)
    from = page.cursor
    if (!page.more) return { changes, cursor: from }
  }
}

/** Writes rows of the feed as a service would. */
export async function tell({ db, clock }: World, ...changes: ChangeInput[]): Promise<void> {
  await db.transaction().execute((tx) => recordChanges(tx, clock.now(), changes))
}

/** What a page says, in short: `put service`, `snapshot`. */
export function kindsOf(changes: Change[]): string[] {
  return changes.map((change) => {
    if (change.type === 'put') return `put ${change.batch.entity}`
    return change.type === 'delete' ? `delete ${change.target.entity}` : change.type
  })
}

/** All rows of one kind in a bootstrap or a snapshot. */
export function rowsIn<E extends AccountEntity>(lines: BootstrapLine[], entity: E): RowOf<E>[] {
  const batches = lines.flatMap((line) =>
    line.type === 'rows' && line.batch.entity === entity ? [line.batch.rows as AnyRow[]] : [],
  )
  return batches.flat() as RowOf<E>[]
}

export function startOf(lines: BootstrapLine[]): Extract<BootstrapLine, { type: 'start' }> {
  const start = lines[0]
  if (start?.type !== 'start') throw new Error('a bootstrap begins with start')
  return start
}
