import { type ChangesPage, type Cursor, type Principal, problem, type Result } from '@gatehouse/contract'
import type { Database, Tx } from '../db/database.ts'
import { inSnapshot } from '../db/transaction.ts'
import { findPrincipal } from '../repositories/access.ts'
import { toChanges } from './feed-changes.ts'
import { hasAny, readRows, readWindowEnd } from './feed-window.ts'
import { cursorOf, horizonCursor, readCursor, readHorizon } from './position.ts'

export interface FeedQuery {
  principal: Principal
  now: Date
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
export function changesAfter(db: Database, query: FeedQuery): Promise<Result<ChangesPage>> {
  return inSnapshot(db, (tx) => readPage(tx, query))
}

/** The same inside a transaction that sees one unchanging view of the database. */
export async function readPage(tx: Tx, query: FeedQuery): Promise<Result<ChangesPage>> {
  const { now, limit } = query
  const horizon = await readHorizon(tx)
  const from = readCursor(query.cursor, horizon)
  if (!from.ok) return from
  const window = { after: from.value, below: horizon.xmin }
  const at = now.toISOString()
  const everything = { cursor: horizonCursor(horizon), coversBelow: String(horizon.xmin), more: false, at }
  // Most pulls find nothing.
  if (!(await hasAny(tx, window))) return { ok: true, value: { changes: [], ...everything } }

  // The request's own look at the principal may be older than this view, and a change of theirs is told but once.
  const principal = (await findPrincipal(tx, query.principal.userId)) ?? query.principal
  const reader = { principal, now }
  const rows = await readRows(tx, reader, window, limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  const end = last ? { xid: BigInt(last.xid), seq: BigInt(last.seq) } : await readWindowEnd(tx, window)
  const changes = await toChanges(tx, reader, page, end ?? { xid: horizon.xmin, seq: 0n })
  if (changes === 'too many accounts') return fetchAnew
  if (!end) return { ok: true, value: { changes, ...everything } }
  const cursor = cursorOf(horizon.epoch, end)
  return { ok: true, value: { changes, cursor, coversBelow: String(end.xid), more: true, at } }
}

const fetchAnew: Result<never> = {
  ok: false,
  error: problem('cursor_gone', {
    detail:
      'Access to very many accounts changed. Fetch everything again. Changes that wait to be sent stay as they are.',
  }),
}
