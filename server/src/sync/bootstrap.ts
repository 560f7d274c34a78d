import {
  type AccountEntity,
  type AccountId,
  type AccountRows,
  type BootstrapLine,
  type DirectoryEntry,
  type Principal,
  syncProtocol,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { listEntries } from '../repositories/access.ts'
import { selectEnvironments, toApplication, toEnvironment } from '../repositories/rows.ts'
import { horizonCursor, readHorizon } from './position.ts'
import { type AnyRow, accountEntities, countRows, loadRows } from './row-queries.ts'
import { scopeOf } from './sight.ts'

const rowsPerLine = 500
const accountsPerQuery = 50
/** A caller that reads nothing for this long gives its place back. */
const stalledMs = 60_000

interface Request {
  principal: Principal
  now: Date
}

/**
 * Everything that the principal may see, from one unchanging view of the database: the directory first, so that the
 * client is usable at once, then account by account, those in `first` before the others.
 */
export async function* bootstrap(
  db: Database,
  { principal, now }: Request,
  first: readonly string[],
): AsyncGenerator<BootstrapLine> {
  yield* inOneSnapshot(db, async function* (tx) {
    const horizon = await readHorizon(tx)
    const entries = inOrder(await listEntries(tx, principal, now), first)
    yield await startLine(tx, horizon, entries, now)
    yield { type: 'principal', row: principal }
    yield* environmentLines(tx, principal, entries)
    for (const rows of chunks(entries, rowsPerLine)) yield { type: 'directory', rows }
    yield { type: 'usable' }
    // The first account comes alone: somebody is waiting to look at it.
    for (const part of [entries.slice(0, 1), ...chunks(entries.slice(1), accountsPerQuery)]) {
      yield* accountLines(tx, part, now)
    }
    yield { type: 'end' }
  })
}

/** One account as a whole. */
export async function* snapshot(
  db: Database,
  { now }: Pick<Request, 'now'>,
  find: (tx: Tx) => Promise<DirectoryEntry | null>,
): AsyncGenerator<BootstrapLine> {
  yield* inOneSnapshot(db, async function* (tx) {
    const horizon = await readHorizon(tx)
    // Access may have ended since the request was let in; then there is nothing to send.
    const entry = await find(tx)
    const entries = entry ? [entry] : []
    yield await startLine(tx, horizon, entries, now)
    yield { type: 'directory', rows: entries }
    yield* accountLines(tx, entries, now)
    yield { type: 'end' }
  })
}

async function startLine(
  tx: Tx,
  horizon: Awaited<ReturnType<typeof readHorizon>>,
  entries: readonly DirectoryEntry[],
  now: Date,
): Promise<BootstrapLine> {
  return {
    type: 'start',
    protocol: syncProtocol,
    cursor: horizonCursor(horizon),
    at: now.toISOString(),
    accounts: entries.length,
    rows: await countAll(tx, entries, now),
  }
}

async function* inOneSnapshot(
  db: Database,
  lines: (tx: Tx) => AsyncGenerator<BootstrapLine>,
): AsyncGenerator<BootstrapLine> {
  const tx = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  try {
    await sql`set local idle_in_transaction_session_timeout = ${sql.lit(stalledMs)}`.execute(tx)
    yield* lines(tx)
  } finally {
    // Nothing was written. A connection that was ended meanwhile has rolled back by itself.
    await tx
      .rollback()
      .execute()
      .catch(() => {})
  }
}

async function* environmentLines(
  tx: Tx,
  principal: Principal,
  entries: readonly DirectoryEntry[],
): AsyncGenerator<BootstrapLine> {
  const ids = [...new Set([...principal.administers, ...entries.map(({ account }) => account.environmentId)])]
  if (ids.length === 0) return
  const environments = await selectEnvironments(tx).where('e.id', 'in', ids).orderBy('e.name').execute()
  yield { type: 'environments', rows: environments.map(toEnvironment) }
  const applications = await tx
    .selectFrom('application')
    .selectAll()
    .where('environment_id', 'in', ids)
    .orderBy('environment_id')
    .orderBy('name')
    .execute()
  for (const rows of chunks(applications.map(toApplication), rowsPerLine))
    yield { type: 'applications', rows }
}

async function* accountLines(
  tx: Tx,
  entries: readonly DirectoryEntry[],
  now: Date,
): AsyncGenerator<BootstrapLine> {
  const loaded: [AccountEntity, Map<string, AnyRow[]>][] = []
  for (const entity of accountEntities) {
    const rows = await loadRows(tx, entity, scopeOf(entries, entity), now)
    loaded.push([entity, Map.groupBy(rows, (row) => row.accountId)])
  }
  for (const { account } of entries) {
    for (const [entity, byAccount] of loaded) {
      for (const rows of chunks(byAccount.get(account.id) ?? [], rowsPerLine)) {
        yield { type: 'rows', accountId: account.id, batch: { entity, rows } as AccountRows }
      }
    }
    yield { type: 'account', accountId: account.id }
  }
}

async function countAll(tx: Tx, entries: readonly DirectoryEntry[], now: Date): Promise<number> {
  let sum = 0
  for (const entity of accountEntities) sum += await countRows(tx, entity, scopeOf(entries, entity), now)
  return sum
}

function inOrder(entries: DirectoryEntry[], first: readonly string[]): DirectoryEntry[] {
  const byId = new Map<AccountId | string, DirectoryEntry>(entries.map((entry) => [entry.account.id, entry]))
  const wanted = [...new Set(first)].flatMap((id) => byId.get(id) ?? [])
  const isFirst = new Set(wanted)
  return [...wanted, ...entries.filter((entry) => !isFirst.has(entry))]
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = []
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size))
  return parts
}
