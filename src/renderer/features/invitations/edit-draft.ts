import type { IntentInput, Permission } from '@gatehouse/contract'
import type { InvitationItem } from '../../../ipc/views.ts'
import { dayOf } from '../../ui/date-field.tsx'
import { customBase, type RoleBase } from './roles.ts'
import { daysOf, endOf } from './use-invite-form.ts'

/** What an invitation is to offer, as typed. */
export interface EditDraft {
  /** Of the invitation when it was begun. */
  version: number
  base: string
  permissions: readonly Permission[]
  applicationIds: readonly string[]
  message: string
  /** Empty: it ends when it would have ended. */
  days: string
  endsOn: string
}

export function startFrom(invitation: InvitationItem, roles: readonly RoleBase[]): EditDraft {
  const { version, role, permissions, applicationIds, message, membershipEndsAt } = invitation
  const template = roles.find((each) => each.isTemplate && isSame(each.permissions, permissions))
  return {
    version,
    base: role === 'custom' ? (template?.id ?? customBase) : role,
    permissions: role === 'custom' && !template ? permissions : [],
    applicationIds,
    message,
    days: '',
    endsOn: membershipEndsAt ? dayOf(new Date(membershipEndsAt)) : '',
  }
}

export function isUnchanged(draft: EditDraft, begun: EditDraft): boolean {
  return (
    draft.base === begun.base &&
    isSame(draft.permissions, begun.permissions) &&
    isSame(draft.applicationIds, begun.applicationIds) &&
    draft.message === begun.message &&
    draft.days.trim() === '' &&
    draft.endsOn === begun.endsOn
  )
}

/** The change that was written, and the one that takes it back. */
export function editIntent(
  accountId: string,
  before: InvitationItem,
  draft: EditDraft,
  base: RoleBase | undefined,
): { intent: IntentInput; inverse: IntentInput } {
  const target = { accountId, invitationId: before.id }
  const days = daysOf(draft.days)
  const end = endOf(draft.endsOn)
  const isEndKept =
    before.membershipEndsAt !== null && draft.endsOn === dayOf(new Date(before.membershipEndsAt))
  return {
    intent: {
      name: 'invitations.edit',
      args: {
        ...target,
        // On the row as it is now: what somebody else changed meanwhile was told above the form.
        baseVersion: before.version,
        ...roleOf(base?.role ?? 'custom', base?.permissions ?? draft.permissions),
        applicationIds: [...draft.applicationIds],
        message: draft.message,
        ...(days === null ? {} : { expiresInDays: days }),
        membershipEndsAt: isEndKept || end === 'past' ? before.membershipEndsAt : end,
      },
    },
    inverse: {
      name: 'invitations.edit',
      args: {
        ...target,
        baseVersion: before.version + 1,
        ...roleOf(before.role, before.permissions),
        applicationIds: [...before.applicationIds],
        message: before.message,
        membershipEndsAt: before.membershipEndsAt,
      },
    },
  }
}

function roleOf(role: InvitationItem['role'], permissions: readonly Permission[]) {
  return role === 'custom' ? { role, permissions: [...permissions] } : { role }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each))
}
