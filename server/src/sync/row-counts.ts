import { type AccountEntity, allPermissions, type DirectoryEntry, maySeeActivity } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import { accountEntities, activityRows, activitySince } from './row-queries.ts'
import { type Scope, scopeOf, servicesInSight } from './sight.ts'

/** How many rows of these accounts the principal would be sent. */
export async function countRows(tx: Tx, entries: readonly DirectoryEntry[], now: Date): Promise<number> {
  let sum = 0
  for (const entity of accountEntities) {
    if (entity === 'service') sum += await countServices(tx, entries)
    else if (entity === 'activity') sum += await countActivity(tx, entries, now)
    else sum += await countOf(tx, entity, scopeOf(entries, entity), now)
  }
  return sum
}

async function countOf(
  tx: Tx,
  entity: Exclude<AccountEntity, 'service'>,
  { accountIds, membershipIds }: Scope,
  now: Date,
): Promise<number> {
  if (accountIds.length === 0 && membershipIds.length === 0) return 0
  const ofAccounts = sql`account_id = any(${accountIds}::uuid[])`
  const counts = {
    accountApplication: sql`select count(*)::int as n from account_application where ${ofAccounts}`,
    membership: sql`select count(*)::int as n from membership
      where ${ofAccounts} or id = any(${membershipIds}::uuid[])`,
    grant: sql`select count(*)::int as n from application_grant
      where ${ofAccounts} or membership_id = any(${membershipIds}::uuid[])`,
    invitation: sql`select count(*)::int as n from invitation where ${ofAccounts}`,
    template: sql`select count(*)::int as n from permission_template where ${ofAccounts}`,
    review: sql`select count(*)::int as n from review where ${ofAccounts}`,
    activity: sql`select coalesce(sum(least(n, ${activityRows})), 0)::int as n from (
      select count(*) as n from activity
      where ${ofAccounts} and at > ${activitySince(now)} group by account_id) counted`,
  }
  const { rows } = await sql<{ n: number }>`${counts[entity]}`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Where all of it is in sight, an index alone can count it; elsewhere each row says what it asks for. */
async function countActivity(tx: Tx, entries: readonly DirectoryEntry[], now: Date): Promise<number> {
  const seesAll = ({ access }: DirectoryEntry) => maySeeActivity(access, allPermissions)
  const whole = await countOf(tx, 'activity', scopeOf(entries.filter(seesAll), 'activity'), now)
  const others = entries.filter((entry) => !seesAll(entry))
  const { accountIds, held } = scopeOf(others, 'activity')
  if (accountIds.length === 0) return whole
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(least(n, ${activityRows})), 0)::int as n from (
      select count(*) as n
      from unnest(${accountIds}::uuid[], ${held}::text[]) as w (account_id, held)
      join activity x on x.account_id = w.account_id
      where x.at > ${activitySince(now)} and (x.permissions = '{}' or x.permissions <@ w.held::text[])
      group by x.account_id) counted`.execute(tx)
  return whole + (rows[0]?.n ?? 0)
}

/** Each service asks for a permission of its own, so accounts are counted by what is held in them. */
async function countServices(tx: Tx, entries: readonly DirectoryEntry[]): Promise<number> {
  const { accountIds } = scopeOf(entries, 'service')
  if (accountIds.length === 0) return 0
  const byId = new Map(entries.map((entry) => [entry.account.id, entry]))
  // Few different sets of permissions are held, in however many accounts.
  const sets = new Map<string, number>()
  const pairs: { set: number; permission: string }[] = []
  const setOf = accountIds.map((id) => {
    const permissions = servicesInSight(byId.get(id)?.access ?? { permissions: [] })
    const spelled = permissions.join(' ')
    const known = sets.get(spelled)
    if (known !== undefined) return known
    const set = sets.size
    sets.set(spelled, set)
    pairs.push(...permissions.map((permission) => ({ set, permission })))
    return set
  })
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n
    from unnest(${accountIds}::uuid[], ${setOf}::int[]) as w (account_id, held)
    join service s on s.account_id = w.account_id
    join unnest(${pairs.map(({ set }) => set)}::int[], ${pairs.map((pair) => pair.permission)}::text[])
      as p (held, permission) on p.held = w.held and p.permission = s.permission`.execute(tx)
  return rows[0]?.n ?? 0
}
