import type { ExamplesOf } from './example.ts'
import { account, application, ids } from './samples.ts'

export const loginExamples: ExamplesOf<'login'> = {
  'login.resolve': {
    query: { appId: ids.application, accountId: ids.account },
    answer: {
      outcome: 'open',
      application,
      account,
      url: `${application.loginUrl}?appId=${ids.application}&accountId=${ids.account}`,
    },
  },
}
