import {
  type Access,
  type AccountEntity,
  type AccountId,
  allPermissions,
  type DirectoryEntry,
  type MembershipId,
  maySeeActivity,
  maySeeService,
  type Permission,
} from '@gatehouse/contract'
import type { AnyRow, RowOf } from './row-queries.ts'

/** How much of an account's rows of one kind the principal may read. */
export type Sight = 'all' | 'own' | 'none'

/**
 * Which rows of an account its principal may read, by their access. `own` are the rows of their own membership.
 * Everybody who may work in an account sees which applications it has. A service asks for a permission of its own
 * besides, see `isInSight`; activity may ask for several, see `Scope`.
 */
export function sightOf({ access }: DirectoryEntry, entity: AccountEntity): Sight {
  const isAdmitted = access.via === 'environment' || access.membershipStatus === 'active'
  if (!isAdmitted) return 'none'
  const may = (permission: Permission) => access.permissions.includes(permission)
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
    case 'review':
      return may('reviews.view') ? 'all' : 'none'
    case 'service':
      return servicesInSight(access).length > 0 ? 'all' : 'none'
    case 'activity':
      return may('activity.view') ? 'all' : 'none'
  }
}

/** The permissions that services may ask for and the principal still sees them. */
export function servicesInSight(access: Pick<Access, 'permissions'>): Permission[] {
  return allPermissions.filter((permission) => maySeeService(access, { permission }))
}

/** The permissions that activity may ask for and the principal still sees it. */
export function activityInSight(access: Pick<Access, 'permissions'>): Permission[] {
  return allPermissions.filter((permission) => maySeeActivity(access, [permission]))
}

/** Whether one row may be read by somebody who may read rows of its kind. */
export function isInSight({ access }: DirectoryEntry, entity: AccountEntity, row: AnyRow): boolean {
  return entity !== 'service' || maySeeService(access, row as RowOf<'service'>)
}

export interface Scope {
  /** Accounts whose rows may all be read. */
  accountIds: AccountId[]
  /** Memberships whose own rows may be read in the other accounts. */
  membershipIds: MembershipId[]
  /**
   * For activity: the permissions in sight in each of `accountIds`, in the same order, each as the text of an array of
   * PostgreSQL. Queries see to them, as the entity doesn't say what it asks for.
   */
  held: string[]
}

/** The same for many accounts, ready for a query. */
export function scopeOf(entries: readonly DirectoryEntry[], entity: AccountEntity): Scope {
  const scope: Scope = { accountIds: [], membershipIds: [], held: [] }
  for (const entry of entries) {
    const sight = sightOf(entry, entity)
    const { accountId, membershipId } = entry.access
    if (sight === 'all') {
      scope.accountIds.push(accountId)
      if (entity === 'activity') scope.held.push(`{${activityInSight(entry.access).join(',')}}`)
    } else if (sight === 'own' && membershipId) scope.membershipIds.push(membershipId)
  }
  return scope
}
