import { type AccountId, permissionsOf } from '@gatehouse/contract'
import { sql } from 'kysely'
import { type DemoPersonKey, demoPerson } from '../../server/src/demo/people.ts'
import type { Demo } from '../../server/src/demo/start.ts'

interface Account {
  id: AccountId
}

function db(demo: Demo) {
  const server = demo.server()
  if (!server) throw new Error('the server is stopped')
  return server.db
}

/**
 * Fills an account up to so many users and applications, at once and before anybody has fetched it; nothing is told in
 * the feed. The users are called `Worker 001` and so on, and have every third of the new applications by a grant.
 */
export async function fillUp(
  demo: Demo,
  { id }: Account,
  to: { users: number; applications: number },
): Promise<void> {
  await db(demo)
    .transaction()
    .execute(async (tx) => {
      const there = await sql<{ users: number; applications: number }>`select
        (select count(*)::int from membership where account_id = ${id}) as users,
        (select count(*)::int from application p join account a on a.environment_id = p.environment_id
          where a.id = ${id} and (p.auto_assign or exists (select 1 from account_application aa
            where aa.account_id = a.id and aa.application_id = p.id))) as applications`.execute(tx)
      const [{ users, applications } = { users: 0, applications: 0 }] = there.rows
      await sql`with new as (
          insert into application (id, environment_id, key, name, description, type, status, application_url, login_url)
          select gen_random_uuid(), a.environment_id, 'tool-' || n, 'Tool ' || lpad(n::text, greatest(2, length(n::text)), '0'), '', 'application',
            'active', 'https://tool.example.com/', 'https://tool.example.com/login'
          from account a, generate_series(1, ${to.applications - applications}::int) as n where a.id = ${id}
          returning id)
        insert into account_application (account_id, application_id, assigned_at) select ${id}, id, now() from new`.execute(
        tx,
      )
      await sql`with new as (
          insert into app_user (id, email, email_verified_at, name, created_at)
          select gen_random_uuid(), 'worker-' || n || '@example.com', now(), 'Worker ' || lpad(n::text, greatest(3, length(n::text)), '0'),
            now() - interval '1 year'
          from generate_series(1, ${to.users - users}::int) as n returning id)
        insert into membership (id, account_id, user_id, role, permissions, last_active_at, created_at)
        select gen_random_uuid(), ${id}, id, 'viewer', ${permissionsOf('viewer', [])}::text[], now() - interval '2 days',
          now() - interval '1 year' from new`.execute(tx)
      await sql`insert into application_grant (account_id, membership_id, application_id, granted_at)
        select ${id}, m.id, p.id, now()
        from membership m join app_user u on u.id = m.user_id and u.name like 'Worker %',
          account_application aa join application p on p.id = aa.application_id and p.name like 'Tool %'
        where m.account_id = ${id} and aa.account_id = ${id}
          and (right(u.name, 3)::int + right(p.name, 2)::int) % 3 = 0`.execute(tx)
    })
}

/** Lets somebody of the account sign its reviews as well. */
export async function letSign(demo: Demo, { id }: Account, person: DemoPersonKey): Promise<void> {
  const { email } = demoPerson(person)
  const permissions = [...permissionsOf('admin', []), 'reviews.sign']
  await sql`update membership set role = 'custom', permissions = ${permissions}::text[]
    where account_id = ${id} and user_id = (select id from app_user where email = ${email})`.execute(db(demo))
}

/** The memberships of users of the account who are called so. */
export async function membersCalled(demo: Demo, { id }: Account, name: string): Promise<string[]> {
  const rows = await db(demo)
    .selectFrom('membership')
    .innerJoin('app_user', 'app_user.id', 'membership.user_id')
    .where('membership.account_id', '=', id)
    .where('app_user.name', '=', name)
    .select('membership.id')
    .execute()
  return rows.map((row) => row.id)
}
