import type { Randomness } from '../../clock.ts'
import { acceptInvitation, declineInvitation } from '../../services/invitations/invitation-answer.ts'
import { editInvitation } from '../../services/invitations/invitation-edit.ts'
import { previewInvitation } from '../../services/invitations/invitation-lookup.ts'
import { requestInvitation } from '../../services/invitations/invitation-request.ts'
import { hashToken } from '../../services/invitations/invitation-tokens.ts'
import {
  copyLink,
  invite,
  resendInvitation,
  revokeInvitation,
} from '../../services/invitations/invitations.ts'
import { listInvitations } from '../../services/reading.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

interface InvitationHandlerDeps {
  random: Randomness
  /** What the vendor calls this server. */
  serverName: string
}

export const createInvitationHandlers = (deps: InvitationHandlerDeps): HandlersOf<'invitations'> => ({
  'invitations.preview': ({ db, body, now }) => previewInvitation(db, hashToken(body.token), now),
  'invitations.accept': ({ write, body }) => acceptInvitation(write, { tokenHash: hashToken(body.token) }),
  'invitations.decline': ({ write, body }) => declineInvitation(write, { tokenHash: hashToken(body.token) }),
  'invitations.request': async ({ db, body, now }) => {
    await requestInvitation({ db, now, ...deps }, hashToken(body.token))
    return ok({})
  },
  'invitations.list': ({ db, entry, query }) => listInvitations(db, entry, query),
  'invitations.create': ({ write, entry, body }) => invite(write, entry, body),
  'invitations.edit': ({ write, entry, params, body }) =>
    editInvitation(write, entry, params.invitationId, body),
  'invitations.revoke': ({ write, entry, params }) => revokeInvitation(write, entry, params.invitationId),
  'invitations.resend': ({ write, entry, params }) => resendInvitation(write, entry, params.invitationId),
  'invitations.link': ({ write, entry, params, isRepeat }) =>
    copyLink(write, entry, params.invitationId, isRepeat),
})
