import type { AccountEntity, AccountId, DirectoryEntry, MembershipId } from '@gatehouse/contract'

/** How much of an account's rows of one kind the principal may read. */
export type Sight = 'all' | 'own' | 'none'

/**
 * Which rows of an account its principal may read, by their access. `own` are the rows of their own membership.
 * Everybody who may work in an account sees which applications it has.
 */
export function sightOf({ access }: DirectoryEntry, entity: AccountEntity): Sight {
  const isAdmitted = access.via === 'environment' || access.membershipStatus === 'active'
  if (!isAdmitted) return 'none'
  const may = (permission: (typeof access.permissions)[number]) => access.permissions.includes(permission)
  switch (entity) {
    case 'accountApplication':
      return 'all'
    case 'membership':
      return may('users.view') ? 'all' : 'own'
    case 'grant':
      return may('applications.view') ? (may('users.view') ? 'all' : 'own') : 'none'
    case 'invitation':
    case 'template':
      return may('users.view') ? 'all' : 'none'
    case 'service':
      return may('services.view') ? 'all' : 'none'
    case 'activity':
      return may('activity.view') ? 'all' : 'none'
  }
}

export interface Scope {
  /** Accounts whose rows may all be read. */
  accountIds: AccountId[]
  /** Memberships whose own rows may be read in the other accounts. */
  membershipIds: MembershipId[]
}

/** The same for many accounts, ready for a query. */
export function scopeOf(entries: readonly DirectoryEntry[], entity: AccountEntity): Scope {
  const scope: Scope = { accountIds: [], membershipIds: [] }
  for (const entry of entries) {
    const sight = sightOf(entry, entity)
    const { accountId, membershipId } = entry.access
    if (sight === 'all') scope.accountIds.push(accountId)
    else if (sight === 'own' && membershipId) scope.membershipIds.push(membershipId)
  }
  return scope
}
