import type { ExamplesOf } from './example.ts'
import { application, environment, ids, transaction } from './samples.ts'

const params = { environmentId: ids.environment, applicationId: ids.application }

export const environmentApplicationExamples: ExamplesOf<'environmentApplications'> = {
  'environmentApplications.list': {
    params: { environmentId: ids.environment },
    answer: { environment, items: [application] },
  },
  'environmentApplications.create': {
    params: { environmentId: ids.environment },
    body: {
      applicationId: ids.application,
      key: 'ledger',
      name: 'Ledger',
      description: 'Books and invoices',
      applicationUrl: 'https://ledger.example.com',
      loginUrl: 'https://ledger.example.com/login',
    },
    answer: {
      transaction,
      value: { ...application, status: 'inactive', isDefault: false, version: 1 },
    },
  },
  'environmentApplications.edit': {
    params,
    body: { name: 'Ledger', logoUrl: 'https://ledger.example.com/logo.svg', baseVersion: 3 },
    answer: { transaction, value: { ...application, logoUrl: 'https://ledger.example.com/logo.svg' } },
  },
  'environmentApplications.setStatus': {
    params,
    body: { status: 'active', baseVersion: 3 },
    answer: { transaction, value: application },
  },
  'environmentApplications.setDefault': {
    params: { environmentId: ids.environment },
    body: { applicationId: ids.application, baseVersion: 2 },
    answer: { transaction, value: { environment, application } },
  },
  'environmentApplications.setAutoAssign': {
    params,
    body: { autoAssign: false, onDisable: 'keep', baseVersion: 3 },
    answer: { transaction, value: { application, accountApplicationsMade: 3, grantsMade: 41 } },
  },
  'environmentApplications.impact': {
    params,
    query: { change: 'disable_auto_assign_drop' },
    answer: {
      gain: 0,
      lose: 36,
      keepByGrant: 5,
      keepByEnvironment: 0,
      keepByAccount: 12,
      isDefault: true,
      counts: { accounts: 8, accountApplications: 4, grants: 9, invitations: 1 },
    },
  },
  'environmentApplications.delete': {
    params,
    body: { cascade: true, baseVersion: 4 },
    answer: { transaction, value: { removed: { accountApplications: 4, grants: 9, invitations: 1 } } },
  },
}
