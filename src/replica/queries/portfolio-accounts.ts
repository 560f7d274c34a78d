import { type ApplicationId, type EnvironmentId, ok } from '@gatehouse/contract'
import type { z } from 'zod'
import type { portfolioArea } from '../../ipc/areas/portfolio.ts'
import type { AccountFacets, AccountFilter, AccountLine } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { type Attentions, attentions, hasReason } from '../portfolio/attention.ts'
import { createMatcher, directoryOf, type Known, roleCode } from '../portfolio/directory.ts'
import { lastActivity } from '../portfolio/parts.ts'
import { toBytes, toUuid } from '../repositories/ids.ts'
import { toIso } from '../repositories/table.ts'
import { byName, type Handler } from './context.ts'

type Asked = z.output<(typeof portfolioArea)['queries']['accounts.matching']['input']>

export const pageAccounts: Handler<'accounts.page'> = ({ sql, now }, { offset, limit, ...asked }) => {
  const found = attentions(sql, now)
  const accounts = matching(sql, now, found, asked)
  const last = lastActivity(sql, now)
  return ok({
    items: accounts.slice(offset, offset + limit).map((account) => toLine(account, found, last)),
    total: accounts.length,
    all: found.directory.accounts.length,
  })
}

export const matchAccounts: Handler<'accounts.matching'> = ({ sql, now }, asked) =>
  ok({ accountIds: matching(sql, now, attentions(sql, now), asked).map(({ item }) => item.id) })

function toLine(account: Known, { of }: Attentions, last: ReadonlyMap<number, number>): AccountLine {
  const { reasons, level } = of(account)
  const at = account.sees.activity ? last.get(account.n) : undefined
  return {
    ...account.item,
    lastActivityAt: at === undefined ? null : toIso(at),
    reasons: reasons.map((reason) => ({ ...reason, at: reason.at === null ? null : toIso(reason.at) })),
    level,
  }
}

/** What the filter lets through, in the order that was asked for. */
function matching(sql: Sql, now: Date, found: Attentions, { filter, words, sort }: Asked): Known[] {
  const tests = [
    createMatcher(filter.text, words),
    plainTest(filter),
    attentionTest(filter, found),
    applicationTest(sql, filter),
  ].filter((test) => test !== null)
  const accounts = found.directory.accounts.filter((account) => tests.every((test) => test(account)))
  return sorted(sql, now, accounts, found, sort)
}

type Test = (account: Known) => boolean

function plainTest({ environmentId, status, role, tag, untagged, plan }: AccountFilter): Test {
  return ({ item }) =>
    (environmentId === null || item.environmentId === environmentId) &&
    (status === null || item.status === status) &&
    (role === null || roleCode(item) === role) &&
    (tag === null || item.tags.includes(tag)) &&
    (!untagged || item.tags.length === 0) &&
    (plan === null || item.plan === plan)
}

function attentionTest({ attention }: AccountFilter, { of }: Attentions): Test | null {
  return attention === null ? null : (account) => hasReason(of(account), attention)
}

/** Only accounts of which it can be known, and that could have it: those of its environment. */
function applicationTest(sql: Sql, { application }: AccountFilter): Test | null {
  if (!application) return null
  const asked = sql.get<{ n: number; environmentId: EnvironmentId; auto: number }>(
    'select n, environment_id as environmentId, auto_assign as auto from application where id = ?',
    toBytes(application.applicationId),
  )
  if (!asked) return () => false
  const rows = sql.all<{ n: number }>(
    'select account as n from account_application where application = ?',
    asked.n,
  )
  const holders = new Set(rows.map(({ n }) => n))
  const wanted = application.has === 'with'
  return (account) =>
    account.isLoaded &&
    account.item.environmentId === asked.environmentId &&
    account.sees.applications &&
    (asked.auto === 1 || holders.has(account.n)) === wanted
}

/** The accounts come by name, and equals stay so. */
function sorted(
  sql: Sql,
  now: Date,
  accounts: Known[],
  { of }: Attentions,
  { by, descending }: Asked['sort'],
): Known[] {
  if (by === 'name') return descending ? accounts.toReversed() : accounts
  const last = by === 'activity' ? lastActivity(sql, now) : null
  const value = (account: Known): number => {
    if (by === 'attention') return of(account).score
    if (by === 'users') return account.item.users ?? -1
    return (account.sees.activity && last?.get(account.n)) || 0
  }
  const sign = descending ? -1 : 1
  return accounts
    .map((account) => ({ account, value: sign * value(account) }))
    .sort((a, b) => a.value - b.value)
    .map(({ account }) => account)
}

/** All accounts, for the switcher. */
export const getDirectory: Handler<'accounts.directory'> = ({ sql, now }) =>
  ok({ text: directoryOf(sql, now).text() })

export const getAccountFacets: Handler<'accounts.facets'> = ({ sql, now }) => {
  const { accounts } = directoryOf(sql, now)
  const items = accounts.map(({ item }) => item)
  const environmentNames = new Map(items.map((item) => [item.environmentId, item.environmentName]))
  return ok({
    environments: counted(items.map((item) => item.environmentId))
      .map(([id, count]) => ({ id, name: environmentNames.get(id) ?? '', accounts: count }))
      .sort(byName),
    plans: named(items.map((item) => item.plan)),
    tags: named(items.flatMap((item) => item.tags)),
    roles: counted(items.map(roleCode)).map(([role, count]) => ({ role, accounts: count })),
    applications: applicationsIn(sql, environmentNames),
  })
}

function counted<T>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
}

function named(values: readonly string[]): { name: string; accounts: number }[] {
  return counted(values)
    .map(([name, accounts]) => ({ name, accounts }))
    .sort(byName)
}

function applicationsIn(
  sql: Sql,
  environmentNames: ReadonlyMap<EnvironmentId, string>,
): AccountFacets['applications'] {
  const rows = sql.all<{ id: Uint8Array; name: string; environmentId: EnvironmentId }>(
    'select id, name, environment_id as environmentId from application',
  )
  return rows
    .flatMap(({ id, name, environmentId }) => {
      const environmentName = environmentNames.get(environmentId)
      return environmentName === undefined
        ? []
        : [{ id: toUuid(id) as ApplicationId, name, environmentId, environmentName }]
    })
    .sort(byName)
}
