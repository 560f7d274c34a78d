import type { ExamplesOf } from './example.ts'
import { account, entry, ids, next, times, transaction } from './samples.ts'

const params = { accountId: ids.account }
const suspended = { ...account, status: 'suspended' as const, version: 3 }

export const accountExamples: ExamplesOf<'accounts'> = {
  'accounts.list': { query: { limit: 100 }, answer: { items: [entry], next } },
  'accounts.get': { params, answer: entry },
  'accounts.summary': {
    params,
    answer: {
      accountId: ids.account,
      users: { active: 14, suspended: 1 },
      invitations: { pending: 2 },
      applications: { total: 5, inactive: 1 },
      services: { total: 3, active: 3, renewing: 1 },
      activity: { lastAt: times.at },
    },
  },
  'accounts.administrators': {
    params,
    answer: { items: [{ userId: ids.user, name: 'Cassie Hale', email: 'cassie@example.com' }] },
  },
  'accounts.edit': {
    params,
    body: { name: 'Fernstone Optics & Sons', baseVersion: 2 },
    answer: { transaction, value: { ...account, name: 'Fernstone Optics & Sons', version: 3 } },
  },
  'accounts.suspend': {
    params,
    body: { reason: 'Three invoices are overdue' },
    answer: { transaction, value: suspended },
  },
  'accounts.resume': {
    params,
    body: { reason: 'Paid' },
    answer: { transaction, value: { ...account, version: 4 } },
  },
  'accounts.close': {
    params,
    body: { reason: 'Contract ended' },
    answer: { transaction, value: { ...account, status: 'closed', version: 5 } },
  },
  'accounts.reopen': {
    params,
    body: { reason: 'They came back' },
    answer: { transaction, value: { ...account, version: 6 } },
  },
  'accounts.delete': {
    params,
    body: { reference: account.reference },
    answer: {
      transaction,
      value: {
        counts: { memberships: 15, applications: 4, grants: 31, invitations: 6, services: 3, templates: 1 },
      },
    },
  },
}
