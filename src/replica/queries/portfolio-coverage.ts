import { type ApplicationId, type EnvironmentId, ok } from '@gatehouse/contract'
import type { Coverage } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { directoryOf, type Known } from '../portfolio/directory.ts'
import { part } from '../portfolio/kept.ts'
import { toUuid } from '../repositories/ids.ts'
import type { Handler } from './context.ts'

/** More columns than these say nothing any more; the table of accounts can be asked for any application. */
const mostApplications = 12
const mostRows = 30

/**
 * Which applications the accounts of each tag have; of each plan, while the user has given no tags. Applications belong
 * to one environment, so it is asked for one: the one with the most accounts, unless said.
 */
export const getCoverage: Handler<'portfolio.coverage'> = ({ sql, now }, { environmentId }) => {
  const known = part<Map<EnvironmentId | null, Coverage>>(sql, 'coverage', now, () => new Map())
  const coverage = known.get(environmentId) ?? workOut(sql, now, environmentId)
  known.set(environmentId, coverage)
  return ok(coverage)
}

function workOut(sql: Sql, now: Date, environmentId: EnvironmentId | null): Coverage {
  const { accounts } = directoryOf(sql, now)
  const visible = accounts.filter(
    (account) => account.isLoaded && account.item.status !== 'closed' && account.sees.applications,
  )
  const environment = environmentId ?? largestOf(visible)
  const here = visible.filter(({ item }) => item.environmentId === environment)
  const by: Coverage['by'] = here.some(({ item }) => item.tags.length > 0) ? 'tag' : 'plan'
  const groups = groupsOf(here, by)
  const applications = environment === null ? [] : applicationsOf(sql, environment, here)
  return {
    by,
    environmentId: environment,
    environmentName: here[0]?.item.environmentName ?? '',
    applications: applications.map(({ id, name, holders }) => ({ id, name, accounts: holders.size })),
    rows: groups.map(({ name, members }) => ({
      name,
      accounts: members.length,
      counts: applications.map(({ holders }) => members.filter(({ n }) => holders.has(n)).length),
    })),
  }
}

function largestOf(accounts: readonly Known[]): EnvironmentId | null {
  const counts = new Map<EnvironmentId, number>()
  for (const { item } of accounts) counts.set(item.environmentId, (counts.get(item.environmentId) ?? 0) + 1)
  return [...counts].reduce<[EnvironmentId | null, number]>(
    (best, each) => (each[1] > best[1] ? each : best),
    [null, 0],
  )[0]
}

function groupsOf(accounts: readonly Known[], by: Coverage['by']): { name: string; members: Known[] }[] {
  const groups = new Map<string, Known[]>()
  for (const account of accounts) {
    const names = by === 'tag' ? account.item.tags : [account.item.plan]
    for (const name of names) {
      const members = groups.get(name) ?? []
      members.push(account)
      groups.set(name, members)
    }
  }
  return [...groups]
    .map(([name, members]) => ({ name, members }))
    .sort((a, b) => b.members.length - a.members.length || a.name.localeCompare(b.name))
    .slice(0, mostRows)
}

interface Held {
  id: ApplicationId
  name: string
  /** Numbers of the accounts that have it. */
  holders: ReadonlySet<number>
}

/** Applications of the environment that most accounts have, and which accounts those are. */
function applicationsOf(sql: Sql, environmentId: EnvironmentId, accounts: readonly Known[]): Held[] {
  const all = sql.all<{ n: number; id: Uint8Array; name: string; auto: number; spread: number }>(
    `select a.n, a.id, a.name, a.auto_assign as auto,
       (select count(*) from account_application o where o.application = a.n) as spread
     from application a where a.environment_id = ? and a.type = 'application'
     order by a.auto_assign desc, spread desc, a.name limit ${mostApplications}`,
    environmentId,
  )
  const everybody = new Set(accounts.map(({ n }) => n))
  return all.map(({ n, id, name, auto }) => ({
    id: toUuid(id) as ApplicationId,
    name,
    holders: auto === 1 ? everybody : holdersOf(sql, n, everybody),
  }))
}

function holdersOf(sql: Sql, application: number, among: ReadonlySet<number>): ReadonlySet<number> {
  const rows = sql.all<{ n: number }>(
    'select account as n from account_application where application = ?',
    application,
  )
  return new Set(rows.flatMap(({ n }) => (among.has(n) ? [n] : [])))
}
