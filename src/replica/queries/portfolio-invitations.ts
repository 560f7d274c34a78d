import { type Invitation, type InvitationStatus, invitationStatusAt, ok } from '@gatehouse/contract'
import { fold } from '../../ipc/fold.ts'
import type { InvitationFilter, InvitationLine } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { type Directory, directoryOf, type Known } from '../portfolio/directory.ts'
import { part } from '../portfolio/kept.ts'
import { needsLook } from '../portfolio/parts.ts'
import { toUuid } from '../repositories/ids.ts'
import { invitationShape } from '../repositories/invitations.ts'
import { accountOfKey } from '../repositories/numbers.ts'
import type { Stored } from '../repositories/table.ts'
import { dayMs, type Handler } from './context.ts'

const mostInviters = 50

/** What of an invitation the filter looks at; the rest is read of those that are shown. */
interface Light {
  k: number
  email: string
  invitedByName: string
  status: InvitationStatus
  createdAt: number
  expiresAt: number
  look: number
}

/** Invitations of all accounts whose users the principal may see, newest first. */
export const pageInvitations: Handler<'portfolio.invitations'> = (
  { sql, now },
  { filter, offset, limit },
) => {
  const directory = directoryOf(sql, now)
  const { visible, inviters } = listOf(sql, directory, now)
  const test = createTest(filter, now)
  const found = visible.filter(({ row, account }) => test(row, account))
  const shown = found.slice(offset, offset + limit)
  return ok({
    items: linesOf(
      sql,
      directory,
      shown.map(({ row }) => row.k),
      now,
    ),
    total: found.length,
    all: visible.length,
    inviters,
  })
}

interface Visible {
  row: Light
  account: Known
}

/** Newest first. */
function listOf(
  sql: Sql,
  directory: Directory,
  now: Date,
): { visible: readonly Visible[]; inviters: { name: string; count: number }[] } {
  return part(sql, 'invitationList', now, () => {
    const visible = readLight(sql, now).flatMap((row) => {
      const account = directory.byNumber.get(accountOfKey(row.k))
      return account?.sees.users ? [{ row, account }] : []
    })
    return { visible, inviters: invitersOf(visible.map(({ row }) => row)) }
  })
}

function readLight(sql: Sql, now: Date): Light[] {
  return sql.all<Light>(
    `${needsLook.moments} select k, email, invited_by_name as invitedByName, status, created_at as createdAt, expires_at as expiresAt,
       ${needsLook.sql} as look from m, invitation order by created_at desc, k`,
    ...needsLook.parameters(now),
  )
}

function createTest(filter: InvitationFilter, now: Date): (row: Light, account: Known) => boolean {
  const words = fold(filter.text.trim())
    .split(/\s+/)
    .filter((word) => word !== '')
  const sentBefore = filter.age === 'any' ? null : now.getTime() - Number(filter.age) * dayMs
  return (row, account) =>
    (filter.accountId === null || account.item.id === filter.accountId) &&
    (filter.invitedBy === null || row.invitedByName === filter.invitedBy) &&
    (sentBefore === null || row.createdAt < sentBefore) &&
    isIn(filter.state, row, account, now) &&
    (words.length === 0 || hasAll(words, `${row.email}\n${row.invitedByName}`, account))
}

/** One that needs a look does so where something can be done about it: the same as in the figures. */
function isIn(state: InvitationFilter['state'], row: Light, account: Known, now: Date): boolean {
  if (state === 'any') return true
  if (state === 'look') return row.look === 1 && account.item.status === 'active' && account.isLoaded
  return statusOf(row, now) === state
}

function statusOf({ status, expiresAt }: Light, now: Date): InvitationStatus {
  return status === 'pending' && expiresAt <= now.getTime() ? 'expired' : status
}

function hasAll(words: readonly string[], text: string, account: Known): boolean {
  const own = fold(text)
  return words.every((word) => own.includes(word) || account.anywhere.includes(word))
}

function invitersOf(rows: readonly Light[]): { name: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const { invitedByName } of rows) counts.set(invitedByName, (counts.get(invitedByName) ?? 0) + 1)
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name))
    .slice(0, mostInviters)
}

function linesOf(sql: Sql, directory: Directory, keys: readonly number[], now: Date): InvitationLine[] {
  const rows = sql.all<Stored>(
    `select k, ${invitationShape.list()} from invitation where k in (select value from json_each(?))`,
    JSON.stringify(keys),
  )
  const byKey = new Map(rows.map((stored) => [Number(stored.k), stored]))
  const waiting = new Set(
    sql.all<{ key: string }>(`select key from shadow where entity = 'invitation'`).map(({ key }) => key),
  )
  const names = new Map(
    sql
      .all<{ id: Uint8Array; name: string }>('select id, name from application')
      .map(({ id, name }) => [toUuid(id), name]),
  )
  return keys.flatMap((k) => {
    const stored = byKey.get(k)
    const account = directory.byNumber.get(accountOfKey(k))
    if (!stored || !account) return []
    const row = invitationShape.decode(stored, sql) as Invitation
    return [toLine(row, account, { names, isWaiting: waiting.has(row.id), now })]
  })
}

interface Around {
  names: ReadonlyMap<string, string>
  isWaiting: boolean
  now: Date
}

function toLine(row: Invitation, account: Known, { names, isWaiting, now }: Around): InvitationLine {
  const { item } = account
  return {
    ...row,
    status: invitationStatusAt(row, now),
    applicationNames: row.applicationIds.flatMap((id) => names.get(id) ?? []),
    waiting: isWaiting,
    accountId: item.id,
    accountName: item.name,
    accountColour: item.colour,
    refusal: refusalIn(account),
  }
}

function refusalIn(account: Known): InvitationLine['refusal'] {
  if (account.item.status !== 'active') return 'read-only'
  if (account.item.membershipStatus === 'suspended') return 'own-access'
  return account.permissions.includes('users.invite') ? null : 'permission'
}
