import type { Access } from '../entities/account.ts'
import type { Membership } from '../entities/membership.ts'
import { type Permission, permissionsOf, type Role } from '../entities/permission.ts'
import { type Problem, problem } from '../problem.ts'
import type { Result } from '../result.ts'
import { refuseToHandOut } from './permission-check.ts'

/** What `required` says when somebody who isn't the owner wants to hand over the ownership. */
export const ownershipRequired = 'account.own'

/**
 * The permissions of a role that was chosen for somebody. `custom` has to name them; the others bring their own, and
 * naming some beside would only look as if they counted. `path` is the field that is blamed.
 */
export function choosePermissions(
  role: Role,
  chosen: readonly Permission[] | undefined,
  path = 'permissions',
): Result<Permission[]> {
  const refuse = (message: string): Result<never> => ({
    ok: false,
    error: problem('validation', { fields: [{ path, message }] }),
  })
  if (role === 'custom' && !chosen?.length) return refuse('Choose at least one permission')
  if (role !== 'custom' && chosen !== undefined) {
    return refuse(`The role "${role}" brings its own permissions. Choose "custom" to name them one by one`)
  }
  return { ok: true, value: [...permissionsOf(role, chosen)] }
}

/** What a change gives that wasn't held before. Taking away needs no more than the right to edit. */
export function newlyGiven(before: readonly Permission[], after: readonly Permission[]): Permission[] {
  return after.filter((permission) => !before.includes(permission))
}

/** The owner is never edited, suspended or removed; the ownership is handed over instead. */
export function refuseForOwner({ isOwner, name }: Pick<Membership, 'isOwner' | 'name'>): Problem | null {
  if (!isOwner) return null
  return problem('owner_fixed', {
    detail: `${name} owns the account. Transfer the ownership to somebody else first.`,
  })
}

/** Whether a temporary membership is over. It is from the very moment of its end on. */
export function hasEnded({ endsAt }: Pick<Membership, 'endsAt'>, now: Date): boolean {
  return endsAt !== null && Date.parse(endsAt) <= now.getTime()
}

/** An end lies ahead. `endsAt` as ISO 8601; null lets the membership last. `path` is the field that is blamed. */
export function refuseEndInPast(endsAt: string | null, now: Date, path = 'endsAt'): Problem | null {
  if (endsAt === null || Date.parse(endsAt) > now.getTime()) return null
  const message = 'This moment has passed. Choose a later one, or remove the user now'
  return problem('validation', { fields: [{ path, message }] })
}

/** Whether the membership would last longer than it does. */
export function isProlonged({ endsAt }: Pick<Membership, 'endsAt'>, wanted: string | null): boolean {
  return endsAt !== null && (wanted === null || Date.parse(wanted) > Date.parse(endsAt))
}

/**
 * Time is something that is given, too: whoever puts an end off gives every permission of the user for longer, and
 * whoever was let in for a while doesn't decide to stay.
 */
export function refuseToProlong(
  { access }: { access: Pick<Access, 'via' | 'membershipId' | 'permissions'> },
  { id, permissions }: Pick<Membership, 'id' | 'permissions'>,
): Problem | null {
  if (access.via === 'membership' && access.membershipId === id) {
    const message = 'Nobody prolongs their own membership. Ask somebody else who may edit users'
    return problem('validation', { fields: [{ path: 'endsAt', message }] })
  }
  return refuseToHandOut(
    { access },
    permissions,
    'This would give for longer',
    'Take them from the user first, or ask somebody who holds them.',
  )
}

/** Null for the owner, and for an administrator of the account's environment. */
export function refuseToTransfer({
  access,
}: {
  access: Pick<Access, 'isOwner' | 'via' | 'permissions'>
}): Problem | null {
  if (access.isOwner || access.via === 'environment') return null
  return problem('forbidden', {
    required: ownershipRequired,
    held: [...access.permissions],
    detail: 'The owner of the account does this, or an administrator of its environment. Ask one of them.',
  })
}

/** A suspended user doesn't become the owner. */
export function refuseHeir({ status }: Pick<Membership, 'status'>): Problem | null {
  if (status === 'active') return null
  return problem('validation', {
    detail: 'A suspended user can not own the account. End the suspension first.',
    fields: [{ path: 'membershipId', message: 'This user is suspended' }],
  })
}
