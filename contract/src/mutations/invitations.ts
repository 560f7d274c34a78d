import { isOnAccount } from '../domain/effective-access.ts'
import { invitationEnd, invitationStatusAt, noLaterThan } from '../domain/invitation-state.ts'
import { choosePermissions, refuseEndInPast } from '../domain/membership-rules.ts'
import { refuseToOffer } from '../domain/permission-check.ts'
import { type Invitation, type InvitationStatus, invitationDays } from '../entities/invitation.ts'
import { permissionsOf } from '../entities/permission.ts'
import type { AccountId, ApplicationId } from '../ids.ts'
import { type Problem, problem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import {
  editInvitationSchema,
  type InvitationTarget,
  invitationTargetSchema,
  inviteSchema,
} from './arguments.ts'
import { type MutationContext, mutation, refuse } from './definition.ts'
import { roleArguments, spelled } from './memberships.ts'
import type { ReplicaView, RowChange } from './view.ts'

export const invite = mutation({
  args: inviteSchema,
  permission: 'users.invite',
  call: ({ accountId, ...body }) => ({ route: 'invitations.create', params: { accountId }, body }),
  predict({ accountId, ...wanted }, { view, now }) {
    const notAllowed = refuse(view, accountId, 'users.invite')
    if (notAllowed) return fail(notAllowed)
    const chosen = choosePermissions(wanted.role, wanted.permissions)
    if (!chosen.ok) return chosen
    const permissions = chosen.value
    const { applicationIds } = wanted
    const membershipEndsAt = spelled(wanted.membershipEndsAt ?? null)
    const offer = { permissions, applicationIds }
    const refused =
      refuseOffer(view, accountId, offer, `The role "${wanted.role}" holds`) ??
      refuseEndInPast(membershipEndsAt, now, 'membershipEndsAt')
    if (refused) return fail(refused)
    if (view.membershipByEmail(accountId, wanted.email)) return fail(problem('already_member'))
    if (view.pendingInvitation(accountId, wanted.email, now)) return fail(problem('already_invited'))
    const missing = refuseNotOnAccount(view, accountId, applicationIds)
    if (missing) return fail(missing)
    return ok([
      {
        op: 'put',
        entity: 'invitation',
        row: {
          id: wanted.invitationId,
          accountId,
          email: wanted.email,
          role: wanted.role,
          permissions,
          applicationIds: wanted.applicationIds,
          message: wanted.message,
          anyAddress: wanted.anyAddress,
          membershipEndsAt,
          status: 'pending',
          invitedByName: view.principal().name,
          createdAt: now.toISOString(),
          expiresAt: invitationEnd(now, wanted.expiresInDays, membershipEndsAt),
          version: 1,
        },
      },
    ])
  },
})

function refuseOffer(
  view: ReplicaView,
  accountId: AccountId,
  offer: Parameters<typeof refuseToOffer>[1],
  what: string,
): Problem | null {
  const account = view.account(accountId)
  const access = view.access(accountId)
  return account && access ? refuseToOffer({ account, access }, offer, what) : problem('not_found')
}

/** The invitation, where the principal may move it and it is in one of the states that it can be moved from. */
function movable(
  { accountId, invitationId }: InvitationTarget,
  { view, now }: MutationContext,
  from: readonly InvitationStatus[],
): Result<Invitation> {
  const refused = refuse(view, accountId, 'users.invite')
  if (refused) return fail(refused)
  const row = view.invitation(accountId, invitationId)
  if (!row) return fail(problem('not_found'))
  const state = invitationStatusAt(row, now)
  return from.includes(state) ? ok(row) : fail(problem('invitation_not_pending', { state }))
}

function putBack(row: Invitation, changes: Partial<Invitation>): Result<RowChange[]> {
  return ok([{ op: 'put', entity: 'invitation', row: { ...row, ...changes, version: row.version + 1 } }])
}

export const revokeInvitation = mutation({
  args: invitationTargetSchema,
  permission: 'users.invite',
  call: (params) => ({ route: 'invitations.revoke', params, body: {} }),
  predict(target, context) {
    const found = movable(target, context, ['pending'])
    return found.ok ? putBack(found.value, { status: 'revoked' }) : found
  },
})

export const resendInvitation = mutation({
  args: invitationTargetSchema,
  permission: 'users.invite',
  call: (params) => ({ route: 'invitations.resend', params, body: {} }),
  predict(target, context) {
    const found = movable(target, context, ['pending', 'expired'])
    if (!found.ok) return found
    const { membershipEndsAt } = found.value
    const refused =
      refuseOffer(context.view, target.accountId, found.value, 'The invitation offers') ??
      refuseEndInPast(membershipEndsAt, context.now, 'membershipEndsAt')
    if (refused) return fail(refused)
    const expiresAt = invitationEnd(context.now, invitationDays.default, membershipEndsAt)
    return putBack(found.value, { status: 'pending', expiresAt })
  },
})

export const editInvitation = mutation({
  args: editInvitationSchema,
  permission: 'users.invite',
  call: ({ accountId, invitationId, ...body }) => ({
    route: 'invitations.edit',
    params: { accountId, invitationId },
    body,
  }),
  predict(wanted, context) {
    const { view, now } = context
    const found = movable(wanted, context, ['pending'])
    if (!found.ok) return found
    const before = found.value
    if (before.version !== wanted.baseVersion) {
      const detail = 'The invitation was changed after you looked at it. Look again, then decide.'
      return fail(problem('stale_version', { detail, current: before }))
    }
    const chosen = choosePermissions(wanted.role, wanted.permissions)
    if (!chosen.ok) return chosen
    const { role, message } = wanted
    const permissions = chosen.value
    const applicationIds = [...new Set(wanted.applicationIds)]
    const membershipEndsAt =
      wanted.membershipEndsAt === undefined ? before.membershipEndsAt : spelled(wanted.membershipEndsAt)
    const refused =
      refuseOffer(view, wanted.accountId, { permissions, applicationIds }, `The role "${role}" holds`) ??
      refuseEndInPast(membershipEndsAt, now, 'membershipEndsAt') ??
      refuseNotOnAccount(view, wanted.accountId, applicationIds)
    if (refused) return fail(refused)
    const expiresAt = noLaterThan(endOf(wanted.expiresInDays, now) ?? before.expiresAt, membershipEndsAt)
    const edited = { role, permissions, applicationIds, message, membershipEndsAt, expiresAt }
    const names = Object.keys(edited) as (keyof typeof edited)[]
    if (names.every((name) => String(edited[name]) === String(before[name]))) return ok([])
    return putBack(before, edited)
  },
  edit: {
    of: ({ invitationId, baseVersion, ...args }, now) => {
      const { membershipEndsAt } = args
      const expiresAt = endOf(args.expiresInDays, now)
      return {
        entity: 'invitation',
        id: invitationId,
        baseVersion,
        wants: {
          role: args.role,
          permissions: [...permissionsOf(args.role, args.permissions)],
          applicationIds: args.applicationIds,
          message: args.message,
          ...(membershipEndsAt === undefined ? {} : { membershipEndsAt: spelled(membershipEndsAt) }),
          ...(expiresAt ? { expiresAt: noLaterThan(expiresAt, membershipEndsAt ?? null) } : {}),
        },
        units: [['role', 'permissions']],
      }
    },
    onto: ({ permissions: _, ...args }, fields, baseVersion) => ({
      ...args,
      ...(roleArguments(fields.role, fields.permissions) ?? { role: args.role }),
      applicationIds: fields.applicationIds as ApplicationId[],
      message: fields.message as string,
      ...('membershipEndsAt' in fields ? { membershipEndsAt: fields.membershipEndsAt as string | null } : {}),
      baseVersion,
    }),
  },
})

function endOf(days: number | undefined, now: Date): string | null {
  return days === undefined ? null : invitationEnd(now, days, null)
}

function refuseNotOnAccount(
  view: ReplicaView,
  accountId: AccountId,
  applicationIds: readonly ApplicationId[],
): Problem | null {
  for (const applicationId of applicationIds) {
    const row = view.accountApplication(accountId, applicationId)
    const environmentAuto = view.application(applicationId)?.autoAssign ?? false
    if (!isOnAccount({ environmentAuto, accountAuto: row ? row.autoAssign : null }))
      return problem('not_on_account')
  }
  return null
}
