import type { ExamplesOf } from './example.ts'
import { ids, template, transaction } from './samples.ts'

const params = { accountId: ids.account, templateId: ids.template }

export const templateExamples: ExamplesOf<'templates'> = {
  'templates.list': { params: { accountId: ids.account }, answer: { items: [template] } },
  'templates.create': {
    params: { accountId: ids.account },
    body: { templateId: ids.template, name: 'Front desk', permissions: ['account.view', 'users.view'] },
    answer: { transaction, value: template },
  },
  'templates.edit': {
    params,
    body: { name: 'Reception', permissions: ['account.view'], baseVersion: 1 },
    answer: {
      transaction,
      value: { ...template, name: 'Reception', permissions: ['account.view'], version: 2 },
    },
  },
  'templates.delete': { params, answer: { transaction, value: {} } },
}
