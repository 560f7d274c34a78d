import type { UserId } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'

/**
 * Which of the listening users the words of notifications concern: `u:` users themselves, `a:` accounts whoever is a
 * member or administers their environment, `e:` environments whoever administers them or has an account there. Asked
 * anew each time, so nobody has to remember who may see what.
 */
export async function usersConcerned(
  db: Database,
  targets: Iterable<string>,
  listening: ReadonlySet<UserId>,
  now: Date,
): Promise<Set<UserId>> {
  const ids = { u: [] as string[], a: [] as string[], e: [] as string[] }
  for (const target of new Set(targets)) {
    const kind = target[0]
    if (kind === 'u' || kind === 'a' || kind === 'e') ids[kind].push(target.slice(2))
  }
  const concerned = new Set((ids.u as UserId[]).filter((id) => listening.has(id)))
  const others = [...listening].filter((id) => !concerned.has(id))
  if (others.length === 0) return concerned
  for (const id of await usersOfAccounts(db, ids.a, others, now)) concerned.add(id)
  for (const id of await usersOfEnvironments(db, ids.e, others, now)) concerned.add(id)
  return concerned
}

const isNotOver = (now: Date) => sql`(m.ends_at is null or m.ends_at > ${now})`

async function usersOfAccounts(
  db: Database,
  accountIds: string[],
  userIds: UserId[],
  now: Date,
): Promise<UserId[]> {
  if (accountIds.length === 0) return []
  const { rows } = await sql<{ user_id: UserId }>`
    select m.user_id from membership m
    where m.account_id = any(${accountIds}::uuid[]) and m.user_id = any(${userIds}::uuid[]) and ${isNotOver(now)}
    union
    select e.user_id from environment_administrator e
    where e.user_id = any(${userIds}::uuid[])
      and e.environment_id in (select a.environment_id from account a where a.id = any(${accountIds}::uuid[]))
  `.execute(db)
  return rows.map((row) => row.user_id)
}

async function usersOfEnvironments(
  db: Database,
  environmentIds: string[],
  userIds: UserId[],
  now: Date,
): Promise<UserId[]> {
  if (environmentIds.length === 0) return []
  // One account is enough to know, however many somebody has.
  const { rows } = await sql<{ user_id: UserId }>`
    select u.user_id from unnest(${userIds}::uuid[]) as u (user_id)
    where exists (select from environment_administrator e
        where e.user_id = u.user_id and e.environment_id = any(${environmentIds}::uuid[]))
      or coalesce((select true from membership m join account a on a.id = m.account_id
        where m.user_id = u.user_id and ${isNotOver(now)}
          and a.environment_id = any(${environmentIds}::uuid[]) limit 1), false)
  `.execute(db)
  return rows.map((row) => row.user_id)
}
