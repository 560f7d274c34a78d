import type { AccountId, Application, ApplicationId, Environment, Result } from '@gatehouse/contract'
import { sql } from 'kysely'
import { allowLongStatements } from '../../db/long-statements.ts'
import type { WriteContext } from '../context.ts'
import { notifyAccounts, recordInAccounts } from '../record.ts'
import {
  applicationChange,
  findAtVersion,
  recordApplication,
  updateApplication,
} from './environment-applications.ts'

interface Switched {
  application: Application
  accountApplicationsMade: number
  grantsMade: number
}

/**
 * Switches environment-level auto-assignment. On is one row, and the application is on every account there is and
 * will be. Off takes away what it gave and nothing else: grants and the accounts' own assignments stay. `keep` makes
 * grants for the active members of active accounts, a statement for all of them.
 *
 * A grant counts while the application is on the account. So an account where grants stand, older ones or those just
 * made, gets the application as its own where it had it from the environment alone.
 */
export async function setEnvironmentAutoAssign(
  write: WriteContext,
  environment: Environment,
  applicationId: ApplicationId,
  wanted: { autoAssign: boolean; onDisable: 'drop' | 'keep'; baseVersion: number },
): Promise<Result<Switched>> {
  const found = await findAtVersion(write.tx, environment.id, applicationId, wanted.baseVersion)
  if (!found.ok) return found
  if (found.value.autoAssign === wanted.autoAssign) {
    return { ok: true, value: { application: found.value, accountApplicationsMade: 0, grantsMade: 0 } }
  }
  await allowLongStatements(write.tx)
  const isKept = !wanted.autoAssign && wanted.onDisable === 'keep'
  const grants = isKept ? await grantToMembers(write, environment, applicationId) : new Map()
  const made = wanted.autoAssign ? [] : await keepWhereGranted(write, environment, applicationId)
  const grantsMade = [...grants.values()].reduce((sum, count) => sum + count, 0)

  const application = await updateApplication(write, applicationId, { auto_assign: wanted.autoAssign })
  await recordInAccounts(
    write,
    [...new Set([...grants.keys(), ...made])].map((accountId) => ({
      accountId,
      action: 'application.auto_assign_disabled',
      targetKind: 'application',
      targetId: application.id,
      targetName: application.name,
      before: { autoAssign: true, level: 'environment' },
      after: {
        autoAssign: false,
        level: 'environment',
        onDisable: wanted.onDisable,
        grantsMade: grants.get(accountId) ?? 0,
      },
    })),
  )
  await recordApplication(
    write,
    application,
    {
      action: wanted.autoAssign ? 'application.auto_assign_enabled' : 'application.auto_assign_disabled',
      before: { autoAssign: !wanted.autoAssign },
      after: wanted.autoAssign
        ? { autoAssign: true }
        : {
            autoAssign: false,
            onDisable: wanted.onDisable,
            accountApplicationsMade: made.length,
            grantsMade,
          },
    },
    // Told last: a replica that reads this far has the grants already, and shows nobody without access meanwhile.
    [applicationChange(application, 'put')],
  )
  return { ok: true, value: { application, accountApplicationsMade: made.length, grantsMade } }
}

/** Grants to every effective member of the environment that has none; answers how many by account. */
async function grantToMembers(
  { tx, now }: WriteContext,
  environment: Environment,
  applicationId: ApplicationId,
): Promise<Map<AccountId, number>> {
  const { rows } = await sql<{ account_id: AccountId; made: number }>`
    with made as (
      insert into application_grant (account_id, membership_id, application_id, granted_at)
      select m.account_id, m.id, ${applicationId}::uuid, ${now}::timestamptz
      from account a join membership m on m.account_id = a.id
      where a.environment_id = ${environment.id} and a.status = 'active'
        and m.status = 'active' and (m.ends_at is null or m.ends_at > ${now})
      -- In the order of the index, which many rows at once are written to.
      order by m.account_id, m.id
      on conflict do nothing
      returning account_id, membership_id
    ), told as (
      insert into change (account_id, entity, key, op, at)
      select account_id, 'grant',
        jsonb_build_object('membershipId', membership_id, 'applicationId', ${applicationId}::uuid),
        'put', ${now}::timestamptz
      from made
    )
    select account_id, count(*)::int as made from made group by account_id`.execute(tx)
  await notifyAccounts(
    tx,
    rows.map(({ account_id }) => account_id),
  )
  return new Map(rows.map(({ account_id, made }) => [account_id, made]))
}

/** Makes it the account's own wherever a grant stands; answers the accounts that had no such row. */
async function keepWhereGranted(
  { tx, now }: WriteContext,
  environment: Environment,
  applicationId: ApplicationId,
): Promise<AccountId[]> {
  const { rows } = await sql<{ account_id: AccountId }>`
    with made as (
      insert into account_application (account_id, application_id, assigned_at)
      select a.id, ${applicationId}::uuid, ${now}::timestamptz
      from account a
      where a.environment_id = ${environment.id} and exists (
        select from application_grant g where g.account_id = a.id and g.application_id = ${applicationId})
      on conflict do nothing
      returning account_id
    ), told as (
      insert into change (account_id, entity, key, op, at)
      select account_id, 'accountApplication', jsonb_build_object('applicationId', ${applicationId}::uuid),
        'put', ${now}::timestamptz
      from made
    )
    select account_id from made`.execute(tx)
  const accountIds = rows.map(({ account_id }) => account_id)
  await notifyAccounts(tx, accountIds)
  return accountIds
}
