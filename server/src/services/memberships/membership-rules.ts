import {
  type ActivityAction,
  type DirectoryEntry,
  hasEnded,
  type Membership,
  type MembershipId,
  type Result,
} from '@gatehouse/contract'
import type { Updateable } from 'kysely'
import type { Database } from '../../db/database.ts'
import type { Schema } from '../../db/schema.ts'
import { selectMemberships, toMembership } from '../../repositories/rows.ts'
import { unknownUser } from '../admission.ts'
import type { WriteContext } from '../context.ts'
import { type ActivityInput, type ChangeInput, record } from '../record.ts'

/** A user of the account. One whose membership is over is none any more, though its row may still be there. */
export async function findMember(
  db: Database,
  { account }: Pick<DirectoryEntry, 'account'>,
  membershipId: MembershipId,
  now: Date,
): Promise<Result<Membership>> {
  const row = await selectMemberships(db)
    .where('m.account_id', '=', account.id)
    .where('m.id', '=', membershipId)
    .executeTakeFirst()
  const membership = row && toMembership(row)
  if (!membership || hasEnded(membership, now)) return { ok: false, error: unknownUser }
  return { ok: true, value: membership }
}

type Columns = Pick<Updateable<Schema['membership']>, 'role' | 'permissions' | 'status' | 'ends_at'>

/** Writes columns of a membership as a new version of it, and answers it as it is then. */
export async function saveMember(
  { tx }: Pick<WriteContext, 'tx'>,
  { id, accountId }: Membership,
  columns: Columns,
): Promise<Membership> {
  await tx
    .updateTable('membership')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .execute()
  const row = await selectMemberships(tx)
    .where('m.account_id', '=', accountId)
    .where('m.id', '=', id)
    .executeTakeFirstOrThrow()
  return toMembership(row)
}

/** The feed rows of a membership whose user may do other things than before: the row, and a hint to the user. */
export function memberChanges({ id, accountId, userId }: Membership): ChangeInput[] {
  return [
    { entity: 'membership', accountId, key: { id }, op: 'put' },
    { entity: 'access', accountId, userId },
  ]
}

export function targetOfMember({ id, name }: Pick<Membership, 'id' | 'name'>) {
  return { targetKind: 'membership', targetId: id, targetName: name } as const
}

/** Records a change of what one user may do in the account. */
export async function recordMember(
  write: WriteContext,
  membership: Membership,
  action: ActivityAction,
  states: Pick<ActivityInput, 'before' | 'after'> = {},
): Promise<void> {
  const activity = { action, ...targetOfMember(membership), ...states }
  await record(write, membership.accountId, memberChanges(membership), [activity])
}
