import { isDeepStrictEqual } from 'node:util'
import type {
  AccountId,
  AccountRows,
  BootstrapLine,
  Cursor,
  DirectoryEntry,
  Principal,
  Result,
} from '@gatehouse/contract'
import type { Clock } from '../clock.ts'
import type { Database, Tx } from '../db/database.ts'
import { inSnapshot } from '../db/transaction.ts'
import { findPrincipal, listEntries } from '../repositories/access.ts'
import { selectEnvironments, toApplication, toEnvironment } from '../repositories/rows.ts'
import { administratorsOf } from './administrators.ts'
import { findEntries } from './feed-window.ts'
import { knowsAdministrators, knowsEntity, knowsRow } from './known-to.ts'
import { horizonCursor, readCursor, readHorizon } from './position.ts'
import { countRows } from './row-counts.ts'
import { accountEntities, loadRows } from './row-queries.ts'
import { isInSight, scopeOf } from './sight.ts'

const rowsPerLine = 500
const accountsPerQuery = 50

/** Who asks. The clock, as access may end while a long answer is on its way. */
export interface BootstrapReader {
  principal: Principal
  /** What the client knows of; see known-to.ts. */
  protocol: number
  clock: Clock
}

export interface BootstrapWish {
  /** Accounts to send before the others. */
  first: readonly string[]
  /** Goes on with an earlier one: where its first pull begins, and up to which account it is complete. */
  resume?: { cursor: Cursor; after: AccountId | null }
}

/** Whether a pull from the cursor will still be possible, so that going on from there makes sense. */
export function checkResumable(db: Database, cursor: Cursor): Promise<Result<unknown>> {
  return inSnapshot(db, async (tx) => readCursor(cursor, await readHorizon(tx)))
}

/**
 * Everything that the principal may see: the directory first, so that the client is usable at once, then account by
 * account, those in `first` before the others, and those in the order of their ids, which never change.
 *
 * No transaction stays open while the caller reads. The feed stops for everybody at the oldest transaction, so a slow
 * reader would hold it up. Instead each batch of accounts is read by itself; what changed since the start is told
 * again by the first pull, with the rows as they are then.
 */
export async function* bootstrap(
  db: Database,
  reader: BootstrapReader,
  wish: BootstrapWish,
): AsyncGenerator<BootstrapLine> {
  const { lines, rest } = await inSnapshot(db, (tx) => open(tx, reader, wish))
  yield* lines
  // The first account comes alone: somebody is waiting to look at it.
  for (const part of [rest.slice(0, 1), ...chunks(rest.slice(1), accountsPerQuery)]) {
    if (part.length === 0) continue
    const accounts = await inSnapshot(db, (tx) => readAccounts(tx, reader, part))
    // They are no more. Without its end, nobody takes this for a whole bootstrap.
    if (!accounts) return
    yield* accounts
  }
  yield { type: 'end' }
}

/** One account as a whole, from one view of the database. Nothing but its frame where it may no longer be seen. */
export async function* snapshot(
  db: Database,
  reader: BootstrapReader,
  accountId: AccountId,
): AsyncGenerator<BootstrapLine> {
  const lines = await inSnapshot(db, async (tx): Promise<BootstrapLine[]> => {
    const now = reader.clock.now()
    const principal = (await findPrincipal(tx, reader.principal.userId)) ?? reader.principal
    const entries = [...(await findEntries(tx, { principal, now }, [accountId])).values()]
    return [
      await startLine(tx, reader, entries, now),
      { type: 'directory', rows: entries },
      ...(await accountLines(tx, reader, entries, now)),
      { type: 'end' },
    ]
  })
  yield* lines
}

interface Opening {
  lines: BootstrapLine[]
  /** Accounts whose rows are to come, in that order. */
  rest: DirectoryEntry[]
}

async function open(tx: Tx, reader: BootstrapReader, wish: BootstrapWish): Promise<Opening> {
  const now = reader.clock.now()
  const principal = (await findPrincipal(tx, reader.principal.userId)) ?? reader.principal
  const entries = await listEntries(tx, principal, now)
  const rest = inOrder(entries, wish)
  const lines: BootstrapLine[] = [
    await startLine(tx, reader, rest, now, wish.resume?.cursor),
    { type: 'principal', row: principal },
    ...(await environmentLines(tx, { ...reader, principal }, entries)),
    ...chunks(entries, rowsPerLine).map((rows): BootstrapLine => ({ type: 'directory', rows })),
    { type: 'usable' },
  ]
  return { lines, rest }
}

async function startLine(
  tx: Tx,
  { protocol }: BootstrapReader,
  entries: readonly DirectoryEntry[],
  now: Date,
  resumed?: Cursor,
): Promise<BootstrapLine> {
  return {
    type: 'start',
    protocol,
    // Going on keeps the first cursor: what was sent long ago is brought up to date by pulling from there.
    cursor: resumed ?? horizonCursor(await readHorizon(tx)),
    at: now.toISOString(),
    accounts: entries.length,
    rows: await countRows(tx, entries, now),
    ...(resumed === undefined ? {} : { resumed: true }),
  }
}

async function environmentLines(
  tx: Tx,
  { principal, protocol, clock }: BootstrapReader,
  entries: readonly DirectoryEntry[],
): Promise<BootstrapLine[]> {
  const ids = [...new Set([...principal.administers, ...entries.map(({ account }) => account.environmentId)])]
  if (ids.length === 0) return []
  const environments = await selectEnvironments(tx).where('e.id', 'in', ids).orderBy('e.name').execute()
  const applications = await tx
    .selectFrom('application')
    .selectAll()
    .where('environment_id', 'in', ids)
    .orderBy('environment_id')
    .orderBy('name')
    .execute()
  const administrators = knowsAdministrators(protocol)
    ? await administratorsOf(tx, { principal, now: clock.now() }, ids)
    : []
  return [
    { type: 'environments', rows: environments.map(toEnvironment) },
    ...chunks(applications.map(toApplication), rowsPerLine).map(
      (rows): BootstrapLine => ({ type: 'applications', rows }),
    ),
    ...[...administrators].flatMap(([environmentId, rows]): BootstrapLine[] =>
      rows ? [{ type: 'administrators', environmentId, rows }] : [],
    ),
  ]
}

/** A batch of accounts as the principal may see them by now; null where there is no such user any more. */
async function readAccounts(
  tx: Tx,
  reader: BootstrapReader,
  told: readonly DirectoryEntry[],
): Promise<BootstrapLine[] | null> {
  const now = reader.clock.now()
  const principal = await findPrincipal(tx, reader.principal.userId)
  if (!principal) return null
  const found = await findEntries(
    tx,
    { principal, now },
    told.map(({ account }) => account.id),
  )
  const entries = told.flatMap(({ account }) => found.get(account.id) ?? [])
  const toldById = new Map(told.map((entry) => [entry.account.id, entry]))
  const changed = entries.filter((entry) => !isDeepStrictEqual(entry, toldById.get(entry.account.id)))
  return [
    ...(changed.length > 0 ? [{ type: 'directory' as const, rows: changed }] : []),
    ...(await accountLines(tx, reader, entries, now)),
  ]
}

async function accountLines(
  tx: Tx,
  { protocol }: BootstrapReader,
  entries: readonly DirectoryEntry[],
  now: Date,
): Promise<BootstrapLine[]> {
  const byId = new Map(entries.map((entry) => [entry.account.id, entry]))
  const linesOf = new Map<AccountId, BootstrapLine[]>(entries.map(({ account }) => [account.id, []]))
  for (const entity of accountEntities) {
    if (!knowsEntity(protocol, entity)) continue
    const loaded = await loadRows(tx, entity, scopeOf(entries, entity), now)
    const seen = loaded.filter((row) => {
      const entry = byId.get(row.accountId)
      return entry !== undefined && isInSight(entry, entity, row) && knowsRow(protocol, entity, row)
    })
    for (const [accountId, ofAccount] of Map.groupBy(seen, (row) => row.accountId)) {
      for (const rows of chunks(ofAccount, rowsPerLine)) {
        linesOf.get(accountId)?.push({ type: 'rows', accountId, batch: { entity, rows } as AccountRows })
      }
    }
  }
  return [...linesOf].flatMap(([accountId, lines]) => [...lines, { type: 'account' as const, accountId }])
}

function inOrder(entries: readonly DirectoryEntry[], { first, resume }: BootstrapWish): DirectoryEntry[] {
  const byId = new Map<string, DirectoryEntry>(entries.map((entry) => [entry.account.id, entry]))
  const wanted = [...new Set(first)].flatMap((id) => byId.get(id) ?? [])
  for (const { account } of wanted) byId.delete(account.id)
  const after = resume?.after ?? null
  const others = [...byId.keys()].filter((id) => after === null || id > after).toSorted()
  return [...wanted, ...others.flatMap((id) => byId.get(id) ?? [])]
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = []
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size))
  return parts
}
