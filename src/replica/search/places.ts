import {
  type AccountId,
  type ApplicationId,
  type InvitationId,
  type InvitationStatus,
  invitationStatusAt,
} from '@gatehouse/contract'
import type { FoundAccount, FoundApplication, FoundInvitation } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { toUuid } from '../repositories/ids.ts'
import { readLabel } from '../repositories/labels.ts'
import { best, find } from './find.ts'
import { accounts, applications, invitations } from './kinds.ts'
import { marked } from './marks.ts'
import type { Question } from './question.ts'
import { accountOf, accountsOf, accountsWithout } from './surroundings.ts'

export function findAccounts(sql: Sql, question: Question, near: readonly number[], limit: number) {
  const { found, complete } = find(sql, accounts, question)
  const isNear = new Set(near)
  const shown = best(found, (n) => isNear.has(n), limit).flatMap(({ entry }) => {
    const row = sql.get<{ id: Uint8Array; name: string; reference: string }>(
      'select id, name, reference from account where n = ?',
      entry.n,
    )
    if (!row) return []
    const accountId = toUuid(row.id) as AccountId
    const label = readLabel(sql, accountId)
    const { words } = question
    return {
      accountId,
      name: marked(row.name, words),
      reference: marked(row.reference, words),
      alias: marked(label?.alias ?? '', words),
      tags: (label?.tags ?? []).map((tag) => marked(tag, words)),
    } satisfies FoundAccount
  })
  return { accounts: shown, complete }
}

interface ApplicationRow {
  id: Uint8Array
  name: string
  key: string
  type: FoundApplication['type']
  environmentId: string
  autoAssign: number
}

/** Applications that are on an account of the user: one that is on none has no place to be shown. */
export function findApplications(sql: Sql, question: Question, near: readonly number[], limit: number) {
  const { found, complete } = find(sql, applications, question)
  const hidden = accountsWithout(sql, 'applications.view')
  const shown: FoundApplication[] = []
  for (const { entry } of best(found, () => false, found.length)) {
    if (shown.length === limit) break
    const row = sql.get<ApplicationRow>(
      `select id, name, key, type, environment_id as environmentId, auto_assign as autoAssign
         from application where n = ?`,
      entry.n,
    )
    const on = row && accountsOn(sql, entry.n, row, near, hidden)
    const account = on && readAccount(sql, on.first)
    if (!account) continue
    shown.push({
      applicationId: toUuid(row.id) as ApplicationId,
      name: marked(row.name, question.words),
      key: marked(row.key, question.words),
      type: row.type,
      accounts: on.count,
      accountId: account.id,
      accountName: account.name,
    })
  }
  return { applications: shown, complete }
}

/**
 * How many accounts that are not hidden it is on, and one of them, near the user where it is on any there. What is
 * assigned to a whole environment is on every account of it, without a row of its own in each.
 */
function accountsOn(
  sql: Sql,
  application: number,
  { autoAssign, environmentId }: ApplicationRow,
  near: readonly number[],
  hidden: ReadonlySet<number>,
): { count: number; first: number | undefined } {
  if (autoAssign) {
    const all = accountsOf(sql, environmentId)
    const on = hidden.size === 0 ? all : all.filter((n) => !hidden.has(n))
    return { count: on.length, first: near.find((n) => on.includes(n)) ?? on[0] }
  }
  // Counted there: it may be on ten thousand.
  const counted = sql.get<{ count: number; first: number | null }>(
    `select count(*) as count, min(account) as first from account_application
      where application = ? and account not in (select value from json_each(?))`,
    application,
    JSON.stringify([...hidden]),
  )
  const isOn = (n: number) =>
    !hidden.has(n) &&
    sql.get('select 1 from account_application where application = ? and account = ?', application, n)
  return { count: counted?.count ?? 0, first: near.find(isOn) ?? counted?.first ?? undefined }
}

interface InvitationRow {
  k: number
  id: Uint8Array
  email: string
  status: InvitationStatus
  expiresAt: number
}

/** Those that can still be accepted come first. */
export function findInvitations(
  sql: Sql,
  question: Question,
  near: readonly number[],
  limit: number,
  now: Date,
) {
  const { found, complete } = find(sql, invitations, question)
  const hidden = accountsWithout(sql, 'users.view')
  const visible = found.filter(({ entry }) => !hidden.has(accountOf(entry.n)))
  const rows = sql.all<InvitationRow>(
    `select k, id, email, status, expires_at as expiresAt from invitation
      where k in (select value from json_each(?))`,
    JSON.stringify(visible.map(({ entry }) => entry.n)),
  )
  const stored = new Map(rows.map((row) => [row.k, row]))
  const isNear = new Set(near)
  const inOrder = best(visible, (n) => isNear.has(accountOf(n)), visible.length).flatMap(({ entry }) => {
    const row = stored.get(entry.n)
    if (!row) return []
    const expiresAt = new Date(row.expiresAt).toISOString()
    return [{ ...row, status: invitationStatusAt({ status: row.status, expiresAt }, now) }]
  })
  const pending = inOrder.filter(({ status }) => status === 'pending')
  const others = inOrder.filter(({ status }) => status !== 'pending')
  const { words, domain } = question
  const shown = [...pending, ...others].slice(0, limit).flatMap((row): FoundInvitation[] => {
    const account = readAccount(sql, accountOf(row.k))
    if (!account) return []
    return [
      {
        invitationId: toUuid(row.id) as InvitationId,
        accountId: account.id,
        accountName: account.name,
        email: marked(row.email, domain === null ? words : [...words, domain]),
        status: row.status,
      },
    ]
  })
  return { invitations: shown, complete }
}

function readAccount(sql: Sql, n: number | undefined): { id: AccountId; name: string } | null {
  if (n === undefined) return null
  const row = sql.get<{ id: Uint8Array; name: string }>('select id, name from account where n = ?', n)
  return row ? { id: toUuid(row.id) as AccountId, name: row.name } : null
}
