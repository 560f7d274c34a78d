import { ok, type Result } from '@gatehouse/contract'
import type { z } from 'zod'
import type { portfolioArea } from '../../ipc/areas/portfolio.ts'
import type { QueryInput, QueryOutput } from '../../ipc/contract.ts'
import type { AccountLine, ActivityLine, Coverage, InvitationLine } from '../../ipc/views.ts'
import type { ReplicaQueryName } from '../../replica/port.ts'
import { activitySentence } from '../../strings/activity-in-words.ts'
import { reasonInWords } from '../../strings/attention-in-words.ts'
import { accountStatusNames, roleIn, roleNames } from '../../strings/common.ts'
import { invitationStatusNames } from '../../strings/invitations.ts'
import { attentionWords, fileWords as t } from '../../strings/portfolio.ts'
import type { Clock } from '../ports.ts'
import { toCsv } from './csv.ts'
import type { Workspace } from './workspace.ts'

type Wanted = z.output<(typeof portfolioArea)['commands']['portfolio.export']['input']>
type Rows = { head: string[]; rows: string[][] }

interface ExportDeps {
  clock: Clock
  /** Asks where to, and writes the text there; null where the user chose nothing. */
  saveFile(suggested: string, text: string): Promise<Result<string | null>>
}

/** Writes one of the lists over all accounts, as it is narrowed, to a file for spreadsheets. */
export async function exportPortfolio(
  deps: ExportDeps,
  workspace: Workspace,
  wanted: Wanted,
): Promise<Result<{ file: string | null; count: number }>> {
  const now = deps.clock.now()
  const table = await tableOf(workspace, wanted, now)
  if (!table.ok) return table
  const { head, rows } = table.value
  const portfolio = await workspace.replica.read('portfolio.get', {}, now)
  if (!portfolio.ok) return portfolio
  const asOf = portfolio.value.syncedAt ?? now.toISOString()
  const name = t.file(t.names[wanted.list], now.toISOString().slice(0, 10))
  const saved = await deps.saveFile(`${name}.csv`, toCsv([[t.asOf, asOf], [], head, ...rows]))
  return saved.ok ? ok({ file: saved.value, count: rows.length }) : saved
}

async function tableOf(workspace: Workspace, wanted: Wanted, now: Date): Promise<Result<Rows>> {
  switch (wanted.list) {
    case 'attention':
    case 'accounts': {
      const lines = await readAccounts(workspace, wanted, now)
      if (!lines.ok) return lines
      return ok(wanted.list === 'accounts' ? accountRows(lines.value, now) : attentionRows(lines.value, now))
    }
    case 'invitations': {
      const lines = await readAll(workspace, now, 'portfolio.invitations', { filter: wanted.invitations })
      return lines.ok ? ok(invitationRows(lines.value as InvitationLine[])) : lines
    }
    case 'activity': {
      const lines = await readAll(workspace, now, 'portfolio.activity', { filter: wanted.activity })
      return lines.ok ? ok(activityRows(lines.value as ActivityLine[])) : lines
    }
    case 'coverage': {
      const coverage = await workspace.replica.read('portfolio.coverage', {}, now)
      return coverage.ok ? ok(coverageRows(coverage.value)) : coverage
    }
  }
}

type Paged = 'accounts.page' | 'portfolio.invitations' | 'portfolio.activity'
type Line<N extends Paged> = QueryOutput<N>['items'][number]

/** All pieces of a list, one after the other, so that whoever else asks comes in between. */
async function readAll<N extends Paged & ReplicaQueryName>(
  { replica }: Workspace,
  now: Date,
  name: N,
  input: QueryInput<N>,
): Promise<Result<Line<N>[]>> {
  const items: Line<N>[] = []
  for (;;) {
    const piece = await replica.read(name, { ...input, offset: items.length, limit: 500 }, now)
    if (!piece.ok) return piece
    items.push(...piece.value.items)
    if (piece.value.items.length === 0 || items.length >= piece.value.total) return ok(items)
  }
}

async function readAccounts(
  workspace: Workspace,
  { accounts, accountIds }: Wanted,
  now: Date,
): Promise<Result<AccountLine[]>> {
  const lines = await readAll(workspace, now, 'accounts.page', accounts)
  if (!lines.ok || !accountIds) return lines
  const wanted = new Set<string>(accountIds)
  return ok(lines.value.filter(({ id }) => wanted.has(id)))
}

function accountRows(lines: readonly AccountLine[], now: Date): Rows {
  return {
    head: [
      t.account,
      t.reference,
      t.alias,
      t.tags,
      t.plan,
      t.environment,
      t.status,
      t.role,
      t.users,
      t.lastActivity,
      t.why,
    ],
    rows: lines.map((line) => [
      line.name,
      line.reference,
      line.alias,
      line.tags.join('; '),
      line.plan,
      line.environmentName,
      accountStatusNames[line.status],
      roleIn(line),
      line.users === null ? '' : String(line.users),
      line.lastActivityAt ?? '',
      whyOf(line, now),
    ]),
  }
}

function attentionRows(lines: readonly AccountLine[], now: Date): Rows {
  return {
    head: [t.account, t.reference, t.plan, t.environment, t.role, t.level, t.why, t.users, t.lastActivity],
    rows: lines.map((line) => [
      line.name,
      line.reference,
      line.plan,
      line.environmentName,
      roleIn(line),
      line.level === null ? '' : attentionWords.levels[line.level],
      whyOf(line, now),
      line.users === null ? '' : String(line.users),
      line.lastActivityAt ?? '',
    ]),
  }
}

function whyOf({ reasons }: AccountLine, now: Date): string {
  return reasons.map((reason) => reasonInWords(reason, now.getTime())).join('; ')
}

function invitationRows(lines: readonly InvitationLine[]): Rows {
  return {
    head: [t.address, t.account, t.offeredRole, t.status, t.applications, t.invitedBy, t.sent, t.expires],
    rows: lines.map((line) => [
      line.email,
      line.accountName,
      roleNames[line.role],
      invitationStatusNames[line.status],
      line.applicationNames.join('; '),
      line.invitedByName,
      line.createdAt,
      line.expiresAt,
    ]),
  }
}

function activityRows(lines: readonly ActivityLine[]): Rows {
  return {
    head: [t.at, t.account, t.who, t.what, t.action, t.device],
    rows: lines.map((line) => [
      line.at,
      line.accountName,
      line.actorName,
      activitySentence(line),
      line.action,
      line.device ?? '',
    ]),
  }
}

function coverageRows({ applications, rows }: Coverage): Rows {
  return {
    head: [t.group, t.accounts, ...applications.map(({ name }) => name)],
    rows: rows.map(({ name, accounts, counts }) => [name, String(accounts), ...counts.map(String)]),
  }
}
