import {
  type DirectoryEntry,
  type Principal,
  type Problem,
  problem,
  type Route,
  refuseRead,
  refuseReadOnly,
  refuseToAdminister,
} from '@gatehouse/contract'
import type { Database } from '../db/database.ts'
import { findPrincipal } from '../repositories/access.ts'

/** One answer for an account that doesn't exist and for one that is somebody else's. */
export const unknownAccount = problem('not_found', {
  detail: 'There is no such account, or you have no access to it.',
})

/** Somebody who isn't a user of the account, or whose membership is over. */
export const unknownUser = problem('not_found', { detail: 'This user is not in the account.' })

/**
 * Null where a route about an account lets the principal in there, by the contract: the permission first, then
 * whether the account can be written to. `entry` is the account as the principal may see it.
 */
export function refuseInAccount(route: Route, principal: Principal, entry: DirectoryEntry): Problem | null {
  const { access } = route
  const { account } = entry
  if (access === 'public' || access === 'signed-in') return null
  const refused =
    access === 'administrator'
      ? refuseToAdminister(principal, account.environmentId, entry.access.permissions)
      : refuseRead(entry.access, access)
  if (refused) return refused
  return route.writes && !route.inAnyStatus ? refuseReadOnly(account) : null
}

/** Whoever administered an environment when their write came may have ceased to while it waited for its turn. */
export async function asOfNow(db: Database, principal: Principal): Promise<Principal> {
  if (principal.administers.length === 0) return principal
  return (await findPrincipal(db, principal.userId)) ?? { ...principal, administers: [] }
}
