import {
  type AccountId,
  fail,
  type InvitationId,
  type InvitationPreview,
  type MutationId,
  ok,
  problem,
  type Result,
  sameAddress,
} from '@gatehouse/contract'
import type { InvitationLink, StrangeLink } from '../../ipc/views.ts'
import { linkRefusals as words } from '../../strings/native.ts'
import { createApiClient } from '../api-client/client.ts'
import type { Clock, Fetch } from '../ports.ts'
import { parseAddress } from '../session/address.ts'
import { discover, infoOf, type Server } from '../session/discovery.ts'
import { isLocked, otherServer } from '../session/refusals.ts'
import type { Session } from '../session/session.ts'
import { newMutationId, type Workspace } from '../session/workspace.ts'
import type { LinkInbox, WaitingLink } from './link-inbox.ts'

interface InvitationsDeps {
  session: Session
  links: LinkInbox
  clock: Clock
  fetch: Fetch
}

type Empty = Record<string, never>

/** Looking at, accepting and declining invitations, by link and from the own list. */
export function createInvitations({ session, links, clock, fetch }: InvitationsDeps) {
  /** Keys of answers to the own list: a second press, or one after a cut, counts once. */
  const keys = new Map<string, MutationId>()

  function keyOf(invitationId: InvitationId, answer: string): MutationId {
    const name = `${answer} ${invitationId}`
    const key = keys.get(name) ?? newMutationId(clock.now())
    keys.set(name, key)
    return key
  }

  /** Where the invitation belongs: named by its link, else the server in use. */
  async function serverOf(link: WaitingLink): Promise<Result<Server>> {
    const current = session.server()
    if (link.server === null || link.server === current?.address) {
      return current ? ok(current) : fail(problem('validation', { detail: words.noServer }))
    }
    return discover(link.server, fetch)
  }

  /** A link can name any server. One that nobody here ever chose is not sent as much as a greeting by itself. */
  async function isStrange({ server, isAgreed }: WaitingLink): Promise<boolean> {
    if (server === null || isAgreed || server === session.server()?.address) return false
    const state = session.state()
    if (state.state === 'no-server' && state.suggestion !== null) {
      const suggested = parseAddress(state.suggestion)
      if (suggested.ok && suggested.value.origin === server) return false
    }
    const logins = await session.logins()
    return !logins.ok || !logins.value.some((login) => login.server.address === server)
  }

  function previewOf(server: Server, token: string): Promise<Result<InvitationPreview>> {
    const nobody = async () => fail(problem('unauthenticated'))
    const api = createApiClient({
      base: server.discovery.api,
      fetch,
      clock,
      tokens: { access: nobody, renew: nobody },
      device: '-',
    })
    return api.call('invitations.preview', { body: { token } })
  }

  async function preview(linkId: string): Promise<Result<InvitationLink | StrangeLink>> {
    // Whose invitation it is, is told to nobody but who can unlock.
    if (session.state().state === 'locked') return fail(isLocked)
    const link = links.get(linkId)
    if (!link.ok) return link
    if (link.value.server !== null && (await isStrange(link.value))) {
      return ok({ linkId, stranger: link.value.server })
    }
    const server = await serverOf(link.value)
    if (!server.ok) return server
    const found = await previewOf(server.value, link.value.token)
    if (!found.ok) return found
    const workspace = session.workspace()
    const isHere = server.value.address === session.server()?.address
    const email = workspace.ok && isHere ? workspace.value.principal().email : null
    return ok({
      linkId,
      preview: found.value,
      server: infoOf(server.value),
      principalEmail: email,
      matches: found.value.anyAddress || (email !== null && sameAddress(email, found.value.email)),
      otherLogins: await otherLoginsAt(server.value, found.value),
    })
  }

  /** Logins of this computer that the invitation could be answered with, the invited one first. */
  async function otherLoginsAt(server: Server, { anyAddress, email }: InvitationPreview) {
    const logins = await session.logins()
    if (!logins.ok) return []
    return logins.value
      .flatMap(({ id, isCurrent, server: at, principal }) =>
        principal && !isCurrent && at.address === server.address
          ? [{ id, email: principal.email, isInvited: sameAddress(principal.email, email) }]
          : [],
      )
      .filter(({ isInvited }) => anyAddress || isInvited)
      .sort((a, b) => Number(b.isInvited) - Number(a.isInvited))
  }

  /** The workspace in which the link can be answered. */
  async function placeOf(link: WaitingLink): Promise<Result<Workspace>> {
    const workspace = session.workspace()
    if (!workspace.ok) return workspace
    if (link.server !== null && link.server !== workspace.value.server.address) {
      return fail(otherServer(link.server))
    }
    return workspace
  }

  async function accept(linkId: string): Promise<Result<{ accountId: AccountId }>> {
    const link = links.get(linkId)
    if (!link.ok) return link
    const workspace = await placeOf(link.value)
    if (!workspace.ok) return workspace
    const accepted = await workspace.value.api.call(
      'invitations.accept',
      { body: { token: link.value.token } },
      { idempotencyKey: link.value.keys.accept },
    )
    if (!accepted.ok) return accepted
    links.remove(linkId)
    // The account is there to be switched to when this answers; offline meanwhile, it comes with the next pull.
    await workspace.value.engine.refreshInvitations()
    return ok({ accountId: accepted.value.value.accountId })
  }

  async function decline(linkId: string): Promise<Result<Empty>> {
    const link = links.get(linkId)
    if (!link.ok) return link
    const workspace = await placeOf(link.value)
    if (!workspace.ok) return workspace
    const declined = await workspace.value.api.call(
      'invitations.decline',
      { body: { token: link.value.token } },
      { idempotencyKey: link.value.keys.decline },
    )
    if (!declined.ok) return declined
    links.remove(linkId)
    await workspace.value.engine.refreshInvitations()
    return ok({})
  }

  async function answerMine(
    { api, engine }: Workspace,
    invitationId: InvitationId,
    answer: 'accept' | 'decline',
  ): Promise<Result<{ accountId: AccountId | null }>> {
    const call = { params: { invitationId }, body: {} }
    const options = { idempotencyKey: keyOf(invitationId, answer) }
    const answered =
      answer === 'accept'
        ? await api.call('me.invitations.accept', call, options)
        : await api.call('me.invitations.decline', call, options)
    if (!answered.ok) return answered
    keys.delete(`${answer} ${invitationId}`)
    await engine.refreshInvitations()
    const { value } = answered.value
    return ok({ accountId: 'accountId' in value ? value.accountId : null })
  }

  async function link(
    { api }: Workspace,
    accountId: AccountId,
    invitationId: InvitationId,
  ): Promise<Result<string>> {
    const made = await api.call(
      'invitations.link',
      { params: { accountId, invitationId }, body: {} },
      { idempotencyKey: newMutationId(clock.now()) },
    )
    return made.ok ? ok(made.value.value.url) : made
  }

  /** The link to sign in for: only where its server may be spoken to. */
  async function forSignIn(linkId: string): Promise<Result<WaitingLink>> {
    const link = links.get(linkId)
    if (!link.ok) return link
    return (await isStrange(link.value)) ? fail(problem('validation', { detail: words.notAgreed })) : link
  }

  return { forSignIn, preview, accept, decline, answerMine, link }
}
