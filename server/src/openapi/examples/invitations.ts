import type { ExamplesOf } from './example.ts'
import { ids, invitation, next, preview, token, transaction } from './samples.ts'

const params = { accountId: ids.account, invitationId: ids.invitation }

export const invitationExamples: ExamplesOf<'invitations'> = {
  'invitations.preview': { body: { token }, answer: preview },
  'invitations.accept': {
    body: { token },
    answer: { transaction, value: { accountId: ids.account, membershipId: ids.membership } },
  },
  'invitations.decline': { body: { token }, answer: { transaction, value: {} } },
  'invitations.list': {
    params: { accountId: ids.account },
    query: { limit: 100 },
    answer: { items: [invitation], next },
  },
  'invitations.create': {
    params: { accountId: ids.account },
    body: {
      invitationId: ids.invitation,
      email: invitation.email,
      role: 'viewer',
      applicationIds: [ids.application],
      message: invitation.message,
      expiresInDays: 7,
    },
    answer: { transaction, value: invitation },
  },
  'invitations.revoke': {
    params,
    body: {},
    answer: { transaction, value: { ...invitation, status: 'revoked', version: 2 } },
  },
  'invitations.resend': { params, body: {}, answer: { transaction, value: { ...invitation, version: 2 } } },
  'invitations.link': {
    params,
    body: {},
    answer: { transaction, value: { url: `https://gatehouse.example.com/i/${token}` } },
  },
}
