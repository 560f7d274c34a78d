import { type ActivityAction, activityActionSchema } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { activitySentence, fieldChanges } from './activity-in-words.ts'

function entry(action: ActivityAction, rest: { before?: object; after?: object } = {}) {
  const { before = null, after = null } = rest as Record<string, Record<string, string> | null>
  return { action, actorName: 'Ana Ruiz', targetName: 'Payroll', before, after }
}

test.each(activityActionSchema.options)('%s reads as a sentence with its names in it', (action) => {
  const sentence = activitySentence(entry(action))
  expect(sentence).not.toMatch(/[{}]/)
  expect(sentence).toMatch(/Ana Ruiz|Payroll/)
})

test('a grant names the user who got it, where it was recorded', () => {
  expect(activitySentence(entry('grant.added', { after: { userName: 'Ole Berg' } }))).toBe(
    'Ana Ruiz granted Payroll to Ole Berg',
  )
  expect(activitySentence(entry('grant.removed', { before: { userName: 'Ole Berg' } }))).toBe(
    'Ana Ruiz took the grant of Payroll from Ole Berg',
  )
  expect(activitySentence(entry('grant.added'))).toBe('Ana Ruiz granted Payroll to a user')
})

test('a name that looks like a placeholder stays a name', () => {
  const sentence = activitySentence({ ...entry('invitation.sent'), actorName: '{target}' })
  expect(sentence).toBe('{target} invited Payroll')
})

test('fields read in words, ids of programs are left out', () => {
  const changes = fieldChanges(
    {
      before: { autoAssign: true, membershipId: 'f00' },
      after: { autoAssign: false, onDisable: 'keep', grantsMade: 1200 },
    },
    new Map(),
  )
  expect(changes).toEqual([
    { name: 'Auto-assigned', before: 'Yes', after: 'No' },
    { name: 'Access that it gave', before: null, after: 'Kept by grants' },
    { name: 'Grants made from it', before: null, after: '1,200' },
  ])
})

test('applications are named where all of them are known, else counted', () => {
  const after = { applicationIds: ['a', 'b'] }
  const known = new Map([
    ['a', 'Ledger'],
    ['b', 'Payroll'],
  ])
  expect(fieldChanges({ before: null, after }, known)[0]?.after).toBe('Ledger and Payroll')
  expect(fieldChanges({ before: null, after }, new Map([['a', 'Ledger']]))[0]?.after).toBe('2 applications')
})

test('permissions, roles and states read by their names', () => {
  const before = { permissions: ['account.view', 'users.invite'], status: 'active' }
  const after = {
    permissions: [],
    status: 'suspended',
    previousOwnerRole: 'admin',
    previousOwnerPermissions: ['users.view'],
  }
  expect(fieldChanges({ before, after }, new Map())).toEqual([
    { name: 'Permissions', before: 'View account and Invite users', after: 'Nothing' },
    { name: 'State', before: 'Active', after: 'Suspended' },
    { name: 'Role of the owner until then', before: null, after: 'Admin' },
    { name: 'Permissions of the owner until then', before: null, after: 'View users' },
  ])
})

test('a service reads as its tab shows it, with the permission that shows it', () => {
  const changes = fieldChanges(
    {
      before: { status: 'active', permission: 'services.view' },
      after: { status: 'cancelled', permission: 'domains.view' },
    },
    new Map(),
  )
  expect(changes).toEqual([
    { name: 'State', before: 'Active', after: 'Cancelled' },
    { name: 'Shown to users with', before: 'View services', after: 'View domains' },
  ])
})
