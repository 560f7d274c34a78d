import type { EnvironmentActivity } from '@gatehouse/contract'
import type { ExamplesOf } from './example.ts'
import { account, activity, environment, ids, next, transaction } from './samples.ts'

const params = { environmentId: ids.environment }
const administrator = { userId: ids.user, name: 'Cassie Hale', email: 'cassie@example.com' }
const created: EnvironmentActivity = {
  ...activity,
  environmentId: ids.environment,
  action: 'account.created',
  targetKind: 'account',
  targetId: ids.account,
  targetName: account.name,
  after: { name: account.name, reference: account.reference, plan: account.plan },
}

export const environmentExamples: ExamplesOf<'environments'> = {
  'environments.list': { answer: { items: [{ environment, isAdministrator: true }] } },
  'environments.get': { params, answer: { environment, isAdministrator: true } },
  'environments.edit': {
    params,
    body: { name: 'Production (EU)', baseVersion: 3 },
    answer: { transaction, value: { ...environment, name: 'Production (EU)', version: 4 } },
  },
  'environments.activity': {
    params,
    query: { action: ['account.created'], limit: 100 },
    answer: { items: [created], next },
  },
  'environments.accounts.create': {
    params,
    body: {
      accountId: ids.account,
      name: account.name,
      reference: account.reference,
      plan: account.plan,
    },
    answer: { transaction, value: { ...account, version: 1 } },
  },
  'environments.administrators.list': { params, answer: { items: [administrator] } },
  'environments.administrators.add': {
    params,
    body: { email: administrator.email },
    answer: { transaction, value: administrator },
  },
  'environments.administrators.remove': {
    params: { ...params, userId: ids.user },
    answer: { transaction, value: {} },
  },
}
