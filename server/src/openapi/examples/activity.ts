import type { ExamplesOf } from './example.ts'
import { activity, ids, next, times } from './samples.ts'

const params = { accountId: ids.account }

export const activityExamples: ExamplesOf<'activity'> = {
  'activity.list': {
    params,
    query: { action: ['application.assigned'], q: 'ledger', limit: 100 },
    answer: { items: [activity], next },
  },
  'activity.export': { params, query: { from: times.at, to: times.later }, answer: activity },
}
