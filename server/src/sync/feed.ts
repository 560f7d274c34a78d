import { type ChangesPage, type Cursor, type Principal, problem, type Result } from '@gatehouse/contract'
import type { Database, Tx } from '../db/database.ts'
import { inSnapshot } from '../db/transaction.ts'
import { findPrincipal } from '../repositories/access.ts'
import { toChanges } from './feed-changes.ts'
import { hasAny, readRows, readWindowEnd } from './feed-window.ts'
import {
  cursorOf,
  type Horizon,
  horizonCursor,
  readCursor,
  readHorizon,
  readHorizonAfter,
} from './position.ts'

export interface FeedQuery {
  principal: Principal
  now: Date
  /** What the client knows of; see known-to.ts. */
  protocol: number
  cursor: Cursor
  /** Rows of the feed that become one page at most. */
  limit: number
}

/**
 * What changed after a cursor, as far as the principal may read it. A row of a transaction that might still be
 * running, or that is younger than one that is, stays for a later page: so a slow commit is never passed over.
 * Refuses with `cursor_gone` where the feed can't go on from the cursor, or where everything would have to be fetched
 * anew anyway.
 */
export async function changesAfter(db: Database, query: FeedQuery): Promise<Result<ChangesPage>> {
  return (await readNothing(db, query)) ?? inSnapshot(db, (tx) => readPage(tx, query))
}

/** Most pulls find nothing, and one statement is enough to say so. Null where there is something to be read. */
async function readNothing(db: Database, { cursor, now }: FeedQuery): Promise<Result<ChangesPage> | null> {
  const { horizon, isAnyAfter } = await readHorizonAfter(db, cursor)
  const from = readCursor(cursor, horizon)
  if (!from.ok) return from
  return isAnyAfter ? null : { ok: true, value: { changes: [], ...everythingBelow(horizon, now) } }
}

function everythingBelow(horizon: Horizon, now: Date) {
  const coversBelow = String(horizon.xmin)
  return { cursor: horizonCursor(horizon), coversBelow, more: false, at: now.toISOString() }
}

/** The same inside a transaction that sees one unchanging view of the database. */
export async function readPage(tx: Tx, query: FeedQuery): Promise<Result<ChangesPage>> {
  const { now, limit } = query
  const horizon = await readHorizon(tx)
  const from = readCursor(query.cursor, horizon)
  if (!from.ok) return from
  const window = { after: from.value, below: horizon.xmin }
  const everything = everythingBelow(horizon, now)
  if (!(await hasAny(tx, window))) return { ok: true, value: { changes: [], ...everything } }

  // The request's own look at the principal may be older than this view, and a change of theirs is told but once.
  const principal = (await findPrincipal(tx, query.principal.userId)) ?? query.principal
  const reader = { principal, now, protocol: query.protocol }
  const rows = await readRows(tx, reader, window, limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  const end = last ? { xid: BigInt(last.xid), seq: BigInt(last.seq) } : await readWindowEnd(tx, window)
  const changes = await toChanges(tx, reader, page, end ?? { xid: horizon.xmin, seq: 0n })
  if (changes === 'too many accounts') return fetchAnew
  if (!end) return { ok: true, value: { changes, ...everything } }
  const cursor = cursorOf(horizon.epoch, end)
  return { ok: true, value: { changes, cursor, coversBelow: String(end.xid), more: true, at: everything.at } }
}

const fetchAnew: Result<never> = {
  ok: false,
  error: problem('cursor_gone', {
    detail:
      'Access to very many accounts changed. Fetch everything again. Changes that wait to be sent stay as they are.',
  }),
}
