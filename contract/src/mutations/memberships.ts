import {
  choosePermissions,
  hasEnded,
  isProlonged,
  newlyGiven,
  refuseEndInPast,
  refuseForOwner,
  refuseHeir,
  refuseToProlong,
  refuseToTransfer,
} from '../domain/membership-rules.ts'
import { refuseToHandOut } from '../domain/permission-check.ts'
import { refuseStale } from '../domain/versions.ts'
import type { Access, Account } from '../entities/account.ts'
import type { Membership } from '../entities/membership.ts'
import { type InvitableRole, type Permission, permissionsOf, type Role } from '../entities/permission.ts'
import type { AccountId, MembershipId } from '../ids.ts'
import { problem } from '../problem.ts'
import { fail, ok, type Result } from '../result.ts'
import { admit, type Edit, type MutationContext, mutation } from './definition.ts'
import {
  membershipStateSchema,
  removeMembershipSchema,
  setEndSchema,
  setPermissionsSchema,
  transferOwnershipSchema,
} from './membership-arguments.ts'
import type { RowChange } from './view.ts'

interface Opened {
  account: Account
  access: Access
  member: Membership
}

/** A user of the account, where the principal may do this there. One whose membership is over is none any more. */
function open(
  { accountId, membershipId }: { accountId: AccountId; membershipId: MembershipId },
  { view, now }: MutationContext,
  permission: Permission,
): Result<Opened> {
  const entry = admit(view, accountId, permission)
  if (!entry.ok) return entry
  const member = view.membership(accountId, membershipId)
  if (!member || hasEnded(member, now)) {
    return fail(problem('not_found', { detail: 'This user is not in the account.' }))
  }
  return ok({ ...entry.value, member })
}

/** The next version of a membership. The principal's own says how they may work in the account, too. */
function changed(
  { account, access }: Pick<Opened, 'account' | 'access'>,
  before: Membership,
  changes: Partial<Membership>,
): RowChange[] {
  const row: Membership = { ...before, ...changes, version: before.version + 1 }
  const rows: RowChange[] = [{ op: 'put', entity: 'membership', row }]
  if (access.membershipId === row.id) {
    rows.push({ op: 'put', entity: 'account', row: { account, access: accessBy(access, row) } })
  }
  return rows
}

function accessBy(access: Access, { role, isOwner, status, permissions }: Membership): Access {
  const held = status === 'active' ? permissions : []
  return {
    ...access,
    role,
    isOwner,
    membershipStatus: status,
    permissions: access.via === 'environment' ? access.permissions : held,
  }
}

function editOf(
  { membershipId, baseVersion }: { membershipId: string; baseVersion?: number | undefined },
  wants: Edit['wants'],
): Edit | null {
  if (baseVersion === undefined) return null
  return { entity: 'membership', id: membershipId, baseVersion, wants, units: [['role', 'permissions']] }
}

/** A role with permissions of its own names none; `null` for that of the owner, which is never given this way. */
export function roleArguments(
  role: unknown,
  permissions: unknown,
): { role: InvitableRole; permissions?: Permission[] } | null {
  if (role === 'owner') return null
  if (role !== 'custom') return { role: role as InvitableRole }
  return { role, permissions: [...(permissions as Permission[])] }
}

export const setPermissions = mutation({
  args: setPermissionsSchema,
  permission: 'users.edit',
  call: ({ accountId, membershipId, ...body }) => ({
    route: 'memberships.setPermissions',
    params: { accountId, membershipId },
    body,
  }),
  predict(wanted, context) {
    const opened = open(wanted, context, 'users.edit')
    if (!opened.ok) return opened
    const { access, member } = opened.value
    const chosen = choosePermissions(wanted.role, wanted.permissions)
    if (!chosen.ok) return chosen
    const permissions = chosen.value
    const given = newlyGiven(member.permissions, permissions)
    const refused =
      refuseForOwner(member) ??
      refuseStale(member, wanted.baseVersion) ??
      refuseToHandOut(
        { access },
        given,
        'This would give',
        'Choose a smaller role, or ask somebody who holds them.',
      )
    if (refused) return fail(refused)
    const isSame =
      member.role === wanted.role && member.permissions.length === permissions.length && given.length === 0
    return ok(isSame ? [] : changed(opened.value, member, { role: wanted.role, permissions }))
  },
  edit: {
    of: (args) =>
      editOf(args, { role: args.role, permissions: [...permissionsOf(args.role, args.permissions)] }),
    onto({ permissions: _, ...args }, fields, baseVersion) {
      const role = roleArguments(fields.role, fields.permissions)
      return { ...args, ...(role ?? { role: args.role }), baseVersion }
    },
  },
})

export const setEnd = mutation({
  args: setEndSchema,
  permission: 'users.edit',
  call: ({ accountId, membershipId, ...body }) => ({
    route: 'memberships.setEnd',
    params: { accountId, membershipId },
    body,
  }),
  predict(wanted, context) {
    const opened = open(wanted, context, 'users.edit')
    if (!opened.ok) return opened
    const { access, member } = opened.value
    const endsAt = spelled(wanted.endsAt)
    const refused =
      refuseForOwner(member) ??
      refuseStale(member, wanted.baseVersion) ??
      refuseEndInPast(endsAt, context.now) ??
      (isProlonged(member, endsAt) ? refuseToProlong({ access }, member) : null)
    if (refused) return fail(refused)
    if (member.endsAt === endsAt) return ok([])
    // What the user may do is as it was.
    return ok(changed(opened.value, member, { endsAt }))
  },
  edit: {
    of: (args) => editOf(args, { endsAt: spelled(args.endsAt) }),
    onto: (args, { endsAt }, baseVersion) => ({ ...args, endsAt: endsAt as string | null, baseVersion }),
  },
})

/** A time as rows spell it: UTC with milliseconds. */
export function spelled(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}

export const suspend = mutation({
  args: membershipStateSchema,
  permission: 'users.remove',
  call: ({ accountId, membershipId, ...body }) => ({
    route: 'memberships.suspend',
    params: { accountId, membershipId },
    body,
  }),
  predict(wanted, context) {
    const opened = open(wanted, context, 'users.remove')
    if (!opened.ok) return opened
    const { member } = opened.value
    const refused = refuseForOwner(member) ?? refuseStale(member, wanted.baseVersion ?? member.version)
    if (refused) return fail(refused)
    if (member.status === 'suspended') return ok([])
    return ok(changed(opened.value, member, { status: 'suspended' }))
  },
  edit: {
    of: (args) => editOf(args, { status: 'suspended' }),
    onto: (args, _, baseVersion) => ({ ...args, baseVersion }),
  },
})

export const resume = mutation({
  args: membershipStateSchema,
  permission: 'users.remove',
  call: ({ accountId, membershipId, ...body }) => ({
    route: 'memberships.resume',
    params: { accountId, membershipId },
    body,
  }),
  predict(wanted, context) {
    const opened = open(wanted, context, 'users.remove')
    if (!opened.ok) return opened
    const { access, member } = opened.value
    const stale = refuseStale(member, wanted.baseVersion ?? member.version)
    if (stale) return fail(stale)
    if (member.status === 'active') return ok([])
    const refused = refuseToHandOut(
      { access },
      member.permissions,
      'This would give back',
      'Take them from the user first, or ask somebody who holds them.',
    )
    if (refused) return fail(refused)
    return ok(changed(opened.value, member, { status: 'active' }))
  },
  edit: {
    of: (args) => editOf(args, { status: 'active' }),
    onto: (args, _, baseVersion) => ({ ...args, baseVersion }),
  },
})

/** Takes the user's grants along. Whoever removes themselves sees the account until the server has agreed. */
export const remove = mutation({
  args: removeMembershipSchema,
  permission: 'users.remove',
  call: (params) => ({ route: 'memberships.remove', params }),
  predict(target, context) {
    const opened = open(target, context, 'users.remove')
    if (!opened.ok) return opened
    const refused = refuseForOwner(opened.value.member)
    if (refused) return fail(refused)
    const { accountId, membershipId } = target
    const grants = context.view.grantsOfMembership(accountId, membershipId)
    return ok([
      ...grants.map(
        ({ applicationId }): RowChange => ({
          op: 'delete',
          entity: 'grant',
          accountId,
          membershipId,
          applicationId,
        }),
      ),
      { op: 'delete', entity: 'membership', accountId, id: membershipId },
    ])
  },
})

export const transferOwnership = mutation({
  args: transferOwnershipSchema,
  permission: 'users.edit',
  call: ({ accountId, ...body }) => ({
    route: 'memberships.transferOwnership',
    params: { accountId },
    body,
  }),
  predict(wanted, context) {
    const opened = open(wanted, context, 'users.edit')
    if (!opened.ok) return opened
    const { access, member: heir } = opened.value
    const role: Role = wanted.previousOwnerRole
    const stepDown = choosePermissions(role, wanted.previousOwnerPermissions, 'previousOwnerPermissions')
    if (!stepDown.ok) return stepDown
    const refused =
      refuseToTransfer({ access }) ??
      refuseStale(heir, wanted.baseVersion ?? heir.version) ??
      refuseHeir(heir)
    if (refused) return fail(refused)
    const former = context.view.owner(wanted.accountId)
    if (former?.id === heir.id) return ok([])
    const permissions = [...permissionsOf('owner', [])]
    return ok([
      ...(former ? changed(opened.value, former, { role, permissions: stepDown.value, isOwner: false }) : []),
      ...changed(opened.value, heir, { role: 'owner', permissions, isOwner: true, endsAt: null }),
    ])
  },
  edit: {
    of: (args) => editOf(args, { role: 'owner', permissions: [...permissionsOf('owner', [])] }),
    onto: (args, _, baseVersion) => ({ ...args, baseVersion }),
  },
})
