import type { ExamplesOf } from './example.ts'
import { accountApplication, application, grant, ids, transaction } from './samples.ts'

const params = { accountId: ids.account, applicationId: ids.application }

export const applicationExamples: ExamplesOf<'applications' | 'grants'> = {
  'applications.list': {
    params: { accountId: ids.account },
    answer: { items: [{ application, accountApplication }] },
  },
  'applications.assign': {
    params: { accountId: ids.account },
    body: { applicationIds: [ids.application], autoAssign: true },
    answer: { transaction, value: { items: [accountApplication] } },
  },
  'applications.unassign': { params, answer: { transaction, value: {} } },
  'applications.setAutoAssign': {
    params,
    body: { autoAssign: false, onDisable: 'keep', baseVersion: 2 },
    answer: { transaction, value: { ...accountApplication, autoAssign: false, version: 3 } },
  },
  'applications.impact': {
    params,
    query: { change: 'unassign' },
    answer: { gain: 0, lose: 12, keepByGrant: 0, keepByEnvironment: 0 },
  },
  'grants.add': {
    params: { ...params, membershipId: ids.membership },
    answer: { transaction, value: grant },
  },
  'grants.remove': {
    params: { ...params, membershipId: ids.membership },
    answer: { transaction, value: {} },
  },
}
