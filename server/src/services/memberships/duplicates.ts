import { type DirectoryEntry, likelyDuplicates, type RouteAnswer, type Routes } from '@gatehouse/contract'
import type { Database } from '../../db/database.ts'
import { selectMemberships, toMembership } from '../../repositories/rows.ts'

/** Users of the account who are likely one person. Says nothing of what they have in other accounts. */
export async function listDuplicates(
  db: Database,
  { account }: DirectoryEntry,
  now: Date,
): Promise<RouteAnswer<Routes['memberships.duplicates']>> {
  const rows = await selectMemberships(db)
    .where('m.account_id', '=', account.id)
    .where((eb) => eb.or([eb('m.ends_at', 'is', null), eb('m.ends_at', '>', now)]))
    .execute()
  const counts = await db
    .selectFrom('application_grant')
    .where('account_id', '=', account.id)
    .groupBy('membership_id')
    .select((eb) => ['membership_id', eb.cast<number>(eb.fn.countAll(), 'integer').as('grants')])
    .execute()
  const grants = new Map(counts.map((row) => [row.membership_id, row.grants]))
  const candidates = rows.map((row) => {
    const membership = toMembership(row)
    return { ...membership, membership, grants: grants.get(row.id) ?? 0 }
  })
  const items = likelyDuplicates(candidates).map(({ keep, others }) => ({
    keep: keep.membership,
    others: others.map(({ member, reasons }) => ({ membership: member.membership, reasons })),
  }))
  return { items }
}
