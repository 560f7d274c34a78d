import type {
  AccountEntity,
  AccountId,
  AccountRows,
  Change,
  ChangesPage,
  Cursor,
  DirectoryEntry,
  EnvironmentId,
  Principal,
  Result,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database, Tx } from '../db/database.ts'
import { inSnapshot } from '../db/transaction.ts'
import { listEntries } from '../repositories/access.ts'
import { selectEnvironments, toApplication, toEnvironment } from '../repositories/rows.ts'
import { cursorOf, horizonCursor, type Position, readCursor, readHorizon } from './position.ts'
import { type AnyRow, accountEntities, findRows, type RowKey } from './row-queries.ts'
import { sightOf } from './sight.ts'

interface Query {
  principal: Principal
  now: Date
  cursor: Cursor
  /** Rows of the feed that are looked at for one page. */
  limit: number
}

/**
 * What changed after a cursor, as far as the principal may read it. A row of a transaction that might still be
 * running, or that is younger than one that is, stays for a later page: so a slow commit is never passed over.
 */
export function changesAfter(db: Database, query: Query): Promise<Result<ChangesPage>> {
  return inSnapshot(db, async (tx): Promise<Result<ChangesPage>> => {
    const { principal, now, limit } = query
    const horizon = await readHorizon(tx)
    const from = readCursor(query.cursor, horizon)
    if (!from.ok) return from
    const at = now.toISOString()
    const everything = { cursor: horizonCursor(horizon), coversBelow: String(horizon.xmin), more: false, at }
    // Most pulls find nothing, and then how many accounts somebody has must not matter.
    if (!(await hasAny(tx, from.value, horizon.xmin)))
      return { ok: true, value: { changes: [], ...everything } }

    const entries = await listEntries(tx, principal, now)
    const view = viewOf(principal, entries)
    const rows = await readRows(tx, view, from.value, horizon.xmin, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    if (rows.length <= limit || !last) {
      const changes = await toChanges(tx, view, page, { xid: horizon.xmin, seq: 0n })
      return { ok: true, value: { changes, ...everything } }
    }
    const end = { xid: BigInt(last.xid), seq: BigInt(last.seq) }
    const changes = await toChanges(tx, view, page, end)
    const cursor = cursorOf(horizon.epoch, end)
    return { ok: true, value: { changes, cursor, coversBelow: last.xid, more: true, at } }
  })
}

/** What the principal may see as of this page. */
interface View {
  principal: Principal
  entries: Map<string, DirectoryEntry>
  environments: Set<EnvironmentId>
}

function viewOf(principal: Principal, entries: DirectoryEntry[]): View {
  return {
    principal,
    entries: new Map(entries.map((entry) => [entry.account.id, entry])),
    environments: new Set([...principal.administers, ...entries.map(({ account }) => account.environmentId)]),
  }
}

interface FeedRow {
  xid: string
  seq: string
  environment_id: EnvironmentId | null
  account_id: AccountId | null
  user_id: string | null
  entity: string
  key: Record<string, string>
}

async function hasAny(tx: Tx, { xid, seq }: Position, below: bigint): Promise<boolean> {
  const { rows } = await sql`select from change
    where (xid, seq) > (${String(xid)}::xid8, ${String(seq)}::bigint) and xid < ${String(below)}::xid8
    limit 1`.execute(tx)
  return rows.length > 0
}

// The sort names its table: the bare names are the answer's texts, and those sort otherwise than numbers.
async function readRows(
  tx: Tx,
  { principal, entries, environments }: View,
  { xid, seq }: Position,
  below: bigint,
  limit: number,
): Promise<FeedRow[]> {
  const { rows } = await sql<FeedRow>`
    select xid::text, seq::text, environment_id, account_id, user_id, entity, key from change
    where (xid, seq) > (${String(xid)}::xid8, ${String(seq)}::bigint) and xid < ${String(below)}::xid8
      and case
        when user_id is not null then user_id = ${principal.userId}
        when account_id is not null then account_id = any(${[...entries.keys()]}::uuid[])
        else environment_id = any(${[...environments]}::uuid[])
      end
    order by change.xid, change.seq limit ${limit}`.execute(tx)
  return rows
}

async function toChanges(tx: Tx, view: View, page: FeedRow[], end: Position): Promise<Change[]> {
  const { changes, replaced } = await accessChanges(tx, view, page)
  // Of an account that a later page will say to fetch as a whole, the client may not know anything yet.
  const later = await accountsWithLaterAccess(tx, view, end)
  const isTold = (row: FeedRow) =>
    row.account_id !== null && !replaced.has(row.account_id) && !later(row.account_id)
  changes.push(...(await environmentChanges(tx, view, page)))
  if (page.some((row) => row.entity === 'principal')) changes.push({ type: 'principal', row: view.principal })
  if (page.some((row) => row.entity === 'myInvitations')) changes.push({ type: 'myInvitations' })

  const told = page.filter(isTold)
  for (const accountId of new Set(
    told.flatMap((row) => (row.entity === 'account' ? [row.account_id] : [])),
  )) {
    const entry = accountId && view.entries.get(accountId)
    if (entry) changes.push({ type: 'directory', row: entry })
  }
  for (const entity of accountEntities) {
    const rows = told.filter((row) => row.entity === entity)
    changes.push(...(await rowChanges(tx, view, entity, rows)))
  }
  return changes
}

/** Accounts that were given to the principal or taken from them, and those where their permissions changed. */
async function accessChanges(
  tx: Tx,
  view: View,
  page: FeedRow[],
): Promise<{ changes: Change[]; replaced: Set<string> }> {
  const replaced = new Set<AccountId>()
  for (const row of page) {
    if (row.entity !== 'access') continue
    if (row.account_id) replaced.add(row.account_id)
    else if (row.environment_id) for (const id of await accountsOf(tx, row.environment_id)) replaced.add(id)
  }
  const changes: Change[] = []
  const environments = new Set<EnvironmentId>()
  for (const accountId of replaced) {
    const entry = view.entries.get(accountId)
    if (entry) environments.add(entry.account.environmentId)
    changes.push({ type: entry ? 'snapshot' : 'purge', accountId })
  }
  if (page.some((row) => row.entity === 'access' && !row.account_id)) {
    changes.unshift({ type: 'principal', row: view.principal })
  }
  // It may be the first account that they have in its environment.
  const known = await environmentRows(tx, [...environments])
  return { changes: [...known, ...changes], replaced }
}

async function accountsOf(tx: Tx, environmentId: EnvironmentId): Promise<AccountId[]> {
  const rows = await tx
    .selectFrom('account')
    .select('id')
    .where('environment_id', '=', environmentId)
    .execute()
  return rows.map(({ id }) => id)
}

async function accountsWithLaterAccess(tx: Tx, view: View, { xid, seq }: Position) {
  const { rows } = await sql<Pick<FeedRow, 'account_id' | 'environment_id'>>`
    select distinct account_id, environment_id from change
    where (xid, seq) > (${String(xid)}::xid8, ${String(seq)}::bigint)
      and user_id = ${view.principal.userId} and entity = 'access'`.execute(tx)
  const accounts = new Set(rows.map((row) => row.account_id))
  const environments = new Set(rows.flatMap((row) => (row.account_id ? [] : [row.environment_id])))
  return (accountId: AccountId) =>
    accounts.has(accountId) || environments.has(view.entries.get(accountId)?.account.environmentId ?? null)
}

async function environmentChanges(tx: Tx, view: View, page: FeedRow[]): Promise<Change[]> {
  const changes: Change[] = []
  const ofEntity = (entity: string) => page.filter((row) => row.entity === entity)
  const environmentIds = [...new Set(ofEntity('environment').flatMap((row) => row.environment_id ?? []))]
  if (environmentIds.length > 0) {
    const rows = await selectEnvironments(tx).where('e.id', 'in', environmentIds).execute()
    changes.push(...rows.map((row) => ({ type: 'environment', row: toEnvironment(row) }) as const))
  }
  const applications = new Map(ofEntity('application').map((row) => [row.key.id ?? '', row]))
  if (applications.size === 0) return changes
  const found = await tx
    .selectFrom('application')
    .selectAll()
    .where(sql<boolean>`id = any(${[...applications.keys()]}::uuid[])`)
    .execute()
  for (const row of found) {
    applications.delete(row.id)
    if (view.environments.has(row.environment_id)) {
      changes.push({ type: 'application', row: toApplication(row) })
    }
  }
  for (const [id, { environment_id }] of applications) {
    if (!environment_id) continue
    changes.push({ type: 'applicationDeleted', environmentId: environment_id, applicationId: id as never })
  }
  return changes
}

async function environmentRows(tx: Tx, ids: EnvironmentId[]): Promise<Change[]> {
  if (ids.length === 0) return []
  const environments = await selectEnvironments(tx).where('e.id', 'in', ids).execute()
  const applications = await tx
    .selectFrom('application')
    .selectAll()
    .where('environment_id', 'in', ids)
    .orderBy('name')
    .execute()
  return [
    ...environments.map((row) => ({ type: 'environment', row: toEnvironment(row) }) as const),
    ...applications.map((row) => ({ type: 'application', row: toApplication(row) }) as const),
  ]
}

/** The rows of one kind as they are now, account by account; those that are no more are deleted. */
async function rowChanges(tx: Tx, view: View, entity: AccountEntity, rows: FeedRow[]): Promise<Change[]> {
  const wanted = new Map<string, RowKey>()
  for (const { account_id, key } of rows) {
    const entry = account_id && view.entries.get(account_id)
    if (!entry || !mayRead(entry, entity, key)) continue
    const rowKey = { ...key, accountId: entry.account.id }
    wanted.set(nameOf(rowKey), rowKey)
  }
  const found = await findRows(tx, entity, [...wanted.values()])
  const puts = Map.groupBy(found, (row) => row.accountId)
  for (const row of found) wanted.delete(nameOf(keyOfRow(entity, row)))
  return [
    ...[...puts].map(
      ([accountId, rows]): Change => ({ type: 'put', accountId, batch: { entity, rows } as AccountRows }),
    ),
    ...[...wanted.values()].map(({ accountId, ...key }) => {
      return { type: 'delete', accountId, target: { entity, key } } as Change
    }),
  ]
}

function mayRead(entry: DirectoryEntry, entity: AccountEntity, key: Record<string, string>): boolean {
  const sight = sightOf(entry, entity)
  if (sight !== 'own') return sight === 'all'
  const membershipId = entity === 'membership' ? key.id : key.membershipId
  return membershipId !== undefined && membershipId === entry.access.membershipId
}

function keyOfRow(entity: AccountEntity, row: AnyRow): RowKey {
  const { accountId, applicationId, membershipId, id } = row as Record<string, string | undefined>
  const key = entity === 'grant' ? { membershipId, applicationId } : id ? { id } : { applicationId }
  return { accountId, ...key } as RowKey
}

// Both sides of a comparison list their names in one order, whatever order they were written in.
function nameOf(key: RowKey): string {
  return ['accountId', 'id', 'membershipId', 'applicationId'].map((name) => key[name] ?? '').join('/')
}
