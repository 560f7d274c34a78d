import {
  type ApplicationId,
  choosePermissions,
  type DirectoryEntry,
  type InvitableRole,
  type Invitation,
  type InvitationId,
  invitationDays,
  invitationEnd,
  invitationStatusAt,
  type Permission,
  problem,
  type Result,
  refuseEndInPast,
  refuseToOffer,
} from '@gatehouse/contract'
import { selectInvitations, toInvitation } from '../../repositories/rows.ts'
import { namedOnAccount, refusals } from '../applications/account-applications.ts'
import type { WriteContext } from '../context.ts'
import { record } from '../record.ts'
import { mailInvitation } from './invitation-mail.ts'
import { recordInvitation, targetOf } from './invitation-record.ts'
import { notPending, refuseKnownAddress } from './invitation-rules.ts'
import { endLinks, issueLink } from './invitation-tokens.ts'

export interface Invite {
  invitationId: InvitationId
  email: string
  role: InvitableRole
  /** With the role `custom`. */
  permissions?: Permission[] | undefined
  applicationIds: ApplicationId[]
  message: string
  expiresInDays: number
  anyAddress: boolean
  /** When the membership ends by itself. */
  membershipEndsAt?: string | null | undefined
}

/** Invites an address into the account. The mail is queued in the same transaction. */
export async function invite(
  write: WriteContext,
  entry: DirectoryEntry,
  wanted: Invite,
): Promise<Result<Invitation>> {
  const { tx, now, principal } = write
  const { account } = entry
  const chosen = choosePermissions(wanted.role, wanted.permissions)
  if (!chosen.ok) return chosen
  const permissions = chosen.value
  const { applicationIds: named, membershipEndsAt = null } = wanted
  const refused =
    refuseToOffer(entry, { permissions, applicationIds: named }, `The role "${wanted.role}" holds`) ??
    refuseEndInPast(membershipEndsAt, now, 'membershipEndsAt') ??
    (await refuseKnownAddress(write, entry, wanted.email))
  if (refused) return { ok: false, error: refused }
  const applicationIds = [...new Set(named)]
  const applications = await namedOnAccount(tx, account, applicationIds)
  if (applications.length < applicationIds.length) return { ok: false, error: refusals.notOnAccount }

  const inserted = await tx
    .insertInto('invitation')
    .values({
      id: wanted.invitationId,
      account_id: account.id,
      email: wanted.email,
      role: wanted.role,
      permissions,
      application_ids: applicationIds,
      message: wanted.message,
      any_address: wanted.anyAddress,
      membership_ends_at: membershipEndsAt === null ? null : new Date(membershipEndsAt),
      invited_by: principal.userId,
      created_at: now,
      expires_at: new Date(invitationEnd(now, wanted.expiresInDays, membershipEndsAt)),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) {
    const message = 'This id belongs to another invitation. Make a new one'
    return { ok: false, error: problem('validation', { fields: [{ path: 'invitationId', message }] }) }
  }
  const invitation = await mailInvitation(write, entry, wanted.invitationId)
  await recordInvitation(write, invitation, {
    action: 'invitation.sent',
    after: {
      role: invitation.role,
      permissions: invitation.permissions,
      applicationIds: invitation.applicationIds,
      anyAddress: invitation.anyAddress,
      ...(invitation.membershipEndsAt ? { membershipEndsAt: invitation.membershipEndsAt } : {}),
      expiresAt: invitation.expiresAt,
    },
  })
  return { ok: true, value: invitation }
}

/** Sends a pending or expired invitation again, for another week. Every earlier link dies. */
export async function resendInvitation(
  write: WriteContext,
  entry: DirectoryEntry,
  invitationId: InvitationId,
): Promise<Result<Invitation>> {
  const { tx, now } = write
  const found = await findInvitation(write, entry, invitationId)
  if (!found.ok) return found
  const before = found.value
  const state = invitationStatusAt(before, now)
  if (state !== 'pending' && state !== 'expired') return notPending(state)
  const refused =
    refuseToOffer(entry, before, 'The invitation offers') ??
    refuseEndInPast(before.membershipEndsAt, now, 'membershipEndsAt') ??
    (await refuseKnownAddress(write, entry, before.email, invitationId))
  if (refused) return { ok: false, error: refused }

  await endLinks(write, invitationId)
  const expiresAt = new Date(invitationEnd(now, invitationDays.default, before.membershipEndsAt))
  await tx
    .updateTable('invitation')
    .set((eb) => ({ status: 'pending', expires_at: expiresAt, version: eb('version', '+', 1) }))
    .where('id', '=', invitationId)
    .where('status', 'in', ['pending', 'expired'])
    .execute()
  const invitation = await mailInvitation(write, entry, invitationId)
  await recordInvitation(write, invitation, {
    action: 'invitation.resent',
    before: { status: state, expiresAt: before.expiresAt },
    after: { status: 'pending', expiresAt: invitation.expiresAt },
  })
  return { ok: true, value: invitation }
}

/** Takes a pending invitation back. Its links then say so. */
export async function revokeInvitation(
  write: WriteContext,
  entry: DirectoryEntry,
  invitationId: InvitationId,
): Promise<Result<Invitation>> {
  const { tx, now } = write
  const found = await findInvitation(write, entry, invitationId)
  if (!found.ok) return found
  const moved = await tx
    .updateTable('invitation')
    .set((eb) => ({ status: 'revoked', version: eb('version', '+', 1) }))
    .where('id', '=', invitationId)
    .where('status', '=', 'pending')
    .where('expires_at', '>', now)
    .returning('version')
    .executeTakeFirst()
  if (!moved) return notPending(invitationStatusAt(found.value, now))
  await endLinks(write, invitationId)
  const invitation: Invitation = { ...found.value, status: 'revoked', version: moved.version }
  await recordInvitation(write, invitation, {
    action: 'invitation.revoked',
    before: { status: 'pending' },
    after: { status: 'revoked' },
  })
  return { ok: true, value: invitation }
}

/**
 * One more link to a pending invitation, to be handed over in person. Nothing of it can be read again later, so a
 * repeated request (`isRepeat`) makes another one, but isn't written down as another action.
 */
export async function copyLink(
  write: WriteContext,
  entry: DirectoryEntry,
  invitationId: InvitationId,
  isRepeat: boolean,
): Promise<Result<{ url: string }>> {
  const found = await findInvitation(write, entry, invitationId)
  if (!found.ok) return found
  const state = invitationStatusAt(found.value, write.now)
  if (state !== 'pending') return notPending(state)
  // Whoever holds the link of an invitation for any address could take it themselves.
  const refused = refuseToOffer(entry, found.value, 'The invitation offers')
  if (refused) return { ok: false, error: refused }
  const url = await issueLink(write, invitationId, 'link')
  if (!isRepeat) {
    await record(
      write,
      entry.account.id,
      [],
      [{ action: 'invitation.link_copied', ...targetOf(found.value) }],
    )
  }
  return { ok: true, value: { url } }
}

export async function findInvitation(
  { tx }: WriteContext,
  { account }: DirectoryEntry,
  invitationId: InvitationId,
): Promise<Result<Invitation>> {
  const row = await selectInvitations(tx)
    .where('i.account_id', '=', account.id)
    .where('i.id', '=', invitationId)
    .executeTakeFirst()
  if (row) return { ok: true, value: toInvitation(row) }
  return { ok: false, error: problem('not_found', { detail: 'The account has no such invitation.' }) }
}
