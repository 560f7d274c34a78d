import type { MembershipId, UserId } from '@gatehouse/contract'
import { rolePermissions } from '@gatehouse/contract'
import type { ExamplesOf } from './example.ts'
import { ids, membership, next, times, transaction } from './samples.ts'

const params = { accountId: ids.account, membershipId: ids.membership }
const changed = { ...membership, version: 2 }

const legacy = {
  ...membership,
  id: '01990000-0000-7000-8000-0000000000c2' as MembershipId,
  userId: '01990000-0000-7000-8000-0000000000f2' as UserId,
  name: 'Hale, Cassie',
  email: 'Cassie+fernstone@example.com',
  isLegacy: true,
}

export const membershipExamples: ExamplesOf<'memberships'> = {
  'memberships.list': {
    params: { accountId: ids.account },
    query: { limit: 100 },
    answer: { items: [membership], next },
  },
  'memberships.duplicates': {
    params: { accountId: ids.account },
    answer: {
      items: [
        {
          keep: membership,
          others: [{ membership: legacy, reasons: ['mailbox', 'name_and_local_part', 'name'] }],
        },
      ],
    },
  },
  'memberships.get': { params, answer: membership },
  'memberships.access': {
    params,
    answer: { items: [{ applicationId: ids.application, sources: ['account', 'grant'] }] },
  },
  'memberships.setPermissions': {
    params,
    body: { role: 'custom', permissions: ['account.view', 'tickets.view_open'], baseVersion: 1 },
    answer: {
      transaction,
      value: { ...changed, role: 'custom', permissions: ['account.view', 'tickets.view_open'] },
    },
  },
  'memberships.setEnd': {
    params,
    body: { endsAt: times.later, baseVersion: 1 },
    answer: { transaction, value: { ...changed, endsAt: times.later } },
  },
  'memberships.suspend': {
    params,
    body: { baseVersion: 1 },
    answer: { transaction, value: { ...changed, status: 'suspended' } },
  },
  'memberships.resume': { params, body: {}, answer: { transaction, value: { ...changed, version: 3 } } },
  'memberships.remove': { params, answer: { transaction, value: {} } },
  'memberships.leave': {
    params: { accountId: ids.account },
    body: {},
    answer: { transaction, value: {} },
  },
  'memberships.transferOwnership': {
    params: { accountId: ids.account },
    body: { membershipId: ids.membership, previousOwnerRole: 'admin', baseVersion: 1 },
    answer: {
      transaction,
      value: {
        owner: { ...changed, role: 'owner', isOwner: true, permissions: [...rolePermissions.owner] },
        previousOwner: null,
      },
    },
  },
}
