import type { ExamplesOf } from './example.ts'
import { times, transaction } from './samples.ts'

const sessionId = 'Jd3nTq0cW8kz5vR1yB7mXa'

export const sessionExamples: ExamplesOf<'sessions'> = {
  'sessions.list': {
    answer: {
      items: [
        {
          id: sessionId,
          device: 'Laptop of Cassie',
          startedAt: times.at,
          lastSeenAt: times.later,
          isCurrent: true,
        },
      ],
      isComplete: true,
    },
  },
  'sessions.end': { params: { sessionId }, answer: { transaction, value: {} } },
  'sessions.endOthers': { body: {}, answer: { transaction, value: { ended: 2 } } },
}
