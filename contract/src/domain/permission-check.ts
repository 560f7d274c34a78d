import type { Access, Account } from '../entities/account.ts'
import type { Principal } from '../entities/membership.ts'
import type { Permission } from '../entities/permission.ts'
import type { ApplicationId, EnvironmentId } from '../ids.ts'
import { type Problem, problem } from '../problem.ts'

/** What `required` says when somebody who isn't one calls a route for administrators. */
export const administratorRequired = 'environment.administer'

/** Null when the principal may do it; otherwise the problem, which names what is lacking and what is held. */
export function refuseRead(access: Pick<Access, 'permissions'>, permission: Permission): Problem | null {
  if (access.permissions.includes(permission)) return null
  return problem('forbidden', {
    required: permission,
    held: [...access.permissions],
    detail: `This needs the permission "${permission}". Ask an owner or administrator of the account for it.`,
  })
}

/** As `refuseRead`, and closed or suspended accounts can only be read. */
export function refuseWrite(
  account: Pick<Account, 'status'>,
  access: Pick<Access, 'permissions'>,
  permission: Permission,
): Problem | null {
  return refuseRead(access, permission) ?? refuseReadOnly(account)
}

/** Suspended and closed accounts can only be read. */
export function refuseReadOnly(account: Pick<Account, 'status'>): Problem | null {
  if (account.status === 'active') return null
  return problem('account_read_only', { detail: `The account is ${account.status}, so it can only be read.` })
}

/** Null for an administrator of the environment. */
export function refuseToAdminister(
  principal: Pick<Principal, 'administers'>,
  environmentId: EnvironmentId,
  held: readonly Permission[],
): Problem | null {
  if (principal.administers.includes(environmentId)) return null
  return problem('forbidden', {
    required: administratorRequired,
    held: [...held],
    detail: 'This is done by an administrator of the environment. Ask one.',
  })
}

/** Nobody gives a permission that they don't hold: those of `wanted` that the giver lacks. */
export function permissionsNotHeld(
  giver: Pick<Access, 'permissions'>,
  wanted: readonly Permission[],
): Permission[] {
  return wanted.filter((permission) => !giver.permissions.includes(permission))
}

/**
 * Null where the principal may offer this to somebody: nobody gives a permission that they don't hold, and whoever
 * names applications must be able to assign them. `what` begins the sentence that says which permissions are lacking.
 */
export function refuseToOffer(
  { account, access }: { account: Pick<Account, 'status'>; access: Pick<Access, 'permissions'> },
  offer: { permissions: readonly Permission[]; applicationIds: readonly ApplicationId[] },
  what: string,
): Problem | null {
  const refused = offer.applicationIds.length > 0 ? refuseWrite(account, access, 'applications.assign') : null
  if (refused) return refused
  return refuseToHandOut({ access }, offer.permissions, what, 'Choose a smaller role.')
}

/** Nobody gives a permission that they don't hold. `what` begins the sentence that says so, `advice` ends it. */
export function refuseToHandOut(
  { access }: { access: Pick<Access, 'permissions'> },
  given: readonly Permission[],
  what: string,
  advice: string,
): Problem | null {
  const lacking = permissionsNotHeld(access, given)
  if (!lacking[0]) return null
  return problem('forbidden', {
    required: lacking[0],
    held: [...access.permissions],
    detail: `${what} permissions that you lack: ${lacking.join(', ')}. ${advice}`,
  })
}
