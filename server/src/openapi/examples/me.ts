import type { ExamplesOf } from './example.ts'
import { ids, preview, principal, transaction } from './samples.ts'

export const meExamples: ExamplesOf<'me'> = {
  'me.get': { answer: principal },
  'me.invitations': { answer: { items: [preview] } },
  'me.invitations.accept': {
    params: { invitationId: ids.invitation },
    body: {},
    answer: { transaction, value: { accountId: ids.account, membershipId: ids.membership } },
  },
  'me.invitations.decline': {
    params: { invitationId: ids.invitation },
    body: {},
    answer: { transaction, value: {} },
  },
}
