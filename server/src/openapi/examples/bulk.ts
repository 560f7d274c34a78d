import { problem } from '@gatehouse/contract'
import type { ExamplesOf } from './example.ts'
import { accountApplication, grant, ids, invitation, transaction } from './samples.ts'

const { account: accountId, application: applicationId, membership: membershipId } = ids
const refused = {
  ok: false as const,
  problem: problem('not_on_account', { detail: 'Assign the application to the account first.' }),
}
const impact = { gain: 0, lose: 12, keepByGrant: 3, keepByEnvironment: 0 }

export const bulkExamples: ExamplesOf<'bulk'> = {
  'bulk.assign': {
    body: { items: [{ accountId, applicationIds: [applicationId], autoAssign: true }] },
    answer: { transaction, value: { items: [{ ok: true, value: { items: [accountApplication] } }] } },
  },
  'bulk.unassign': {
    body: {
      items: [
        { accountId, applicationId },
        { accountId, applicationId },
      ],
    },
    answer: { transaction, value: { items: [{ ok: true, value: {} }, refused] } },
  },
  'bulk.grant': {
    body: { items: [{ accountId, applicationId, membershipId }] },
    answer: { transaction, value: { items: [{ ok: true, value: grant }] } },
  },
  'bulk.revoke': {
    body: { items: [{ accountId, applicationId, membershipId }] },
    answer: { transaction, value: { items: [{ ok: true, value: {} }] } },
  },
  'bulk.invite': {
    body: {
      items: [
        { accountId, invitationId: ids.invitation, email: invitation.email, role: 'viewer' },
        { accountId, invitationId: ids.mutation as never, email: 'jonas at example', role: 'viewer' },
      ],
    },
    answer: {
      transaction,
      value: {
        items: [
          { ok: true, value: invitation },
          {
            ok: false,
            problem: problem('validation', {
              fields: [
                { path: 'email', message: 'This is not an e-mail address. Write it like name@example.com' },
              ],
            }),
          },
        ],
      },
    },
  },
  'bulk.impact': {
    body: { change: 'unassign', items: [{ accountId, applicationId }] },
    answer: { items: [{ ok: true, value: impact }], totals: impact },
  },
}
