import { isDeepStrictEqual } from 'node:util'
import {
  type ApplicationId,
  choosePermissions,
  type DirectoryEntry,
  type InvitableRole,
  type Invitation,
  type InvitationId,
  invitationEnd,
  invitationStatusAt,
  noLaterThan,
  type Permission,
  problem,
  type Result,
  refuseEndInPast,
  refuseToOffer,
} from '@gatehouse/contract'
import { selectInvitations, toInvitation } from '../../repositories/rows.ts'
import { namedOnAccount, refusals } from '../applications/account-applications.ts'
import type { WriteContext } from '../context.ts'
import { rewriteMails } from './invitation-mail.ts'
import { recordInvitation } from './invitation-record.ts'
import { notPending } from './invitation-rules.ts'
import { findInvitation } from './invitations.ts'

export interface InvitationEdit {
  baseVersion: number
  role: InvitableRole
  /** With the role `custom`. */
  permissions?: Permission[] | undefined
  applicationIds: ApplicationId[]
  message: string
  /** From now; undefined leaves the end as it is. */
  expiresInDays?: number | undefined
  /** Undefined leaves it as it was offered. */
  membershipEndsAt?: string | null | undefined
}

/**
 * Changes what a pending invitation offers, under the same rules as making it. Its links stay good: whoever follows
 * one sees the offer as it is then.
 */
export async function editInvitation(
  write: WriteContext,
  entry: DirectoryEntry,
  invitationId: InvitationId,
  wanted: InvitationEdit,
): Promise<Result<Invitation>> {
  const { tx, now } = write
  const found = await findInvitation(write, entry, invitationId)
  if (!found.ok) return found
  const before = found.value
  const state = invitationStatusAt(before, now)
  if (state !== 'pending') return notPending(state)
  if (before.version !== wanted.baseVersion) {
    const detail = 'The invitation was changed after you looked at it. Look again, then decide.'
    return { ok: false, error: problem('stale_version', { detail, current: before }) }
  }
  const chosen = choosePermissions(wanted.role, wanted.permissions)
  if (!chosen.ok) return chosen
  const permissions = chosen.value
  const applicationIds = [...new Set(wanted.applicationIds)]
  const membershipEndsAt = spelledEnd(wanted.membershipEndsAt, before)
  const refused =
    refuseToOffer(entry, { permissions, applicationIds }, `The role "${wanted.role}" holds`) ??
    refuseEndInPast(membershipEndsAt, now, 'membershipEndsAt')
  if (refused) return { ok: false, error: refused }
  const applications = await namedOnAccount(tx, entry.account, applicationIds)
  if (applications.length < applicationIds.length) return { ok: false, error: refusals.notOnAccount }

  const { role, message, expiresInDays } = wanted
  const expiresAt =
    expiresInDays === undefined
      ? noLaterThan(before.expiresAt, membershipEndsAt)
      : invitationEnd(now, expiresInDays, membershipEndsAt)
  const edited = { role, permissions, applicationIds, message, membershipEndsAt, expiresAt }
  const changed = changesBetween(before, edited)
  if (!changed) return { ok: true, value: before }
  await tx
    .updateTable('invitation')
    .set((eb) => ({
      role,
      permissions: edited.permissions,
      application_ids: applicationIds,
      message,
      membership_ends_at: membershipEndsAt === null ? null : new Date(membershipEndsAt),
      expires_at: new Date(expiresAt),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', invitationId)
    .where('status', '=', 'pending')
    .execute()
  const row = await selectInvitations(tx).where('i.id', '=', invitationId).executeTakeFirstOrThrow()
  const invitation = toInvitation(row)
  await rewriteMails(write, invitation)
  await recordInvitation(write, invitation, { action: 'invitation.edited', ...changed })
  return { ok: true, value: invitation }
}

function spelledEnd(wanted: string | null | undefined, before: Invitation): string | null {
  if (wanted === undefined) return before.membershipEndsAt
  return wanted === null ? null : new Date(wanted).toISOString()
}

type Offer = Pick<
  Invitation,
  'role' | 'permissions' | 'applicationIds' | 'message' | 'membershipEndsAt' | 'expiresAt'
>

/** The fields that differ, as they were and as they are; null where none does. */
function changesBetween(before: Offer, after: Offer) {
  const names = (Object.keys(after) as (keyof Offer)[]).filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  )
  if (names.length === 0) return null
  const those = (offer: Offer) => Object.fromEntries(names.map((name) => [name, offer[name]]))
  return { before: those(before), after: those(after) }
}
