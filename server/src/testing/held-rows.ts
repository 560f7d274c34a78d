import type { Application, BootstrapLine, Change, Cursor } from '@gatehouse/contract'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { TestClient } from './client.ts'
import type { World } from './world.ts'

/**
 * What a replica holds of applications and of who has them: made of a bootstrap, kept by pulling, and compared with
 * what a bootstrap of now would hold.
 */
export interface HeldRows {
  /** Pulls to the end, in pages of this many changes; answers the kinds of what came, without repeats in a row. */
  pull(limit?: number): Promise<string[]>
  /** Every row that is held, in an order that depends on nothing. */
  all(): unknown[]
}

export async function holdRows(world: World, client: TestClient): Promise<HeldRows> {
  await settled(world)
  const lines = await client.bootstrap()
  const rows = rowsOf(lines)
  const start = lines[0]
  if (start?.type !== 'start') throw new Error('a bootstrap begins with start')
  let cursor: Cursor = start.cursor
  return {
    async pull(limit = 500) {
      await settled(world)
      const kinds: string[] = []
      for (let more = true; more; ) {
        const page = await client.get('sync.changes', { query: { cursor, limit } })
        for (const change of page.changes) {
          apply(rows, change)
          const kind = kindOf(change)
          if (kinds.at(-1) !== kind) kinds.push(kind)
        }
        cursor = page.cursor
        more = page.more
      }
      return kinds
    },
    all: () => inOrder(rows),
  }
}

/** What a replica that begins now would hold. */
export async function rowsFromStart(client: TestClient): Promise<unknown[]> {
  return inOrder(rowsOf(await client.bootstrap()))
}

/** Transactions of other tests on the same PostgreSQL hold the feed back, as any older one does. */
async function settled(world: World): Promise<void> {
  const isBehind = async () => {
    const { rows } = await sql<{ isBehind: boolean }>`select exists (
      select from change where xid >= pg_snapshot_xmin(pg_current_snapshot())) as "isBehind"`.execute(
      world.db,
    )
    return rows[0]?.isBehind
  }
  await expect.poll(isBehind, { interval: 5, timeout: 20_000 }).toBe(false)
}

type Rows = Map<string, unknown>

function rowsOf(lines: BootstrapLine[]): Rows {
  const rows: Rows = new Map()
  for (const line of lines) {
    if (line.type === 'environments') for (const row of line.rows) rows.set(`environment ${row.id}`, row)
    if (line.type === 'applications') for (const row of line.rows) putApplication(rows, row)
    if (line.type === 'rows') putBatch(rows, line.batch)
  }
  return rows
}

function apply(rows: Rows, change: Change): void {
  switch (change.type) {
    case 'environment':
      rows.set(`environment ${change.row.id}`, change.row)
      break
    case 'application':
      putApplication(rows, change.row)
      break
    case 'applicationDeleted':
      rows.delete(`application ${change.applicationId}`)
      break
    case 'put':
      putBatch(rows, change.batch)
      break
    case 'delete': {
      const { accountId, target } = change
      if (target.entity === 'accountApplication') rows.delete(`on ${accountId} ${target.key.applicationId}`)
      if (target.entity === 'grant')
        rows.delete(`grant ${accountId} ${target.key.membershipId} ${target.key.applicationId}`)
      break
    }
    default:
      break
  }
}

function putApplication(rows: Rows, row: Application): void {
  rows.set(`application ${row.id}`, row)
}

function putBatch(rows: Rows, batch: Extract<Change, { type: 'put' }>['batch']): void {
  if (batch.entity === 'accountApplication') {
    for (const row of batch.rows) rows.set(`on ${row.accountId} ${row.applicationId}`, row)
  }
  if (batch.entity === 'grant') {
    for (const row of batch.rows)
      rows.set(`grant ${row.accountId} ${row.membershipId} ${row.applicationId}`, row)
  }
  if (batch.entity === 'invitation') for (const row of batch.rows) rows.set(`invitation ${row.id}`, row)
}

function kindOf(change: Change): string {
  if (change.type === 'put') return `put ${change.batch.entity}`
  return change.type === 'delete' ? `delete ${change.target.entity}` : change.type
}

function inOrder(rows: Rows): unknown[] {
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
}
