import type { DirectoryEntry, Principal, Result, RouteAnswer, Routes } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { listEntries, selectDirectory } from '../repositories/access.ts'
import { selectInvitations, selectMemberships, toInvitation, toMembership } from '../repositories/rows.ts'
import { afterTime, readAfterName, readAfterTime, windowOf } from '../repositories/window.ts'

interface Window {
  limit: number
  after?: string | undefined
}

/** The principal's accounts, by name. */
export async function listAccounts(
  db: Database,
  principal: Principal,
  now: Date,
  { limit, after }: Window,
): Promise<Result<RouteAnswer<Routes['accounts.list']>>> {
  const from = await readAfterName(after, async (id) => {
    // Among their own alone: the answer must not tell that somebody else's account exists.
    const row = await selectDirectory(db, principal, now).where(sql<boolean>`a.id = ${id}`).executeTakeFirst()
    return row?.name
  })
  if (!from.ok) return from
  const entries = await listEntries(db, principal, now, { after: from.value, limit: limit + 1 })
  return { ok: true, value: windowOf(entries, limit, ({ account }) => account.id) }
}

/** The users of the account, by name. */
export async function listMemberships(
  db: Database,
  { account }: DirectoryEntry,
  now: Date,
  { limit, after }: Window,
): Promise<Result<RouteAnswer<Routes['memberships.list']>>> {
  const ofAccount = () =>
    selectMemberships(db)
      .where('m.account_id', '=', account.id)
      .where((eb) => eb.or([eb('m.ends_at', 'is', null), eb('m.ends_at', '>', now)]))
  const from = await readAfterName(after, async (id) => {
    const row = await ofAccount().where(sql<boolean>`m.id = ${id}`).executeTakeFirst()
    return row?.name
  })
  if (!from.ok) return from
  let query = ofAccount()
    .orderBy(sql`lower(u.name)`)
    .orderBy('m.id')
    .limit(limit + 1)
  if (from.value) {
    query = query.where(
      sql<boolean>`(lower(u.name), m.id) > (lower(${from.value.name}), ${from.value.id}::uuid)`,
    )
  }
  const items = (await query.execute()).map(toMembership)
  return { ok: true, value: windowOf(items, limit, ({ id }) => id) }
}

/** The invitations of the account, newest first. */
export async function listInvitations(
  db: Database,
  { account }: DirectoryEntry,
  { limit, after }: Window,
): Promise<Result<RouteAnswer<Routes['invitations.list']>>> {
  const from = readAfterTime(after)
  if (!from.ok) return from
  let query = selectInvitations(db)
    .where('i.account_id', '=', account.id)
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(limit + 1)
  if (from.value)
    query = query.where(sql<boolean>`(i.created_at, i.id) < (${from.value.at}, ${from.value.id}::uuid)`)
  const items = (await query.execute()).map(toInvitation)
  return { ok: true, value: windowOf(items, limit, ({ createdAt, id }) => afterTime({ at: createdAt, id })) }
}
