import type { ExamplesOf } from './example.ts'
import { ids, membership, next } from './samples.ts'

export const membershipExamples: ExamplesOf<'memberships'> = {
  'memberships.list': {
    params: { accountId: ids.account },
    query: { limit: 100 },
    answer: { items: [membership], next },
  },
  'memberships.access': {
    params: { accountId: ids.account, membershipId: ids.membership },
    answer: { items: [{ applicationId: ids.application, sources: ['account', 'grant'] }] },
  },
}
