import {
  type InvitationId,
  type InvitationPreview,
  invitationStatusAt,
  normalizeAddress,
  type Principal,
  problem,
  type Result,
} from '@gatehouse/contract'
import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import { type InvitationRow, selectInvitations, timeOf } from '../../repositories/rows.ts'

/** How an invitation is named by whom it is for: by a link's token (its SHA-256), or by id where the address is theirs. */
export type InvitationRef = { tokenHash: Buffer } | { invitationId: InvitationId }

export const unknownToken = problem('not_found', {
  detail:
    'No invitation has this code. Check that the link was copied as a whole, or ask whoever invited you for a new one.',
})

export interface Found {
  row: InvitationRow
  isReplaced: boolean
  /** How the link was given out; null where it was named by id. */
  kind: 'mail' | 'link' | null
}

/** What an invitation offers to whoever holds its link. Changes nothing, whatever state it is in. */
export async function previewInvitation(
  db: Database,
  tokenHash: Buffer,
  now: Date,
): Promise<Result<InvitationPreview>> {
  const found = await findInvitation(db, { tokenHash })
  if (!found) return { ok: false, error: unknownToken }
  const [preview] = await previews(db, [found.row], now)
  if (!preview) return { ok: false, error: unknownToken }
  if (isReplaced(found, now)) {
    const detail = `A newer link to ${preview.accountName} was sent. Use the newest mail, or ask for a new invitation.`
    return { ok: false, error: problem('invitation_not_pending', { state: 'replaced', detail }) }
  }
  const { kind, row } = found
  const hasLogin = provesMailbox({ kind, anyAddress: row.any_address }) ? preview.hasLogin : null
  return { ok: true, value: { ...preview, hasLogin } }
}

/**
 * Whether whoever holds a link is taken for a reader of the invited mailbox. A copied link may be anywhere, and one
 * that any address may use is made to be passed on: to their holders nothing is told of the invited address.
 */
export function provesMailbox(link: { kind: 'mail' | 'link' | null; anyAddress: boolean }): boolean {
  return link.kind === 'mail' && !link.anyAddress
}

/** Pending invitations to the principal's verified address, newest first. */
export async function listMyInvitations(
  db: Database,
  principal: Principal,
  now: Date,
): Promise<InvitationPreview[]> {
  // Anybody can sign up with anybody's address; only a verified one shows what was sent to it.
  if (!principal.emailVerified) return []
  const rows = await selectInvitations(db)
    .where(sql`lower(i.email)`, '=', normalizeAddress(principal.email))
    .where('i.status', '=', 'pending')
    .where('i.expires_at', '>', now)
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id', 'desc')
    .execute()
  return previews(db, rows, now)
}

export async function findInvitation(db: Database, ref: InvitationRef): Promise<Found | null> {
  if ('invitationId' in ref) {
    const row = await selectInvitations(db).where('i.id', '=', ref.invitationId).executeTakeFirst()
    return row ? { row, isReplaced: false, kind: null } : null
  }
  const row = await selectInvitations(db)
    .innerJoin('invitation_token as t', 't.invitation_id', 'i.id')
    .where('t.token_hash', '=', ref.tokenHash)
    .select(['t.dead_at', 't.kind'])
    .executeTakeFirst()
  return row ? { row, isReplaced: row.dead_at !== null, kind: row.kind } : null
}

// A dead link to an invitation that still waits: a newer one has taken its place. Otherwise its state says it all.
export function isReplaced({ row, isReplaced }: Found, now: Date): boolean {
  const state = stateOf(row, now)
  return isReplaced && (state === 'pending' || state === 'expired')
}

export function stateOf(row: InvitationRow, now: Date) {
  return invitationStatusAt({ status: row.status, expiresAt: timeOf(row.expires_at) }, now)
}

async function previews(db: Database, rows: InvitationRow[], now: Date): Promise<InvitationPreview[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const facts = await db
    .selectFrom('invitation as i')
    .innerJoin('account as a', 'a.id', 'i.account_id')
    .innerJoin('environment as e', 'e.id', 'a.environment_id')
    .where('i.id', 'in', ids)
    .select(['i.id', 'a.name as account_name', 'e.id as environment_id', 'e.name as environment_name'])
    .select([
      sql<
        string[]
      >`array(select p.name from application p where p.id = any(i.application_ids) order by p.name)`.as(
        'application_names',
      ),
      sql<boolean>`exists (select from app_user u where lower(u.email) = lower(i.email))`.as('has_login'),
    ])
    .execute()
  const factsById = new Map(facts.map((fact) => [fact.id, fact]))
  return rows.flatMap((row) => {
    const fact = factsById.get(row.id)
    if (!fact) return []
    return [
      {
        invitationId: row.id,
        accountId: row.account_id,
        accountName: fact.account_name,
        environmentId: fact.environment_id,
        environmentName: fact.environment_name,
        email: row.email,
        invitedByName: row.invited_by_name,
        role: row.role,
        applicationNames: fact.application_names,
        message: row.message,
        anyAddress: row.any_address,
        membershipEndsAt: row.membership_ends_at === null ? null : timeOf(row.membership_ends_at),
        status: stateOf(row, now),
        expiresAt: timeOf(row.expires_at),
        hasLogin: fact.has_login,
      },
    ]
  })
}
