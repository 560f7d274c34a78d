import type { Membership } from '../entities/membership.ts'
import { type Permission, permissionsOf, type Role } from '../entities/permission.ts'
import { type Problem, problem } from '../problem.ts'
import type { Result } from '../result.ts'

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
