import type { ExamplesOf } from './example.ts'
import { entry, ids, next } from './samples.ts'

export const accountExamples: ExamplesOf<'accounts'> = {
  'accounts.list': { query: { limit: 100 }, answer: { items: [entry], next } },
  'accounts.get': { params: { accountId: ids.account }, answer: entry },
}
