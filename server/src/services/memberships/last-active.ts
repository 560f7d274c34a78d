import type { AccountId, MembershipId } from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import { changeChannel } from '../record.ts'

/** How exactly the last activity of a membership is kept. */
export const lastActiveEveryMs = 3_600_000

/**
 * Notes that somebody worked in an account, at most once an hour for each membership, and tells replicas. The version
 * stays as it is: an edit of the membership isn't stale because its user was at work. In a transaction or outside of
 * one it is a single statement.
 */
export async function touchMembership(
  db: Database,
  now: Date,
  { accountId, membershipId }: { accountId: AccountId; membershipId: MembershipId },
): Promise<void> {
  const before = new Date(now.getTime() - lastActiveEveryMs)
  await sql`
    with touched as (
      update membership set last_active_at = ${now}
      where id = ${membershipId} and account_id = ${accountId}
        and (last_active_at is null or last_active_at <= ${before})
      returning id, account_id
    ), told as (
      insert into change (account_id, entity, key, op, at)
      select account_id, 'membership', jsonb_build_object('id', id), 'put', ${now} from touched
      returning account_id
    )
    select pg_notify(${changeChannel}, pg_current_xact_id()::text || ' a:' || account_id::text) from told
  `.execute(db)
}
