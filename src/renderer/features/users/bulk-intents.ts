import type { IntentInput } from '@gatehouse/contract'
import type { UserRow } from '../../../ipc/views.ts'
import type { BulkLine } from '../../data/use-bulk.ts'
import type { Base } from './permission-draft.ts'

/** A change of one user, and the one that takes it back once it was sent; null where none does. */
export type Made = Required<BulkLine>

/** Changes of several users, and how they are told once they are made. */
export interface Step {
  made: readonly Made[]
  done: string
}

export type BulkKind = 'grant' | 'revoke' | 'role' | 'end' | 'suspend' | 'resume' | 'remove'

/** Those of the chosen users whom an action can be for: the owner stays as they are, and nobody ends themselves. */
export function eligible(kind: BulkKind, users: readonly UserRow[]) {
  const takesOwner = kind === 'grant' || kind === 'revoke'
  const takesSelf = kind !== 'suspend' && kind !== 'remove'
  const isLeft = (user: UserRow) => (user.isOwner && !takesOwner) || (user.isMe && !takesSelf)
  return {
    users: users.filter((user) => !isLeft(user) && isNews(kind, user)),
    skipsOwner: !takesOwner && users.some(({ isOwner }) => isOwner),
    skipsSelf: !takesSelf && users.some(({ isMe, isOwner }) => isMe && !isOwner),
  }
}

function isNews(kind: BulkKind, { status }: UserRow): boolean {
  if (kind === 'suspend') return status === 'active'
  return kind !== 'resume' || status === 'suspended'
}

interface Of {
  accountId: string
  membershipId: string
}

export function stateChange(kind: 'suspend' | 'resume' | 'remove', { accountId, membershipId }: Of): Made {
  const args = { accountId, membershipId }
  const intents = {
    suspend: { name: 'memberships.suspend', args },
    resume: { name: 'memberships.resume', args },
    remove: { name: 'memberships.remove', args },
  } as const satisfies Record<string, IntentInput>
  if (kind === 'remove') return { intent: intents.remove, inverse: null }
  return { intent: intents[kind], inverse: kind === 'suspend' ? intents.resume : intents.suspend }
}

export function grantChange(kind: 'grant' | 'revoke', of: Of, applicationId: string): Made {
  const args = { ...of, applicationId }
  const give: IntentInput = { name: 'grants.add', args }
  const take: IntentInput = { name: 'grants.remove', args }
  return kind === 'grant' ? { intent: give, inverse: take } : { intent: take, inverse: give }
}

/** Permissions that were chosen one by one aren't known in a list, so there is no way back to them from here. */
export function roleChange(accountId: string, user: UserRow, base: Base): Made {
  const args = { accountId, membershipId: user.membershipId }
  const { role } = user
  const given = base.role === 'custom' ? { permissions: [...base.permissions] } : {}
  const hasWayBack = role !== 'custom' && role !== 'owner'
  return {
    intent: {
      name: 'memberships.setPermissions',
      args: { ...args, role: base.role, ...given, baseVersion: user.version },
    },
    inverse: hasWayBack
      ? { name: 'memberships.setPermissions', args: { ...args, role, baseVersion: user.version + 1 } }
      : null,
  }
}

export function endChange(accountId: string, user: UserRow, endsAt: string | null): Made {
  const args = { accountId, membershipId: user.membershipId }
  return {
    intent: { name: 'memberships.setEnd', args: { ...args, endsAt, baseVersion: user.version } },
    inverse: {
      name: 'memberships.setEnd',
      args: { ...args, endsAt: user.endsAt, baseVersion: user.version + 1 },
    },
  }
}
