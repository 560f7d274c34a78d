import { acceptInvitation, declineInvitation } from '../../services/invitation-answer.ts'
import { previewInvitation } from '../../services/invitation-lookup.ts'
import { hashToken } from '../../services/invitation-tokens.ts'
import { copyLink, invite, resendInvitation, revokeInvitation } from '../../services/invitations.ts'
import { listInvitations } from '../../services/reading.ts'
import type { HandlersOf } from '../handler.ts'

export const invitationHandlers: HandlersOf<'invitations'> = {
  'invitations.preview': ({ db, body, now }) => previewInvitation(db, hashToken(body.token), now),
  'invitations.accept': ({ write, body }) => acceptInvitation(write, { tokenHash: hashToken(body.token) }),
  'invitations.decline': ({ write, body }) => declineInvitation(write, { tokenHash: hashToken(body.token) }),
  'invitations.list': ({ db, entry, query }) => listInvitations(db, entry, query),
  'invitations.create': ({ write, entry, body }) => invite(write, entry, body),
  'invitations.revoke': ({ write, entry, params }) => revokeInvitation(write, entry, params.invitationId),
  'invitations.resend': ({ write, entry, params }) => resendInvitation(write, entry, params.invitationId),
  'invitations.link': ({ write, entry, params, isRepeat }) =>
    copyLink(write, entry, params.invitationId, isRepeat),
}
