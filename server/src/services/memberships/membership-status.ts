import {
  type DirectoryEntry,
  type Membership,
  type MembershipId,
  type Result,
  refuseForOwner,
  refuseStale,
  refuseToHandOut,
} from '@gatehouse/contract'
import type { WriteContext } from '../context.ts'
import { findMember, recordMember, saveMember } from './membership-rules.ts'

interface Based {
  baseVersion?: number | undefined
}

/** Takes every access in the account from a user and keeps what they had. Suspending again changes nothing. */
export async function suspendMember(
  write: WriteContext,
  entry: DirectoryEntry,
  membershipId: MembershipId,
  { baseVersion }: Based,
): Promise<Result<Membership>> {
  const found = await findMember(write.tx, entry, membershipId, write.now)
  if (!found.ok) return found
  const before = found.value
  const refused = refuseForOwner(before) ?? refuseStale(before, baseVersion ?? before.version)
  if (refused) return { ok: false, error: refused }
  if (before.status === 'suspended') return { ok: true, value: before }
  return { ok: true, value: await setStatus(write, before, 'suspended') }
}

/**
 * Gives a suspended user back what they had, which is giving like any other: who lacks a part of it can't. Resuming
 * an active user changes nothing.
 */
export async function resumeMember(
  write: WriteContext,
  entry: DirectoryEntry,
  membershipId: MembershipId,
  { baseVersion }: Based,
): Promise<Result<Membership>> {
  const found = await findMember(write.tx, entry, membershipId, write.now)
  if (!found.ok) return found
  const before = found.value
  const stale = refuseStale(before, baseVersion ?? before.version)
  if (stale) return { ok: false, error: stale }
  if (before.status === 'active') return { ok: true, value: before }
  const refused = refuseToHandOut(
    entry,
    before.permissions,
    'This would give back',
    'Take them from the user first, or ask somebody who holds them.',
  )
  if (refused) return { ok: false, error: refused }
  return { ok: true, value: await setStatus(write, before, 'active') }
}

async function setStatus(
  write: WriteContext,
  before: Membership,
  status: Membership['status'],
): Promise<Membership> {
  const after = await saveMember(write, before, { status })
  const action = status === 'active' ? 'membership.resumed' : 'membership.suspended'
  await recordMember(write, after, action, { before: { status: before.status }, after: { status } })
  return after
}
