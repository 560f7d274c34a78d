import { isOnAccount } from '../domain/effective-access.ts'
import { invitationStatusAt } from '../domain/invitation-state.ts'
import { choosePermissions } from '../domain/membership-rules.ts'
import { refuseToOffer } from '../domain/permission-check.ts'
import { type Invitation, type InvitationStatus, invitationDays } from '../entities/invitation.ts'
import type { AccountId } from '../ids.ts'
import { type Problem, problem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { type InvitationTarget, invitationTargetSchema, inviteSchema } from './arguments.ts'
import { type MutationContext, mutation, refuse } from './definition.ts'
import type { ReplicaView, RowChange } from './view.ts'

const dayMs = 86_400_000

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
    const offer = { permissions, applicationIds }
    const refused = refuseOffer(view, accountId, offer, `The role "${wanted.role}" holds`)
    if (refused) return fail(refused)
    if (view.membershipByEmail(accountId, wanted.email)) return fail(problem('already_member'))
    if (view.pendingInvitation(accountId, wanted.email, now)) return fail(problem('already_invited'))
    for (const applicationId of wanted.applicationIds) {
      const row = view.accountApplication(accountId, applicationId)
      const environmentAuto = view.application(applicationId)?.autoAssign ?? false
      if (!isOnAccount({ environmentAuto, accountAuto: row ? row.autoAssign : null }))
        return fail(problem('not_on_account'))
    }
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
          status: 'pending',
          invitedByName: view.principal().name,
          createdAt: now.toISOString(),
          expiresAt: new Date(now.getTime() + wanted.expiresInDays * dayMs).toISOString(),
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
    const refused = refuseOffer(context.view, target.accountId, found.value, 'The invitation offers')
    if (refused) return fail(refused)
    const expiresAt = new Date(context.now.getTime() + invitationDays.default * dayMs).toISOString()
    return putBack(found.value, { status: 'pending', expiresAt })
  },
})
