import {
  type ApplicationId,
  type Environment,
  type EnvironmentId,
  fail,
  ok,
  problem,
  type Result,
} from '@gatehouse/contract'
import type { EnvironmentApplication, EnvironmentDetail } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toBytes } from '../repositories/ids.ts'
import { environments, readEnvironmentApplications, readPrincipal } from '../repositories/rows.ts'
import { byName, type Handler } from './context.ts'

/** The environment, where the principal administers it; to anybody else it is none. */
export function administered(sql: Sql, environmentId: EnvironmentId): Result<Environment> {
  const isTheirs = readPrincipal(sql)?.administers.includes(environmentId) ?? false
  const environment = isTheirs ? environments.get(sql, environmentId) : null
  return environment ? ok(environment) : fail(problem('not_found'))
}

const kinds = ['production', 'staging', 'qa', 'development']

/** The weightiest kind first, as that is where most is done. */
export const listEnvironments: Handler<'environments.list'> = ({ sql }) => {
  const ids = readPrincipal(sql)?.administers ?? []
  const items = ids
    .flatMap((id) => environments.get(sql, id) ?? [])
    .map(({ id, name, kind }) => ({ id, name, kind }))
  return ok(items.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || byName(a, b)))
}

export const getEnvironment: Handler<'environments.get'> = ({ sql }, { environmentId }) => {
  const found = administered(sql, environmentId)
  if (!found.ok) return found
  const { id, name, kind, key, version, defaultApplicationId } = found.value
  const applications = readEnvironmentApplications(sql, environmentId)
  const isDefault = (each: (typeof applications)[number]) =>
    each.isDefault || each.id === defaultApplicationId
  const first = applications.find(isDefault)
  return ok({
    id,
    name,
    kind,
    key,
    version,
    ...countAccounts(sql, environmentId),
    applications: applications.length,
    defaultApplication: first ? { id: first.id, name: first.name, status: first.status } : null,
    autoAssigned: applications.filter(({ autoAssign }) => autoAssign).map((each) => each.name),
  })
}

/** From what is kept with each account: no membership is looked at. */
function countAccounts(
  sql: Sql,
  environmentId: EnvironmentId,
): Pick<EnvironmentDetail, 'accounts' | 'users' | 'isPartial'> {
  const counted = sql.get<EnvironmentDetail['accounts'] & { users: number | null; missing: number }>(
    `select count(*) as total, count(*) filter (where status = 'active') as active,
       count(*) filter (where status = 'suspended') as suspended,
       count(*) filter (where status = 'closed') as closed,
       sum(reach) as users, count(*) filter (where loaded_at is null) as missing
     from account where environment_id = ?`,
    environmentId,
  )
  const { users = 0, missing = 0, ...accounts } = counted ?? { total: 0, active: 0, suspended: 0, closed: 0 }
  return { accounts, users: users ?? 0, isPartial: missing > 0 }
}

interface Spread {
  accounts: number
  users: number | null
}

export const listEnvironmentApplications: Handler<'environments.applications'> = (
  { sql },
  { environmentId },
) => {
  const found = administered(sql, environmentId)
  if (!found.ok) return found
  const all = countAccounts(sql, environmentId)
  const items = readEnvironmentApplications(sql, environmentId).map((application): EnvironmentApplication => {
    const { environmentId: _, ...rest } = application
    if (application.autoAssign) return { ...rest, accounts: all.accounts.total, users: all.users }
    const spread = spreadOf(sql, application.id)
    return { ...rest, accounts: spread.accounts, users: spread.users ?? 0 }
  })
  return ok(items.sort(byName))
}

/** In how many accounts it is, and for how many users: read off an index alone. */
function spreadOf(sql: Sql, applicationId: ApplicationId): Spread {
  const counted = sql.get<Spread>(
    `select count(*) as accounts, sum(reach) as users from account_application
     where application = (select n from application_number where id = ?)`,
    toBytes(applicationId),
  )
  return counted ?? { accounts: 0, users: 0 }
}
