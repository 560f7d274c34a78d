import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  type AccountId,
  type InvitableRole,
  type InvitationId,
  type InvitationStatus,
  invitationStatusAt,
  invitationTokenSchema,
} from '@gatehouse/contract'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { hashToken } from '../../services/invitations/invitation-tokens.ts'

/** What the pages say about an invitation. */
export interface InvitationOffer {
  invitationId: InvitationId
  accountId: AccountId
  /** `mail` proves that whoever holds the token reads the invited mailbox; `link` doesn't. */
  kind: 'mail' | 'link'
  /** `replaced`: a newer link was sent, this one is dead. */
  state: InvitationStatus | 'replaced'
  email: string
  anyAddress: boolean
  role: InvitableRole
  message: string
  accountName: string
  invitedByName: string
  applicationNames: string[]
  expiresAt: Date
}

export async function readOffer(
  db: Kysely<Schema>,
  tokenHash: Buffer,
  now: Date,
): Promise<InvitationOffer | null> {
  const row = await db
    .selectFrom('invitation_token as token')
    .innerJoin('invitation', 'invitation.id', 'token.invitation_id')
    .innerJoin('account', 'account.id', 'invitation.account_id')
    .innerJoin('app_user as inviter', 'inviter.id', 'invitation.invited_by')
    .select([
      'invitation.id',
      'invitation.account_id',
      'invitation.email',
      'invitation.any_address',
      'invitation.role',
      'invitation.message',
      'invitation.status',
      'invitation.expires_at',
      'token.kind',
      'token.dead_at',
      'account.name as accountName',
      'inviter.name as invitedByName',
      sql<string[]>`array(
        select application.name from application
        where application.id = any(invitation.application_ids) order by application.name
      )`.as('applicationNames'),
    ])
    .where('token.token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (!row) return null
  const state = invitationStatusAt({ status: row.status, expiresAt: row.expires_at.toISOString() }, now)
  return {
    invitationId: row.id,
    accountId: row.account_id,
    kind: row.kind,
    // A dead token of an invitation that still waits: a newer one has taken its place.
    state: row.dead_at && (state === 'pending' || state === 'expired') ? 'replaced' : state,
    email: row.email,
    anyAddress: row.any_address,
    role: row.role,
    message: row.message,
    accountName: row.accountName,
    invitedByName: row.invitedByName,
    applicationNames: row.applicationNames,
    expiresAt: row.expires_at,
  }
}

/**
 * While a sign-in is under way the provider keeps its parameters. It is given this reference in place of the token:
 * it names the token, can't be made by anyone else, and is worth nothing at any other door.
 */
export function sealReference(token: string, key: Buffer): string | null {
  if (!invitationTokenSchema.safeParse(token).success) return null
  const hash = hashToken(token).toString('base64url')
  return `${hash}.${mac(hash, key)}`
}

/** The token's hash; null where the reference wasn't made by `sealReference`. */
export function openReference(reference: unknown, key: Buffer): Buffer | null {
  if (typeof reference !== 'string') return null
  const [hash, seal] = reference.split('.')
  if (!hash || !seal) return null
  const expected = Buffer.from(mac(hash, key))
  const given = Buffer.from(seal)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null
  return Buffer.from(hash, 'base64url')
}

function mac(hash: string, key: Buffer): string {
  return createHmac('sha256', key).update(`invitation:${hash}`).digest('base64url')
}
