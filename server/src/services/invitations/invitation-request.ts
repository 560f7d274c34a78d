import type { AccountId, InvitationId, Permission, UserId } from '@gatehouse/contract'
import type { Randomness } from '../../clock.ts'
import type { Database, Tx } from '../../db/database.ts'
import { inTransaction } from '../../db/transaction.ts'
import { enqueueMail } from '../../mail/outbox.ts'
import { lockAccount } from '../../repositories/access.ts'
import { record } from '../record.ts'
import { targetOf } from './invitation-record.ts'

export interface RequestDeps {
  db: Database
  now: Date
  random: Randomness
  /** What the vendor calls this server. */
  serverName: string
}

/** An inviter hears of one invitation at most once in this time. */
const quietMs = 86_400_000
const needed: Permission = 'users.invite'

/**
 * Asks for a new invitation on behalf of whoever holds a link that doesn't work for them, in whatever state it is.
 * Its inviter gets a mail, or the account's owner where the inviter may no longer invite. Nothing comes back, so that
 * a holder of a link learns neither who is still there nor whether anybody was told.
 */
export async function requestInvitation(deps: RequestDeps, tokenHash: Buffer): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const found = await findRequested(tx, tokenHash)
    if (found) {
      await lockAccount(tx, found.account_id)
      await tellInviter(tx, deps, found)
    }
    return { ok: true, value: null }
  })
}

type Requested = NonNullable<Awaited<ReturnType<typeof findRequested>>>

function findRequested(tx: Tx, tokenHash: Buffer) {
  return (
    tx
      .selectFrom('invitation_token as t')
      .innerJoin('invitation as i', 'i.id', 't.invitation_id')
      .innerJoin('account as a', 'a.id', 'i.account_id')
      .where('t.token_hash', '=', tokenHash)
      // Nobody can be invited into another one.
      .where('a.status', '=', 'active')
      .select(['i.id', 'i.account_id', 'i.email', 'i.any_address', 'i.invited_by', 't.kind'])
      .select(['a.name as account_name', 'a.environment_id'])
      .executeTakeFirst()
  )
}

async function tellInviter(
  tx: Tx,
  { now, random, serverName }: RequestDeps,
  found: Requested,
): Promise<void> {
  const recipient = await findRecipient(tx, found, now)
  if (!recipient || !(await isFirstToday(tx, found.id, now))) return
  await enqueueMail(
    tx,
    { clock: { now: () => now }, random },
    {
      recipient,
      template: 'invitation_request',
      data: { accountName: found.account_name, invitedEmail: found.email, serverName },
    },
  )
  // Only a mailed link that is for its reader alone shows who asks.
  const isInvited = found.kind === 'mail' && !found.any_address
  const principal = { userId: null, name: isInvited ? found.email : 'Somebody with the link' }
  await record(
    { tx, now, random, principal, device: null, mutationId: null },
    found.account_id,
    [],
    [{ action: 'invitation.requested', ...targetOf(found) }],
  )
}

async function isFirstToday(tx: Tx, invitationId: InvitationId, now: Date): Promise<boolean> {
  const first = await tx
    .updateTable('invitation')
    .set({ requested_at: now })
    .where('id', '=', invitationId)
    .where((eb) =>
      eb.or([eb('requested_at', 'is', null), eb('requested_at', '<=', new Date(now.getTime() - quietMs))]),
    )
    .returning('id')
    .executeTakeFirst()
  return first !== undefined
}

async function findRecipient(tx: Tx, found: Requested, now: Date): Promise<string | null> {
  const { account_id, environment_id, invited_by } = found
  const administrator = await tx
    .selectFrom('environment_administrator as e')
    .innerJoin('app_user as u', 'u.id', 'e.user_id')
    .where('e.environment_id', '=', environment_id)
    .where('e.user_id', '=', invited_by)
    .select('u.email')
    .executeTakeFirst()
  if (administrator) return administrator.email
  const members = await inviters(tx, account_id, invited_by, now)
  const chosen = members.find(({ user_id }) => user_id === invited_by) ?? members[0]
  return chosen?.email ?? null
}

/** The inviter and the owner, as far as they may still invite. */
function inviters(tx: Tx, accountId: AccountId, invitedBy: UserId, now: Date) {
  return tx
    .selectFrom('membership as m')
    .innerJoin('app_user as u', 'u.id', 'm.user_id')
    .where('m.account_id', '=', accountId)
    .where((eb) => eb.or([eb('m.user_id', '=', invitedBy), eb('m.role', '=', 'owner')]))
    .where((eb) => eb(eb.val(needed), '=', eb.fn.any('m.permissions')))
    .where((eb) =>
      eb.and([
        eb('m.status', '=', 'active'),
        eb.or([eb('m.ends_at', 'is', null), eb('m.ends_at', '>', now)]),
      ]),
    )
    .select(['m.user_id', 'u.email'])
    .execute()
}
