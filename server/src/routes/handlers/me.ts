import { acceptInvitation, declineInvitation } from '../../services/invitations/invitation-answer.ts'
import { listMyInvitations } from '../../services/invitations/invitation-lookup.ts'
import { ok } from '../answers.ts'
import type { HandlersOf } from '../handler.ts'

export const meHandlers: HandlersOf<'me'> = {
  'me.get': async ({ principal }) => ok(principal),
  'me.invitations': async ({ db, principal, now }) =>
    ok({ items: await listMyInvitations(db, principal, now) }),
  'me.invitations.accept': ({ write, params }) => acceptInvitation(write, params),
  'me.invitations.decline': ({ write, params }) => declineInvitation(write, params),
}
