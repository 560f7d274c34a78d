import type {
  AccountId,
  Activity,
  ActivityAction,
  DirectoryEntry,
  Environment,
  Result,
  RouteAnswer,
  Routes,
  UserId,
} from '@gatehouse/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import { toActivity, toEnvironmentActivity } from '../../repositories/rows.ts'
import { afterTime, readAfterTime, windowOf } from '../../repositories/window.ts'
import { activityInSight } from '../../sync/sight.ts'

/** All that is said has to hold. `from` is counted in, `to` isn't; `q` is a part of a name, in either case. */
export interface ActivityFilter {
  action?: ActivityAction[] | undefined
  actorId?: UserId | undefined
  targetKind?: Activity['targetKind'] | undefined
  targetId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  q?: string | undefined
}

interface Query extends ActivityFilter {
  limit: number
  after?: string | undefined
}

/** Who did what in the account, newest first, as far as its principal may see it. */
export async function listActivity(
  db: Database,
  entry: DirectoryEntry,
  { limit, after, ...filter }: Query,
): Promise<Result<RouteAnswer<Routes['activity.list']>>> {
  const from = readAfterTime(after)
  if (!from.ok) return from
  const items = await readPage(db, entry, filter, { from: from.value, limit: limit + 1 })
  return { ok: true, value: windowOf(items, limit, afterTime) }
}

/** The same for an environment: what administrators did there. */
export async function listEnvironmentActivity(
  db: Database,
  environment: Environment,
  { limit, after, accountId, ...filter }: Query & { accountId?: AccountId | undefined },
): Promise<Result<RouteAnswer<Routes['environments.activity']>>> {
  const from = readAfterTime(after)
  if (!from.ok) return from
  let query = db
    .selectFrom('environment_activity')
    .selectAll()
    .where('environment_id', '=', environment.id)
    .where(matches(filter, from.value))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (accountId) query = query.where('account_id', '=', accountId)
  const items = (await query.execute()).map(toEnvironmentActivity)
  return { ok: true, value: windowOf(items, limit, afterTime) }
}

const exportRows = 1000

interface Export {
  filter: ActivityFilter
  /** Ends it when the caller has gone. */
  signal: AbortSignal
  /** Asked before each page but the first: whether the caller may still read it. */
  mayGoOn(): Promise<boolean>
  pageRows?: number
}

/**
 * Everything that the filter lets through, newest first. It is read page by page, each in a transaction of its own,
 * so a slow reader holds nothing up; what happens meanwhile is newer than the first page and not in it. It breaks off
 * with an error, not as if it were complete, when the caller may no longer read it.
 */
export async function* exportActivity(
  db: Database,
  entry: DirectoryEntry,
  { filter, signal, mayGoOn, pageRows = exportRows }: Export,
): AsyncGenerator<Activity> {
  let from: Place | null = null
  while (!signal.aborted) {
    if (from && !(await mayGoOn())) throw new Error('access ended while activity was exported')
    const items: Activity[] = await readPage(db, entry, filter, { from, limit: pageRows })
    yield* items
    const last = items.at(-1)
    if (!last || items.length < pageRows) return
    from = { at: new Date(last.at), id: last.id }
  }
}

interface Place {
  at: Date
  id: string
}

async function readPage(
  db: Database,
  { account, access }: DirectoryEntry,
  filter: ActivityFilter,
  { from, limit }: { from: Place | null; limit: number },
): Promise<Activity[]> {
  const rows = await db
    .selectFrom('activity')
    .selectAll()
    .where('account_id', '=', account.id)
    .where(sql<boolean>`permissions <@ ${activityInSight(access)}::text[]`)
    .where(matches(filter, from))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toActivity)
}

// The columns are called alike in both tables of activity.
function matches(filter: ActivityFilter, after: Place | null): RawBuilder<boolean> {
  const { action, actorId, targetKind, targetId, from, to, q } = filter
  const parts = [sql`true`]
  if (after) parts.push(sql`(at, id) < (${after.at}, ${after.id}::uuid)`)
  if (action) parts.push(sql`action = any(${action}::text[])`)
  if (actorId) parts.push(sql`actor_id = ${actorId}`)
  if (targetKind) parts.push(sql`target_kind = ${targetKind}`)
  if (targetId) parts.push(sql`target_id = ${targetId}`)
  if (from) parts.push(sql`at >= ${new Date(from)}`)
  if (to) parts.push(sql`at < ${new Date(to)}`)
  if (q) {
    const part = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
    // Without it, a database of the locale C would know of no case beyond a to z.
    const anyScript = sql`collate "und-x-icu"`
    parts.push(sql`(actor_name ${anyScript} ilike ${part} or target_name ${anyScript} ilike ${part})`)
  }
  return sql<boolean>`(${sql.join(parts, sql` and `)})`
}
