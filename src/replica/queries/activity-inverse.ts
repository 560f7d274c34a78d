import {
  type AccountId,
  type Activity,
  intentSchema,
  ok,
  predict,
  type ReplicaView,
  type Result,
} from '@gatehouse/contract'
import type { ActivityInverse } from '../../ipc/views.ts'
import type { Sql } from '../database.ts'
import { activities } from '../repositories/account-rows.ts'
import { readPrincipal } from '../repositories/rows.ts'
import { createView } from '../repositories/view.ts'
import { type Handler, openAccount } from './context.ts'

/** Looks like an intent; whether it is one, its schema says. */
type Candidate = { name: string; args: Record<string, unknown> }
type Fields = Record<string, unknown>

const none: ActivityInverse = { intent: null, reason: null, problem: null }
const changedSince: ActivityInverse = { intent: null, reason: 'changed-since', problem: null }

/**
 * The change that takes an entry back: for what the principal did themselves, where it can be taken back at all, and
 * only while things are as it left them. What the server would refuse is refused here.
 */
export const inverseOfEntry: Handler<'activity.inverse'> = ({ sql, now }, { accountId, activityId }) => {
  const opened = openAccount(sql, accountId, 'activity.view')
  if (!opened.ok) return opened
  const entry = activities.get(sql, accountId, activityId)
  if (!entry || !isOwn(sql, entry)) return ok(none)
  const view = createView(sql)
  const found = inverse(entry, { view, accountId })
  if (found === null || found === 'changed-since') return ok(found === null ? none : changedSince)
  const intent = intentSchema.safeParse(found)
  if (!intent.success) return ok(none)
  const predicted: Result<unknown> = predict(intent.data, { view, now })
  if (predicted.ok) return ok({ ...none, intent: intent.data })
  return ok({ intent: null, reason: 'refused', problem: predicted.error })
}

function isOwn(sql: Sql, { actorId }: Activity): boolean {
  return actorId !== null && actorId === readPrincipal(sql)?.userId
}

interface Where {
  view: ReplicaView
  accountId: AccountId
}

function inverse(entry: Activity, where: Where): Candidate | 'changed-since' | null {
  switch (entry.action.slice(0, entry.action.indexOf('.'))) {
    case 'application':
      return inverseOfAssignment(entry, where)
    case 'grant':
      return inverseOfGrant(entry, where)
    case 'invitation':
      return inverseOfInvitation(entry, where)
    case 'membership':
      return inverseOfMembership(entry, where)
    case 'service':
      return inverseOfService(entry, where)
    case 'template':
      return inverseOfTemplate(entry, where)
    case 'account':
      return inverseOfAccount(entry, where)
    default:
      return null
  }
}

function inverseOfAssignment({ action, targetId, before, after }: Activity, { view, accountId }: Where) {
  const args = { accountId, applicationId: targetId }
  const row = view.accountApplication(accountId, targetId as never)
  switch (action) {
    case 'application.assigned':
      if (!row || row.autoAssign !== (after?.autoAssign === true)) return 'changed-since'
      return { name: 'applications.unassign', args }
    case 'application.unassigned': {
      // Grants that went with it don't come back by assigning it again.
      if (before?.grants !== 0) return null
      if (row) return 'changed-since'
      const autoAssign = before.autoAssign === true
      return { name: 'applications.assign', args: { accountId, applicationIds: [targetId], autoAssign } }
    }
    case 'application.auto_assign_enabled':
      if (!row?.autoAssign) return 'changed-since'
      return { name: 'applications.setAutoAssign', args: { ...args, autoAssign: false, onDisable: 'drop' } }
    case 'application.auto_assign_disabled':
      if (after?.grantsMade !== 0) return null
      if (!row || row.autoAssign) return 'changed-since'
      return { name: 'applications.setAutoAssign', args: { ...args, autoAssign: true } }
    default:
      return null
  }
}

function inverseOfGrant({ action, before, after }: Activity, { view, accountId }: Where) {
  const { applicationId, membershipId } = after ?? before ?? {}
  if (typeof applicationId !== 'string' || typeof membershipId !== 'string') return null
  const isThere = view.grant(accountId, membershipId as never, applicationId as never) !== null
  if (isThere !== (action === 'grant.added')) return 'changed-since'
  const name = isThere ? 'grants.remove' : 'grants.add'
  return { name, args: { accountId, applicationId, membershipId } }
}

function inverseOfInvitation({ action, targetId }: Activity, { view, accountId }: Where) {
  if (action !== 'invitation.sent') return null
  const isPending = view.invitation(accountId, targetId as never)?.status === 'pending'
  if (!isPending) return 'changed-since'
  return { name: 'invitations.revoke', args: { accountId, invitationId: targetId } }
}

function inverseOfMembership({ action, targetId, before, after }: Activity, { view, accountId }: Where) {
  const row = view.membership(accountId, targetId as never)
  const args = { accountId, membershipId: targetId }
  switch (action) {
    case 'membership.edited': {
      if (!row || !holds(row, after)) return 'changed-since'
      const permissions = before?.role === 'custom' ? { permissions: before.permissions } : {}
      return {
        name: 'memberships.setPermissions',
        args: { ...args, role: before?.role, ...permissions, baseVersion: row.version },
      }
    }
    case 'membership.end_changed':
      if (!row || !holds(row, after)) return 'changed-since'
      return {
        name: 'memberships.setEnd',
        args: { ...args, endsAt: before?.endsAt ?? null, baseVersion: row.version },
      }
    case 'membership.suspended':
    case 'membership.resumed': {
      if (!row || !holds(row, after)) return 'changed-since'
      const name = action === 'membership.suspended' ? 'memberships.resume' : 'memberships.suspend'
      return { name, args: { ...args, baseVersion: row.version } }
    }
    default:
      return null
  }
}

function inverseOfService({ action, targetId, before, after }: Activity, { view, accountId }: Where) {
  const row = view.service(accountId, targetId as never)
  const args = { accountId, serviceId: targetId }
  switch (action) {
    case 'service.added':
      if (!row || !holds(row, after)) return 'changed-since'
      return { name: 'services.remove', args }
    case 'service.removed':
      return row ? 'changed-since' : { name: 'services.add', args: { ...args, ...before } }
    case 'service.edited': {
      if (!row || !holds(row, after)) return 'changed-since'
      const { productName, label, status, renewsAt, permission, version } = row
      const fields = { productName, label, status, renewsAt, permission, ...before }
      return { name: 'services.edit', args: { ...args, ...fields, baseVersion: version } }
    }
    default:
      return null
  }
}

function inverseOfTemplate({ action, targetId, before, after }: Activity, { view, accountId }: Where) {
  const row = view.template(accountId, targetId as never)
  const args = { accountId, templateId: targetId }
  switch (action) {
    case 'template.created':
      if (!row || !holds(row, after)) return 'changed-since'
      return { name: 'templates.delete', args }
    case 'template.deleted':
      return row ? 'changed-since' : { name: 'templates.create', args: { ...args, ...before } }
    case 'template.edited':
      if (!row || !holds(row, after)) return 'changed-since'
      return { name: 'templates.edit', args: { ...args, ...before, baseVersion: row.version } }
    default:
      return null
  }
}

function inverseOfAccount({ action, before, after }: Activity, { view, accountId }: Where) {
  if (action !== 'account.edited') return null
  const row = view.account(accountId)
  if (!row || !holds(row, after)) return 'changed-since'
  return { name: 'accounts.edit', args: { accountId, ...before, baseVersion: row.version } }
}

/** Whether the row still has all that the entry says it got. */
function holds(row: object, after: Fields | null): boolean {
  return Object.entries(after ?? {}).every(
    ([field, value]) => JSON.stringify((row as Fields)[field]) === JSON.stringify(value),
  )
}
