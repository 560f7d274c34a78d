import type { Administrator, EnvironmentId } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Reader } from './feed-window.ts'

/**
 * Who administers each of these environments, for a reader who sees users in one of its accounts; null of those where
 * the reader doesn't. What they may do everywhere there is a part of who has access to an account.
 */
export async function administratorsOf(
  tx: Tx,
  { principal, now }: Pick<Reader, 'principal' | 'now'>,
  ids: readonly EnvironmentId[],
): Promise<Map<EnvironmentId, Administrator[] | null>> {
  const told = new Map<EnvironmentId, Administrator[] | null>(ids.map((id) => [id, null]))
  if (ids.length === 0) return told
  const { rows: seen } = await sql<{ id: EnvironmentId }>`
    select e.id from environment e where e.id = any(${ids}::uuid[]) and (
      e.id = any(${principal.administers}::uuid[]) or coalesce((
        select true from membership m join account a on a.id = m.account_id
        where m.user_id = ${principal.userId} and a.environment_id = e.id and m.status = 'active'
          and (m.ends_at is null or m.ends_at > ${now}) and 'users.view' = any(m.permissions) limit 1), false))
  `.execute(tx)
  for (const { id } of seen) told.set(id, [])
  const administrators = await tx
    .selectFrom('environment_administrator as a')
    .innerJoin('app_user as u', 'u.id', 'a.user_id')
    .where(sql<boolean>`a.environment_id = any(${seen.map(({ id }) => id)}::uuid[])`)
    .orderBy(sql`lower(u.name)`)
    .orderBy('u.id')
    .select(['a.environment_id', 'u.id as userId', 'u.name', 'u.email'])
    .execute()
  for (const { environment_id, ...administrator } of administrators)
    told.get(environment_id)?.push(administrator)
  return told
}
