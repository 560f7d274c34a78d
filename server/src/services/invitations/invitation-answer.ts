import {
  type Account,
  type AccountId,
  type ApplicationId,
  type InvitationId,
  type MembershipId,
  maskAddress,
  type Principal,
  type Problem,
  problem,
  type Result,
  sameAddress,
} from '@gatehouse/contract'
import { lockAccount } from '../../repositories/access.ts'
import { type InvitationRow, selectMemberships, toAccount, toMembership } from '../../repositories/rows.ts'
import { namedOnAccount } from '../applications/account-applications.ts'
import { grantChange } from '../applications/applications.ts'
import type { WriteContext } from '../context.ts'
import { recordEnd } from '../memberships/membership-removal.ts'
import { record } from '../record.ts'
import {
  type Found,
  findInvitation,
  type InvitationRef,
  isReplaced,
  stateOf,
  unknownToken,
} from './invitation-lookup.ts'
import { invitationChanges, targetOf } from './invitation-record.ts'
import { notPending } from './invitation-rules.ts'
import { endLinks } from './invitation-tokens.ts'

const unknownInvitation = problem('not_found', { detail: 'There is no such invitation to your address.' })

export interface Joined {
  accountId: AccountId
  membershipId: MembershipId
}

/**
 * Makes the principal a member of the account that invited them. Accepting one's own accepted invitation again
 * answers the same membership; every failure leaves the invitation as it was.
 */
export async function acceptInvitation(write: WriteContext, ref: InvitationRef): Promise<Result<Joined>> {
  const { tx, now, principal } = write
  const found = await findForAnswer(write, ref)
  if (!found.ok) return found
  const { row } = found.value
  if (row.status === 'accepted' && row.accepted_by === principal.userId) {
    const membership = await findMembership(write, row.account_id)
    // A membership that was ended or removed since then isn't brought back by the link that began it.
    return membership && !hasEnded(membership, now)
      ? { ok: true, value: { accountId: row.account_id, membershipId: membership.id } }
      : notPending('accepted')
  }
  const refused = refuseAnswer(found.value, principal, now)
  if (refused) return { ok: false, error: refused }
  const account = await tx
    .selectFrom('account')
    .selectAll()
    .where('id', '=', row.account_id)
    .executeTakeFirstOrThrow()
  if (account.status !== 'active') {
    const detail = `The account is ${account.status}, so nobody can join it now. The invitation stays as it is.`
    return { ok: false, error: problem('account_read_only', { detail }) }
  }

  const existing = await findMembership(write, row.account_id)
  if (existing && !hasEnded(existing, now)) {
    return { ok: false, error: alreadyMember(account.name, existing.status) }
  }

  if (!(await move(write, row.id, 'accepted'))) return notPending('no longer pending')
  const { membershipId, ended } = await join(write, row, existing?.id)
  const granted = await grantNamed(write, row, membershipId, toAccount(account))
  await record(
    write,
    account.id,
    [
      ...(await invitationChanges(write, { id: row.id, accountId: account.id, email: row.email })),
      { entity: 'membership', accountId: account.id, key: { id: membershipId }, op: 'put' },
      ...ended.map((applicationId) => grantChange(account.id, membershipId, applicationId, 'delete')),
      ...granted.map((applicationId) => grantChange(account.id, membershipId, applicationId, 'put')),
      { entity: 'access', accountId: account.id, userId: principal.userId },
    ],
    [
      {
        action: 'invitation.accepted',
        ...targetOf(row),
        before: { status: 'pending' },
        after: { status: 'accepted', email: principal.email },
      },
      {
        action: 'membership.added',
        targetKind: 'membership',
        targetId: membershipId,
        targetName: principal.name,
        after: {
          role: row.role,
          permissions: row.permissions,
          applicationIds: granted,
          ...(row.membership_ends_at ? { endsAt: row.membership_ends_at.toISOString() } : {}),
        },
      },
    ],
  )
  return { ok: true, value: { accountId: account.id, membershipId } }
}

/** Says no to an invitation. It can't be answered again. */
export async function declineInvitation(
  write: WriteContext,
  ref: InvitationRef,
): Promise<Result<Record<string, never>>> {
  const { now, principal } = write
  const found = await findForAnswer(write, ref)
  if (!found.ok) return found
  const { row } = found.value
  const refused = refuseAnswer(found.value, principal, now)
  if (refused) return { ok: false, error: refused }
  if (!(await move(write, row.id, 'declined'))) return notPending('no longer pending')
  await record(
    write,
    row.account_id,
    await invitationChanges(write, { id: row.id, accountId: row.account_id, email: row.email }),
    [
      {
        action: 'invitation.declined',
        ...targetOf(row),
        before: { status: 'pending' },
        after: { status: 'declined' },
      },
    ],
  )
  return { ok: true, value: {} }
}

// The account is locked before the invitation is read for good: what is decided on then still holds when it is done.
async function findForAnswer(write: WriteContext, ref: InvitationRef): Promise<Result<Found>> {
  const first = await findInvitation(write.tx, ref)
  if (first) await lockAccount(write.tx, first.row.account_id)
  const found = first && (await findInvitation(write.tx, ref))
  if (!found) return { ok: false, error: 'tokenHash' in ref ? unknownToken : unknownInvitation }
  const { row } = found
  const isTheirs = sameAddress(row.email, write.principal.email) || row.accepted_by === write.principal.userId
  // An id is no secret: whose it isn't, doesn't learn that it exists.
  if ('invitationId' in ref && !isTheirs) return { ok: false, error: unknownInvitation }
  return { ok: true, value: found }
}

function refuseAnswer(found: Found, principal: Principal, now: Date): Problem | null {
  const { row } = found
  const state = isReplaced(found, now) ? 'replaced' : stateOf(row, now)
  if (state !== 'pending') {
    const refused = notPending(state)
    return refused.ok ? null : refused.error
  }
  if (!row.any_address && !sameAddress(row.email, principal.email)) {
    const invitedEmail = maskAddress(row.email)
    return problem('invitation_mismatch', {
      invitedEmail,
      detail: `The invitation is for ${invitedEmail}, and you are signed in as ${principal.email}. Sign in with the invited address, or ask whoever invited you to invite this one.`,
    })
  }
  if (!principal.emailVerified) {
    return problem('email_not_verified', {
      detail: 'Verify the e-mail address of your login first; then come back to the invitation.',
    })
  }
  return null
}

async function move(
  { tx, now, principal }: WriteContext,
  invitationId: InvitationId,
  to: 'accepted' | 'declined',
): Promise<boolean> {
  const moved = await tx
    .updateTable('invitation')
    .set((eb) => ({
      status: to,
      accepted_by: to === 'accepted' ? principal.userId : null,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', invitationId)
    .where('status', '=', 'pending')
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst()
  if (!moved) return false
  await endLinks({ tx, now }, invitationId)
  return true
}

function findMembership({ tx, principal }: WriteContext, accountId: AccountId) {
  return tx
    .selectFrom('membership')
    .select(['id', 'ends_at', 'status'])
    .where('account_id', '=', accountId)
    .where('user_id', '=', principal.userId)
    .executeTakeFirst()
}

function hasEnded({ ends_at }: { ends_at: Date | null }, now: Date): boolean {
  return ends_at !== null && ends_at <= now
}

function alreadyMember(accountName: string, status: 'active' | 'suspended'): Problem {
  const detail =
    status === 'suspended'
      ? `Your access to ${accountName} is suspended, and an invitation does not end that. Ask an owner or administrator of the account.`
      : `You are a user of ${accountName} already. The invitation stays open for whoever it is meant for.`
  return problem('already_member', { detail })
}

/** The membership, and the applications of grants that ended with an earlier time in the account. */
interface Seat {
  membershipId: MembershipId
  ended: ApplicationId[]
}

// A membership that had ended begins anew, with what the invitation names: what it was granted in its earlier time
// nobody has looked at when inviting.
async function join(
  write: WriteContext,
  row: InvitationRow,
  endedId: MembershipId | undefined,
): Promise<Seat> {
  const { tx, now, random, principal } = write
  if (!endedId) {
    const id = random.id(now) as MembershipId
    await tx
      .insertInto('membership')
      .values({
        id,
        account_id: row.account_id,
        user_id: principal.userId,
        role: row.role,
        permissions: row.permissions,
        ends_at: row.membership_ends_at,
        created_at: now,
      })
      .execute()
    return { membershipId: id, ended: [] }
  }
  const before = await selectMemberships(tx).where('m.id', '=', endedId).executeTakeFirstOrThrow()
  await tx
    .updateTable('membership')
    .set((eb) => ({
      role: row.role,
      permissions: row.permissions,
      status: 'active',
      ends_at: row.membership_ends_at,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', endedId)
    .execute()
  const grants = await tx
    .deleteFrom('application_grant')
    .where('account_id', '=', row.account_id)
    .where('membership_id', '=', endedId)
    .returning('application_id')
    .execute()
  const ended = grants.map(({ application_id }) => application_id)
  await recordEnd(write, toMembership(before), ended)
  return { membershipId: endedId, ended }
}

// An application that was taken from the account since then isn't brought back by an invitation.
async function grantNamed(
  write: WriteContext,
  row: InvitationRow,
  membershipId: MembershipId,
  account: Account,
) {
  const { tx, now } = write
  const named = await namedOnAccount(tx, account, row.application_ids)
  if (named.length === 0) return []
  const added = await tx
    .insertInto('application_grant')
    .values(
      named.map(({ id }) => ({
        account_id: account.id,
        membership_id: membershipId,
        application_id: id,
        granted_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('application_id')
    .execute()
  return added.map(({ application_id }) => application_id)
}
