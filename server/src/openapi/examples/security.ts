import type { ExamplesOf } from './example.ts'
import { times } from './samples.ts'

export const securityExamples: ExamplesOf<'security'> = {
  'security.get': {
    answer: {
      twoFactor: true,
      recoveryCodesLeft: 9,
      passwordChangedAt: times.at,
      url: 'https://gatehouse.example.com/security',
    },
  },
}
