import { type ApplicationId, invitationStatusAt, ok } from '@gatehouse/contract'
import type { SqlValue } from '../database.ts'
import { readMyInvitations } from '../repositories/my-invitations.ts'
import { invitations } from '../repositories/rows.ts'
import { type Handler, openAccount, waitingKeys } from './context.ts'

export const listInvitations: Handler<'invitations.list'> = ({ sql, now }, { accountId }) => {
  const opened = openAccount(sql, accountId, 'users.view')
  if (!opened.ok) return opened
  const waiting = waitingKeys(sql, accountId, 'invitation')
  const applications = sql.all<{ id: ApplicationId; name: string }>(
    'select id, name from application where environment_id = ?',
    opened.value.account.environmentId,
  )
  const names = new Map(applications.map(({ id, name }) => [id, name]))
  const rows = sql.all<Record<string, SqlValue>>(
    `select ${invitations.columns()} from invitation where account_id = ? order by created_at desc, id`,
    accountId,
  )
  return ok(
    rows.map((stored) => {
      const row = invitations.decode(stored, sql)
      return {
        id: row.id,
        email: row.email,
        role: row.role,
        status: invitationStatusAt(row, now),
        applicationNames: row.applicationIds.flatMap((id) => names.get(id) ?? []),
        invitedByName: row.invitedByName,
        message: row.message,
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
        waiting: waiting.has(row.id),
      }
    }),
  )
}

export const listMyInvitations: Handler<'invitations.mine'> = ({ sql, now }) =>
  ok(
    readMyInvitations(sql).map((invitation) => ({
      ...invitation,
      status: invitationStatusAt(invitation, now),
    })),
  )
