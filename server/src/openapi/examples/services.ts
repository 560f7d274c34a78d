import type { ExamplesOf } from './example.ts'
import { ids, service } from './samples.ts'

export const serviceExamples: ExamplesOf<'services'> = {
  'services.list': { params: { accountId: ids.account }, answer: { items: [service] } },
}
