import {
  type Application,
  type ApplicationId,
  type Environment,
  type EnvironmentImpact,
  type EnvironmentImpactChange,
  environmentImpactOf,
  type Result,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import { allowLongStatements } from '../../db/long-statements.ts'
import { inSnapshot } from '../../db/transaction.ts'
import { findApplication } from './environment-applications.ts'

/** Who of the whole environment would gain and lose access by a change, counted in one view of the database. */
export function environmentImpact(
  db: Database,
  environment: Environment,
  applicationId: ApplicationId,
  change: EnvironmentImpactChange,
  now: Date,
): Promise<Result<EnvironmentImpact>> {
  return inSnapshot(db, async (tx): Promise<Result<EnvironmentImpact>> => {
    const found = await findApplication(tx, environment.id, applicationId)
    if (!found.ok) return found
    const application = found.value
    await allowLongStatements(tx)
    const users = await countUsers(tx, application, now)
    const counts = await countUses(tx, application)
    return {
      ok: true,
      value: {
        ...environmentImpactOf(change, { ...users, environmentAuto: application.autoAssign }),
        isDefault: application.isDefault,
        counts,
      },
    }
  })
}

async function countUsers(db: Database, { id, environmentId, autoAssign }: Application, now: Date) {
  const { rows } = await sql<{ members: number; byAccount: number; byGrant: number }>`
    select count(*)::int as members,
      count(*) filter (where aa.auto_assign)::int as "byAccount",
      count(*) filter (where g.membership_id is not null and not coalesce(aa.auto_assign, false)
        and (aa.account_id is not null or ${autoAssign}))::int as "byGrant"
    from account a
    join membership m on m.account_id = a.id
    left join account_application aa on aa.account_id = a.id and aa.application_id = ${id}
    left join application_grant g
      on g.account_id = a.id and g.membership_id = m.id and g.application_id = ${id}
    where a.environment_id = ${environmentId} and a.status = 'active'
      and m.status = 'active' and (m.ends_at is null or m.ends_at > ${now})`.execute(db)
  const [counted] = rows
  if (!counted) throw new Error('a count answered nothing')
  return counted
}

/** What there is of an application in the accounts of its environment, whoever can use it. */
export async function countUses(
  db: Database,
  { id, environmentId, autoAssign }: Application,
): Promise<EnvironmentImpact['counts']> {
  const { rows } = await sql<EnvironmentImpact['counts']>`
    select
      case when ${autoAssign} then (select count(*)::int from account where environment_id = ${environmentId})
        else (select count(*)::int from account_application where application_id = ${id}) end as accounts,
      (select count(*)::int from account_application where application_id = ${id}) as "accountApplications",
      (select count(*)::int from application_grant where application_id = ${id}) as grants,
      (select count(*)::int from invitation where status = 'pending' and ${id}::uuid = any(application_ids))
        as invitations`.execute(db)
  const [counted] = rows
  if (!counted) throw new Error('a count answered nothing')
  return counted
}
