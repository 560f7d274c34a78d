import type {
  AccountEntity,
  AccountId,
  AccountRows,
  Change,
  DirectoryEntry,
  EnvironmentId,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { selectEnvironments, toApplication, toEnvironment } from '../repositories/rows.ts'
import { administratorsOf } from './administrators.ts'
import {
  accountsToldLater,
  environmentsKnown,
  type FeedRow,
  findEntries,
  type Reader,
} from './feed-window.ts'
import { knowsAdministrators, knowsEntity, knowsRow } from './known-to.ts'
import type { Position } from './position.ts'
import { type AnyRow, accountEntities, findRows, type RowKey } from './row-queries.ts'
import { isInSight, scopeOf, sightOf } from './sight.ts'

/** A page that names more accounts to be fetched one by one asks for everything anew instead: that is cheaper. */
const maxReplaced = 500

type Entries = ReadonlyMap<string, DirectoryEntry>

/** The rows of a page as what the reader's copy has to do, with everything as it is now. `end`: where the page ends. */
export async function toChanges(
  tx: Tx,
  reader: Reader,
  page: FeedRow[],
  end: Position,
): Promise<Change[] | 'too many accounts'> {
  const replaced = await accountsReplaced(tx, page)
  if (replaced === 'too many accounts') return replaced
  const named = page.flatMap((row) => row.account_id ?? [])
  const entries = await findEntries(tx, reader, [...new Set([...named, ...replaced])])
  const changes = await replacedChanges(tx, reader, page, replaced, entries)
  if (changes.filter(({ type }) => type === 'snapshot').length > maxReplaced) return 'too many accounts'
  changes.push(...(await environmentChanges(tx, page)))
  changes.push(...(await administratorChanges(tx, reader, page, replaced)))
  if (page.some((row) => row.entity === 'principal'))
    changes.push({ type: 'principal', row: reader.principal })
  if (page.some((row) => row.entity === 'myInvitations')) changes.push({ type: 'myInvitations' })

  // Of an account that a later page will say to fetch as a whole, the client may not know anything yet.
  const later = await accountsToldLater(tx, reader, end, entries)
  const isTold = ({ account_id: id }: FeedRow) => id !== null && !replaced.has(id) && !later.has(id)
  const told = page.filter(isTold)
  const ownRows = told.flatMap((row) => (row.entity === 'account' && row.account_id ? [row.account_id] : []))
  for (const accountId of new Set(ownRows)) {
    const entry = entries.get(accountId)
    if (entry) changes.push({ type: 'directory', row: entry })
  }
  for (const entity of accountEntities) {
    if (!knowsEntity(reader.protocol, entity)) continue
    const rows = told.filter((row) => row.entity === entity)
    changes.push(...(await rowChanges(tx, reader, entries, entity, rows)))
  }
  return changes
}

/** Accounts that came, went, or in which other rows may be read than before. */
async function accountsReplaced(tx: Tx, page: FeedRow[]): Promise<Set<AccountId> | 'too many accounts'> {
  const replaced = new Set<AccountId>()
  for (const row of page) {
    if (row.entity === 'environmentAccount' && row.key.id) replaced.add(row.key.id as AccountId)
    if (row.entity !== 'access') continue
    if (row.account_id) replaced.add(row.account_id)
    else if (row.environment_id) {
      const ids = await accountsOf(tx, row.environment_id)
      if (ids.length > maxReplaced) return 'too many accounts'
      for (const id of ids) replaced.add(id)
    }
  }
  return replaced
}

/** Those of an environment, or so many that they are too many. */
async function accountsOf(tx: Tx, environmentId: EnvironmentId): Promise<AccountId[]> {
  const rows = await tx
    .selectFrom('account')
    .select('id')
    .where('environment_id', '=', environmentId)
    .limit(maxReplaced + 1)
    .execute()
  return rows.map(({ id }) => id)
}

async function replacedChanges(
  tx: Tx,
  { principal }: Reader,
  page: FeedRow[],
  replaced: ReadonlySet<AccountId>,
  entries: Entries,
): Promise<Change[]> {
  const changes: Change[] = []
  const environments = new Set<EnvironmentId>()
  for (const accountId of replaced) {
    const entry = entries.get(accountId)
    if (entry) environments.add(entry.account.environmentId)
    changes.push({ type: entry ? 'snapshot' : 'purge', accountId })
  }
  // What they administer changed.
  if (page.some((row) => row.entity === 'access' && !row.account_id)) {
    changes.unshift({ type: 'principal', row: principal })
  }
  // It may be the first account that they have in its environment.
  return [...(await environmentRows(tx, [...environments])), ...changes]
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

async function environmentChanges(tx: Tx, page: FeedRow[]): Promise<Change[]> {
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
    const isOfTheRow = applications.get(row.id)?.environment_id === row.environment_id
    applications.delete(row.id)
    if (isOfTheRow) changes.push({ type: 'application', row: toApplication(row) })
  }
  for (const [id, { environment_id }] of applications) {
    if (!environment_id) continue
    changes.push({ type: 'applicationDeleted', environmentId: environment_id, applicationId: id as never })
  }
  return changes
}

/**
 * Who administers environments, where that changed and where the reader may have come to see it or ceased to. That it
 * may no longer be known is told only of an environment that the reader knows of still: the others are forgotten whole.
 */
async function administratorChanges(
  tx: Tx,
  reader: Reader,
  page: FeedRow[],
  replaced: ReadonlySet<AccountId>,
): Promise<Change[]> {
  if (!knowsAdministrators(reader.protocol)) return []
  const named = page.flatMap((row) => {
    const isOne =
      row.entity === 'administrators' || row.entity === 'access' || row.entity === 'environmentAccount'
    return isOne ? (row.environment_id ?? []) : []
  })
  const ids = [...new Set([...named, ...(await environmentsOf(tx, [...replaced]))])]
  const told = await administratorsOf(tx, reader, await environmentsKnown(tx, reader, ids))
  return [...told].map(([environmentId, rows]) => ({ type: 'administrators', environmentId, rows }) as const)
}

async function environmentsOf(tx: Tx, accountIds: AccountId[]): Promise<EnvironmentId[]> {
  if (accountIds.length === 0) return []
  const rows = await tx
    .selectFrom('account')
    .select('environment_id')
    .distinct()
    .where(sql<boolean>`id = any(${accountIds}::uuid[])`)
    .execute()
  return rows.map((row) => row.environment_id)
}

/** The rows of one kind as they are now, account by account; those that are no more, or out of sight, are deleted. */
async function rowChanges(
  tx: Tx,
  { protocol }: Reader,
  entries: Entries,
  entity: AccountEntity,
  rows: FeedRow[],
): Promise<Change[]> {
  const wanted = new Map<string, RowKey>()
  for (const { account_id, key } of rows) {
    const entry = account_id && entries.get(account_id)
    if (!entry || !mayRead(entry, entity, key)) continue
    const rowKey = { ...key, accountId: entry.account.id }
    wanted.set(nameOf(rowKey), rowKey)
  }
  const scope = scopeOf([...entries.values()], entity)
  const found = (await findRows(tx, entity, [...wanted.values()], scope)).filter((row) => {
    const entry = entries.get(row.accountId)
    return entry !== undefined && isInSight(entry, entity, row) && knowsRow(protocol, entity, row)
  })
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
