import { type Cursor, problem, type Result } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'

/** A place in the feed: after this row of this transaction. */
export interface Position {
  xid: bigint
  seq: bigint
}

/** The feed as one snapshot of the database sees it. */
export interface Horizon {
  epoch: string
  /** Every transaction below has ended: what it wrote can be read, and nothing more will come of it. */
  xmin: bigint
  /** First transaction that hadn't started. */
  xmax: bigint
  /** Changes of transactions below may have been removed. */
  floor: bigint
}

export async function readHorizon(tx: Tx): Promise<Horizon> {
  const { rows } = await sql<HorizonRow>`select ${horizonColumns} from feed`.execute(tx)
  return toHorizon(rows[0])
}

/** The same, and whether there is anything to be read after a cursor, in one statement and so in one view. */
export async function readHorizonAfter(
  db: Database,
  cursor: Cursor,
): Promise<{ horizon: Horizon; isAnyAfter: boolean }> {
  const { xid, seq } = positionOf(cursor)
  // What is beyond any number of the database is answered by whoever judges the cursor.
  const after = sql`(${String(xid > maxXid ? maxXid : xid)}::xid8, ${String(seq > maxSeq ? maxSeq : seq)}::bigint)`
  const { rows } = await sql<HorizonRow & { is_any_after: boolean }>`
    select ${horizonColumns}, exists (
      select from change where (xid, seq) > ${after} and xid < pg_snapshot_xmin(pg_current_snapshot())
    ) as is_any_after from feed`.execute(db)
  return { horizon: toHorizon(rows[0]), isAnyAfter: rows[0]?.is_any_after ?? false }
}

interface HorizonRow {
  epoch: string
  xmin: string
  xmax: string
  floor: string
}

const horizonColumns = sql`epoch, floor::text,
  pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
  pg_snapshot_xmax(pg_current_snapshot())::text as xmax`

function toHorizon(row: HorizonRow | undefined): Horizon {
  if (!row) throw new Error('the feed has no epoch')
  return { epoch: row.epoch, xmin: BigInt(row.xmin), xmax: BigInt(row.xmax), floor: BigInt(row.floor) }
}

/** The cursor from which everything that this snapshot doesn't surely hold will be told. */
export function cursorOf(epoch: string, { xid, seq }: Position): Cursor {
  return `${epoch}.${xid}.${seq}`
}

export const horizonCursor = ({ epoch, xmin }: Horizon): Cursor => cursorOf(epoch, { xid: xmin, seq: 0n })

const maxXid = 2n ** 64n - 1n
const maxSeq = 2n ** 63n - 1n

function positionOf(cursor: Cursor): Position {
  const [, xid = '', seq = ''] = cursor.split('.')
  return { xid: BigInt(xid), seq: BigInt(seq) }
}

/** Where a cursor points, or that this feed can't go on from there. */
export function readCursor(cursor: Cursor, horizon: Horizon): Result<Position> {
  const [epoch] = cursor.split('.')
  const position = positionOf(cursor)
  const isOurs = epoch === horizon.epoch
  // A database that was restored from a copy is behind the cursors it has given out.
  const isKnown = position.xid <= horizon.xmax && position.xid <= maxXid && position.seq <= maxSeq
  if (isOurs && isKnown && position.xid >= horizon.floor) return { ok: true, value: position }
  const detail = 'Fetch everything again. Changes that wait to be sent stay as they are.'
  return { ok: false, error: problem('cursor_gone', { detail }) }
}
