import type { ApplicationUser } from '../../../ipc/views.ts'
import type { BulkLine } from '../../data/use-bulk.ts'

export interface GrantTarget {
  accountId: string
  applicationId: string
  applicationName: string
}

/** Whom a grant can be given: those who have none, and don't get the application anyway. */
export function toGrant(users: readonly ApplicationUser[]): readonly ApplicationUser[] {
  return users.filter(
    ({ hasGrant, sources }) => !hasGrant && !sources.includes('environment') && !sources.includes('account'),
  )
}

export function toRevoke(users: readonly ApplicationUser[]): readonly ApplicationUser[] {
  return users.filter(({ hasGrant }) => hasGrant)
}

/** One change a user, with the one that takes it back. */
export function grantLines(
  kind: 'add' | 'remove',
  { accountId, applicationId }: GrantTarget,
  users: readonly ApplicationUser[],
): BulkLine[] {
  return users.map(({ membershipId }) => {
    const args = { accountId, applicationId, membershipId }
    const add = { name: 'grants.add', args } as const
    const remove = { name: 'grants.remove', args } as const
    return kind === 'add' ? { intent: add, inverse: remove } : { intent: remove, inverse: add }
  })
}
