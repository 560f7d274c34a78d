import type { AccountId, Invitation, InvitationId } from '@gatehouse/contract'
import { inviteBody, type Member, type Person, type World } from './world.ts'

type Overrides = Partial<Parameters<typeof inviteBody<object>>[1]> & Record<string, unknown>

/** An account with somebody who invites, somebody to be invited, and what tests of invitations look up. */
export async function createInvitationScene(world: World) {
  const accountId = await world.account()
  const admin = await world.member(accountId, 'admin')
  const invitee = await world.user()
  return { accountId, admin, invitee, ...lookups(world, accountId, admin, invitee) }
}

export type InvitationScene = Awaited<ReturnType<typeof createInvitationScene>>

function lookups(world: World, accountId: AccountId, admin: Member, invitee: Person) {
  return {
    params: { accountId },
    /** What routes about one invitation are asked with. */
    target: (invitation: Pick<Invitation, 'id'>) => ({
      params: { accountId, invitationId: invitation.id },
      body: {},
    }),
    async invite(overrides: Overrides = {}, by: Member = admin): Promise<Invitation> {
      const body = inviteBody(world, { email: invitee.email, ...overrides })
      return (await by.client.get('invitations.create', { params: { accountId }, body })).value
    },
    inviteRefused: (overrides: Overrides = {}, by: Member = admin) =>
      by.client.refused('invitations.create', {
        params: { accountId },
        body: inviteBody(world, { email: invitee.email, ...overrides }),
      }),
    listed: async () =>
      (await admin.client.get('invitations.list', { params: { accountId }, query: {} })).items,
    activities: async () =>
      (await admin.client.get('activity.list', { params: { accountId }, query: {} })).items,
    mailedToken: (email = invitee.email) => mailedToken(world, email),
  }
}

export function tokenOf(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1)
}

/** The token of the newest mail to an address. */
export async function mailedToken(world: World, email: string): Promise<string> {
  const { data } = await world.db
    .selectFrom('mail_outbox')
    .select('data')
    .where('recipient', '=', email)
    .where('template', '=', 'invitation')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return tokenOf(String(data.link))
}

/** How many links of an invitation still lead to it. */
export async function liveTokens(world: World, invitationId: InvitationId): Promise<number> {
  const rows = await world.db
    .selectFrom('invitation_token')
    .select('token_hash')
    .where('invitation_id', '=', invitationId)
    .where('dead_at', 'is', null)
    .execute()
  return rows.length
}

/** How many mails of an invitation are still to leave. */
export async function queuedMails(world: World, invitationId: InvitationId): Promise<number> {
  const rows = await world.db
    .selectFrom('mail_outbox')
    .select('id')
    .where('invitation_id', '=', invitationId)
    .where('sent_at', 'is', null)
    .execute()
  return rows.length
}
