import {
  choosePermissions,
  type DirectoryEntry,
  type EditMembership,
  isProlonged,
  type Membership,
  type MembershipEnd,
  type MembershipId,
  newlyGiven,
  type Result,
  refuseEndInPast,
  refuseForOwner,
  refuseStale,
  refuseToHandOut,
  refuseToProlong,
} from '@gatehouse/contract'
import { timeOf } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { record } from '../record.ts'
import { findMember, memberChanges, recordMember, saveMember, targetOfMember } from './membership-rules.ts'

/**
 * Gives a user another role or other permissions. Whoever does it has to hold what it newly gives, so nobody raises
 * anybody above themselves, and nobody themselves; taking away needs no more than the right to edit.
 */
export async function setPermissions(
  write: WriteContext,
  entry: DirectoryEntry,
  membershipId: MembershipId,
  wanted: EditMembership,
): Promise<Result<Membership>> {
  const found = await findMember(write.tx, entry, membershipId, write.now)
  if (!found.ok) return found
  const before = found.value
  const chosen = choosePermissions(wanted.role, wanted.permissions)
  if (!chosen.ok) return chosen
  const permissions = chosen.value
  const refused =
    refuseForOwner(before) ??
    refuseStale(before, wanted.baseVersion) ??
    refuseToHandOut(
      entry,
      newlyGiven(before.permissions, permissions),
      'This would give',
      'Choose a smaller role, or ask somebody who holds them.',
    )
  if (refused) return { ok: false, error: refused }
  const isSame =
    before.role === wanted.role &&
    before.permissions.length === permissions.length &&
    newlyGiven(before.permissions, permissions).length === 0
  if (isSame) return { ok: true, value: before }

  const after = await saveMember(write, before, { role: wanted.role, permissions })
  await recordMember(write, after, 'membership.edited', {
    before: { role: before.role, permissions: before.permissions },
    after: { role: after.role, permissions: after.permissions },
  })
  return { ok: true, value: after }
}

/**
 * Sets the moment at which a membership ends by itself, in the future, or lets it last. Putting an end off gives every
 * permission of the user for longer, so whoever does it has to hold them all.
 */
export async function setEnd(
  write: WriteContext,
  entry: DirectoryEntry,
  membershipId: MembershipId,
  wanted: MembershipEnd,
): Promise<Result<Membership>> {
  const found = await findMember(write.tx, entry, membershipId, write.now)
  if (!found.ok) return found
  const before = found.value
  const endsAt = wanted.endsAt === null ? null : new Date(wanted.endsAt)
  const refused =
    refuseForOwner(before) ??
    refuseStale(before, wanted.baseVersion) ??
    refuseEndInPast(wanted.endsAt, write.now) ??
    (isProlonged(before, wanted.endsAt) ? refuseToProlong(entry, before) : null)
  if (refused) return { ok: false, error: refused }
  if (before.endsAt === (endsAt && timeOf(endsAt))) return { ok: true, value: before }

  const after = await saveMember(write, before, { ends_at: endsAt })
  const { accountId } = after
  // What the user may do is as it was, so their replica needs no more than the row.
  const [row] = memberChanges(after)
  await record(write, accountId, row ? [row] : [], [
    {
      action: 'membership.end_changed',
      ...targetOfMember(after),
      before: { endsAt: before.endsAt },
      after: { endsAt: after.endsAt },
    },
  ])
  return { ok: true, value: after }
}
