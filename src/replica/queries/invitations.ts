import { type Invitation, invitationStatusAt, ok } from '@gatehouse/contract'
import { toUuid } from '../repositories/ids.ts'
import { invitations } from '../repositories/invitations.ts'
import { readMyInvitations } from '../repositories/my-invitations.ts'
import { type Handler, openAccount, waitingKeys } from './context.ts'

export const listInvitations: Handler<'invitations.list'> = ({ sql, now }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const waiting = waitingKeys(sql, accountId, 'invitation')
  const applications = sql.all<{ id: Uint8Array; name: string }>(
    'select id, name from application where environment_id = ?',
    opened.value.account.environmentId,
  )
  const names = new Map(applications.map(({ id, name }) => [toUuid(id), name]))
  const rows = invitations.all(sql, accountId).sort(newestFirst)
  return ok(
    rows.map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      permissions: row.permissions,
      status: invitationStatusAt(row, now),
      applicationIds: row.applicationIds,
      applicationNames: row.applicationIds.flatMap((id) => names.get(id) ?? []),
      anyAddress: row.anyAddress,
      membershipEndsAt: row.membershipEndsAt,
      invitedByName: row.invitedByName,
      message: row.message,
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
      version: row.version,
      waiting: waiting.has(row.id),
    })),
  )
}

function newestFirst(a: Invitation, b: Invitation): number {
  return b.createdAt.localeCompare(a.createdAt) || a.id.localeCompare(b.id)
}

export const listMyInvitations: Handler<'invitations.mine'> = ({ sql, now }) =>
  ok(
    readMyInvitations(sql).map((invitation) => ({
      ...invitation,
      status: invitationStatusAt(invitation, now),
    })),
  )
