import { rolePermissions } from '@gatehouse/contract'
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
  'invitations.request': { body: { token }, answer: {} },
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
  'invitations.edit': {
    params,
    body: {
      baseVersion: 1,
      role: 'technician',
      applicationIds: [ids.application],
      message: invitation.message,
      expiresInDays: 14,
    },
    answer: {
      transaction,
      value: {
        ...invitation,
        role: 'technician',
        permissions: [...rolePermissions.technician],
        expiresAt: '2026-12-04T08:30:00.000Z',
        version: 2,
      },
    },
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
