import {
  choosePermissions,
  type DirectoryEntry,
  type Membership,
  permissionsOf,
  type Result,
  refuseHeir,
  refuseStale,
  refuseToTransfer,
  type TransferOwnership,
} from '@gatehouse/contract'
import { selectMemberships, toMembership } from '../../repositories/rows.ts'
import type { WriteContext } from '../context.ts'
import { record } from '../record.ts'
import { findMember, memberChanges, saveMember, targetOfMember } from './membership-rules.ts'

interface Transferred {
  owner: Membership
  previousOwner: Membership | null
}

/**
 * Makes an active user the owner. The owner until now steps down in the same transaction, to the role that was said;
 * an account that had none gets its first. For the owner, and for administrators of the environment.
 */
export async function transferOwnership(
  write: WriteContext,
  entry: DirectoryEntry,
  wanted: TransferOwnership,
): Promise<Result<Transferred>> {
  const found = await findMember(write.tx, entry, wanted.membershipId, write.now)
  if (!found.ok) return found
  const heir = found.value
  const role = wanted.previousOwnerRole
  const stepDown = choosePermissions(role, wanted.previousOwnerPermissions, 'previousOwnerPermissions')
  if (!stepDown.ok) return stepDown
  const refused =
    refuseToTransfer(entry) ?? refuseStale(heir, wanted.baseVersion ?? heir.version) ?? refuseHeir(heir)
  if (refused) return { ok: false, error: refused }
  const former = await findOwner(write, entry)
  if (former?.id === heir.id) return { ok: true, value: { owner: heir, previousOwner: null } }

  // An account has one owner at any moment, so the former one steps down before the new one takes over.
  const previousOwner = former && (await saveMember(write, former, { role, permissions: stepDown.value }))
  const permissions = [...permissionsOf('owner', [])]
  const owner = await saveMember(write, heir, { role: 'owner', permissions, ends_at: null })
  await record(
    write,
    entry.account.id,
    [...memberChanges(owner), ...(previousOwner ? memberChanges(previousOwner) : [])],
    [
      {
        action: 'ownership.transferred',
        ...targetOfMember(owner),
        before: {
          owner: former?.name ?? null,
          role: heir.role,
          permissions: heir.permissions,
          endsAt: heir.endsAt,
        },
        after: {
          owner: owner.name,
          role: 'owner',
          permissions,
          endsAt: null,
          previousOwnerRole: previousOwner?.role ?? null,
          previousOwnerPermissions: previousOwner?.permissions ?? null,
        },
      },
    ],
  )
  return { ok: true, value: { owner, previousOwner } }
}

async function findOwner({ tx }: WriteContext, { account }: DirectoryEntry): Promise<Membership | null> {
  const row = await selectMemberships(tx)
    .where('m.account_id', '=', account.id)
    .where('m.role', '=', 'owner')
    .executeTakeFirst()
  return row ? toMembership(row) : null
}
