import type { AccountId, DirectoryEntry, EnvironmentId, Principal } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { selectDirectory, toEntry } from '../repositories/access.ts'
import type { Position } from './position.ts'

/**
 * Which rows of the feed concern a principal. Everything here costs by what is in the window that is looked at, never
 * by how many accounts somebody has: an account or an environment is judged when a row names it.
 */

/** Rows of the feed that are looked at for one page at most, whomever they concern. */
const windowRows = 10_000

/** Who reads, at what time. */
export interface Reader {
  principal: Principal
  now: Date
  /** What the client knows of; see known-to.ts. */
  protocol: number
}

/** Changes after a position, of transactions below another one. */
export interface Window {
  after: Position
  below: bigint
}

export interface FeedRow {
  xid: string
  seq: string
  environment_id: EnvironmentId | null
  account_id: AccountId | null
  user_id: string | null
  entity: string
  key: Record<string, string>
}

// Told as bare column names, so that they fit every query over `change`.
const inWindow = ({ after, below }: Window) =>
  sql`(xid, seq) > ${pointOf(after)} and xid < ${String(below)}::xid8`

function pointOf({ xid, seq }: Position) {
  return sql`(${String(xid)}::xid8, ${String(seq)}::bigint)`
}

export async function hasAny(tx: Tx, window: Window): Promise<boolean> {
  const { rows } = await sql`select from change where ${inWindow(window)} limit 1`.execute(tx)
  return rows.length > 0
}

/** Where the window has to be cut, so that a page looks at no more than `windowRows`; null where it is shorter. */
export async function readWindowEnd(tx: Tx, window: Window): Promise<Position | null> {
  const { rows } = await sql<{ xid: string; seq: string }>`
    select xid::text, seq::text from change where ${inWindow(window)}
    order by change.xid, change.seq offset ${windowRows - 1} limit 1`.execute(tx)
  const row = rows[0]
  return row ? { xid: BigInt(row.xid), seq: BigInt(row.seq) } : null
}

/**
 * The first rows of the window that the reader may know of, in their order. What is addressed to a user is theirs
 * alone; what happens in an account concerns whoever may see it now; that an account came to an environment or went
 * is for its administrators; what else happens there is for everybody with an account in it.
 */
export async function readRows(tx: Tx, reader: Reader, window: Window, limit: number): Promise<FeedRow[]> {
  const { principal, now } = reader
  const environments = await environmentsKnown(tx, reader, await environmentsNamed(tx, window))
  // A query for one value, looked up row by row: a join could be planned over all accounts that the reader has.
  const isOfAccount = sql`coalesce((
    select a.environment_id = any(${principal.administers}::uuid[])
      or coalesce((select true from membership m
        where m.account_id = a.id and m.user_id = ${principal.userId} and ${isNotOver(now)}), false)
    from account a where a.id = c.account_id), false)`
  // The sort names its table: the bare names are the answer's texts, and those sort otherwise than numbers.
  const { rows } = await sql<FeedRow>`
    select xid::text, seq::text, environment_id, account_id, user_id, entity, key
    from (select * from change where ${inWindow(window)} order by xid, seq limit ${windowRows}) as c
    where case
      when user_id is not null then user_id = ${principal.userId}
      when account_id is not null then ${isOfAccount}
      when entity = 'environmentAccount' then environment_id = any(${principal.administers}::uuid[])
      else environment_id = any(${environments}::uuid[])
    end
    order by c.xid, c.seq limit ${limit}`.execute(tx)
  return rows
}

const isNotOver = (now: Date) => sql`(m.ends_at is null or m.ends_at > ${now})`

async function environmentsNamed(tx: Tx, window: Window): Promise<EnvironmentId[]> {
  const { rows } = await sql<{ environment_id: EnvironmentId }>`
    select distinct environment_id from change
    where account_id is null and user_id is null and entity <> 'environmentAccount' and ${inWindow(window)}
  `.execute(tx)
  return rows.map((row) => row.environment_id)
}

/** Those that the reader administers or has an account in. */
export async function environmentsKnown(
  tx: Tx,
  { principal, now }: Pick<Reader, 'principal' | 'now'>,
  ids: EnvironmentId[],
): Promise<EnvironmentId[]> {
  const foreign = ids.filter((id) => !principal.administers.includes(id))
  if (foreign.length === 0) return ids
  const { rows } = await sql<{ id: EnvironmentId }>`
    select e.id from environment e where e.id = any(${foreign}::uuid[]) and coalesce((
      select true from membership m join account a on a.id = m.account_id
      where m.user_id = ${principal.userId} and ${isNotOver(now)} and a.environment_id = e.id limit 1), false)
  `.execute(tx)
  const known = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => known.has(id) || principal.administers.includes(id))
}

/** The named accounts as the reader may see them; those that they may not see are missing. */
export async function findEntries(
  tx: Tx,
  { principal, now }: Pick<Reader, 'principal' | 'now'>,
  accountIds: readonly AccountId[],
): Promise<Map<string, DirectoryEntry>> {
  if (accountIds.length === 0) return new Map()
  const rows = await selectDirectory(tx, principal, now)
    .where(sql<boolean>`a.id = any(${accountIds}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, toEntry(row, principal)]))
}

/** Those of the accounts that a row after the position will say to fetch as a whole. */
export async function accountsToldLater(
  tx: Tx,
  { principal }: Reader,
  after: Position,
  entries: ReadonlyMap<string, DirectoryEntry>,
): Promise<Set<string>> {
  if (entries.size === 0) return new Set()
  const ids = [...entries.keys()]
  const { rows } = await sql<{ account_id: string | null; environment_id: string | null }>`
    select account_id, environment_id from change
    where user_id = ${principal.userId} and entity = 'access' and (xid, seq) > ${pointOf(after)}
      and (account_id is null or account_id = any(${ids}::uuid[]))
    union
    select (key->>'id')::uuid, environment_id from change
    where account_id is null and user_id is null and entity = 'environmentAccount'
      and (xid, seq) > ${pointOf(after)}
      and environment_id = any(${principal.administers}::uuid[]) and key->>'id' = any(${ids}::text[])
  `.execute(tx)
  const accounts = new Set(rows.map((row) => row.account_id))
  const environments = new Set(rows.flatMap((row) => (row.account_id ? [] : [row.environment_id])))
  return new Set(
    ids.filter((id) => accounts.has(id) || environments.has(entries.get(id)?.account.environmentId ?? null)),
  )
}
