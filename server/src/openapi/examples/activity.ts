import type { ExamplesOf } from './example.ts'
import { activity, ids, next } from './samples.ts'

export const activityExamples: ExamplesOf<'activity'> = {
  'activity.list': {
    params: { accountId: ids.account },
    query: { limit: 100 },
    answer: { items: [activity], next },
  },
}
