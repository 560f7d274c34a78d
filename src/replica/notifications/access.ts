import type { AccountId, ApplicationId, DirectoryEntry, MembershipId } from '@gatehouse/contract'
import { nameOf, readEntry } from '../repositories/accounts.ts'
import { toBytes } from '../repositories/ids.ts'
import { readMyInvitations } from '../repositories/my-invitations.ts'
import { putNotification } from '../repositories/notifications.ts'
import type { Write } from '../write.ts'

/**
 * Tells of what an account's snapshot changed of the principal's own access. `before`: null where the account wasn't
 * here. Who has just accepted an invitation to it knows.
 */
export function noteAccess(
  write: Write,
  accountId: AccountId,
  before: DirectoryEntry | null,
  now: Date,
): void {
  const after = readEntry(write.sql, accountId)
  if (!after) return
  const { name } = after.account
  const about = { accountId, accountName: name }
  const tell = (fact: Parameters<typeof putNotification>[3]) =>
    putNotification(write, `access ${accountId} ${now.toISOString()} ${fact.kind}`, accountId, fact, now)
  if (!before) {
    const isAwaited = readMyInvitations(write.sql).some((invitation) => invitation.accountId === accountId)
    if (!isAwaited) tell({ kind: 'access-given', ...about, role: after.access.role })
    return
  }
  const was = before.access
  const is = after.access
  if (was.membershipStatus !== is.membershipStatus && is.membershipStatus === 'suspended') {
    tell({ kind: 'access-suspended', ...about })
  } else if (was.membershipStatus === 'suspended' && is.membershipStatus === 'active') {
    tell({ kind: 'access-resumed', ...about })
  }
  const given = is.permissions.filter((permission) => !was.permissions.includes(permission)).length
  const taken = was.permissions.filter((permission) => !is.permissions.includes(permission)).length
  if (was.role === is.role && given + taken === 0) return
  tell({ kind: 'access-changed', ...about, before: was.role, role: is.role, given, taken })
}

/** Tells the principal of an application that somebody gave them or took from them, before that is written. */
export function noteGrant(
  write: Write,
  accountId: AccountId,
  { membershipId, applicationId }: { membershipId: MembershipId; applicationId: ApplicationId },
  change: 'application-given' | 'application-taken',
  isSoAlready: boolean,
  now: Date,
): void {
  const { sql } = write
  if (isSoAlready || !isMine(write, accountId, membershipId)) return
  if (isOwnDoing(write, accountId, membershipId, applicationId)) return
  const fact = {
    kind: change,
    accountId,
    accountName: nameOf.account(sql, accountId) ?? '',
    applicationId,
    applicationName: nameOf.application(sql, applicationId) ?? '',
  }
  putNotification(write, `${change} ${accountId} ${applicationId} ${now.toISOString()}`, accountId, fact, now)
}

function isMine({ sql }: Write, accountId: AccountId, membershipId: MembershipId): boolean {
  return (
    sql.get(
      'select 1 from account where id = ? and membership_id = ?',
      toBytes(accountId),
      toBytes(membershipId),
    ) !== undefined
  )
}

/** The change that did it was made on this computer: whoever made it needs no telling. */
function isOwnDoing({ sql }: Write, accountId: AccountId, ...ids: string[]): boolean {
  const made = sql.all<{ intent: string }>('select intent from outbox where account_id = ?', accountId)
  return made.some(({ intent }) => ids.every((id) => intent.includes(id)))
}
