import { ok } from '@gatehouse/contract'
import { attentionReasons } from '../../ipc/attention.ts'
import type { Portfolio } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { type Attentions, attentions } from '../portfolio/attention.ts'
import { directoryOf, type Known } from '../portfolio/directory.ts'
import { isKept, type PartName } from '../portfolio/kept.ts'
import { applicationFigures, invitationFigures, outboxFigures, renewalFigures } from '../portfolio/parts.ts'
import { concernsPeople, lookAtPeople } from '../portfolio/people.ts'
import { readMeta } from '../repositories/meta.ts'
import { toIso } from '../repositories/table.ts'
import type { Handler } from './context.ts'

/** In a fleet one part is worked out for each question, so that nobody else waits for all of them. */
const manyAccounts = 1000

const parts: readonly [PartName, (sql: Sql, now: Date) => unknown][] = [
  ['invitations', invitationFigures],
  ['services', renewalFigures],
  ['applications', applicationFigures],
]

export const getPortfolio: Handler<'portfolio.get'> = ({ sql, now }) => {
  const wasKnown = isKept(sql, 'directory', now)
  const { accounts } = directoryOf(sql, now)
  const may = accounts.length > manyAccounts ? (wasKnown ? 1 : 0) : parts.length
  const missing = parts.filter(([name]) => !isKept(sql, name, now))
  for (const [, workOut] of missing.slice(0, may)) workOut(sql, now)
  const concerned = accounts.filter(concernsPeople).length
  const of = concerned + parts.length
  // The people once all else is known; a part has just been worked out is enough for this time.
  if (missing.length > may)
    return ok(nothingYet(sql, accounts, { done: parts.length - missing.length + may, of }))
  const left = missing.length > 0 && may === 1 ? concerned : lookAtPeople(sql, accounts, now)
  return ok(count(sql, attentions(sql, now), { done: of - left, of }))
}

function nothingYet(sql: Sql, accounts: readonly Known[], looked: Portfolio['looked']): Portfolio {
  return {
    ...general(sql, accounts),
    attention: { accounts: 0, urgent: 0 },
    reasons: noReasons(),
    invitations: null,
    inactiveApplications: null,
    renewals: null,
    owners: null,
    looked,
  }
}

function general(
  sql: Sql,
  accounts: readonly Known[],
): Pick<Portfolio, 'accounts' | 'tags' | 'outbox' | 'unknown' | 'syncedAt'> {
  const { refused, waiting } = outboxFigures(sql)
  return {
    accounts: accounts.length,
    tags: new Set(accounts.flatMap(({ item }) => item.tags)).size,
    outbox: { waiting, attention: [...refused.values()].reduce((sum, each) => sum + each, 0) },
    unknown: accounts.filter(({ isLoaded }) => !isLoaded).length,
    syncedAt: readMeta(sql, 'syncedAt'),
  }
}

function noReasons(): Portfolio['reasons'] {
  return Object.fromEntries(attentionReasons.map((kind) => [kind, 0])) as Portfolio['reasons']
}

function count(sql: Sql, { directory, of }: Attentions, looked: Portfolio['looked']): Portfolio {
  const reasons = noReasons()
  const attention = { accounts: 0, urgent: 0 }
  const invitations = { count: 0, accounts: 0, oldestAt: null as number | null }
  const inactiveApplications = { count: 0, accounts: 0 }
  const renewals = { count: 0, accounts: 0, nextAt: null as number | null }
  for (const account of directory.accounts) {
    const found = of(account)
    if (found.level === null) continue
    attention.accounts += 1
    if (found.level === 'urgent') attention.urgent += 1
    for (const reason of found.reasons) {
      reasons[reason.kind] += 1
      if (reason.kind === 'invitations') {
        invitations.count += reason.count
        invitations.accounts += 1
        invitations.oldestAt = earlier(invitations.oldestAt, reason.at)
      } else if (reason.kind === 'inactive-applications') {
        inactiveApplications.count += reason.count
        inactiveApplications.accounts += 1
      } else if (reason.kind === 'renewals') {
        renewals.count += reason.count
        renewals.accounts += 1
        renewals.nextAt = earlier(renewals.nextAt, reason.at)
      }
    }
  }
  return {
    ...general(sql, directory.accounts),
    attention,
    reasons,
    invitations: { ...invitations, oldestAt: isoOf(invitations.oldestAt) },
    inactiveApplications,
    renewals: { ...renewals, nextAt: isoOf(renewals.nextAt) },
    owners: { none: reasons['no-owner'], one: reasons['one-admin'] },
    looked,
  }
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : toIso(ms)
}
