import type { ExamplesOf } from './example.ts'
import { ids, service, times, transaction } from './samples.ts'

const params = { accountId: ids.account }
const { productName, label, status, permission } = service

export const serviceExamples: ExamplesOf<'services'> = {
  'services.list': { params, answer: { items: [service] } },
  'services.add': {
    params,
    body: { serviceId: ids.service, productName, label, status, renewsAt: times.later, permission },
    answer: { transaction, value: service },
  },
  'services.edit': {
    params: { ...params, serviceId: ids.service },
    body: { productName, label, status: 'suspended', renewsAt: null, permission, baseVersion: 1 },
    answer: { transaction, value: { ...service, status: 'suspended', renewsAt: null, version: 2 } },
  },
  'services.remove': {
    params: { ...params, serviceId: ids.service },
    answer: { transaction, value: {} },
  },
}
