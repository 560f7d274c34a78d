import type { MembershipId, TemplateId, UserId } from '@gatehouse/contract'
import { describe, expect, test } from 'vitest'
import type { UserRow } from '../../../ipc/views.ts'
import { eligible, endChange, grantChange, roleChange, stateChange } from './bulk-intents.ts'

const accountId = 'account'

function user(name: string, extras: Partial<UserRow> = {}): UserRow {
  return {
    membershipId: name as MembershipId,
    userId: name as UserId,
    name,
    email: `${name}@example.com`,
    role: 'viewer',
    isOwner: false,
    isMe: false,
    status: 'active',
    lastActiveAt: null,
    endsAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    applications: 0,
    waiting: false,
    version: 3,
    ...extras,
  }
}

const owner = user('olga', { isOwner: true, role: 'owner' })
const me = user('me', { isMe: true, role: 'admin' })
const ben = user('ben')
const sue = user('sue', { status: 'suspended' })
const everybody = [owner, me, ben, sue]
const names = (users: readonly UserRow[]) => users.map(({ name }) => name)

describe('rule 16: an action on many users', () => {
  test('leaves the owner as they are, and whoever does it where that would shut them out', () => {
    expect(names(eligible('remove', everybody).users)).toEqual(['ben', 'sue'])
    expect(names(eligible('role', everybody).users)).toEqual(['me', 'ben', 'sue'])
    expect(names(eligible('grant', everybody).users)).toEqual(['olga', 'me', 'ben', 'sue'])
    expect(eligible('remove', everybody)).toMatchObject({ skipsOwner: true, skipsSelf: true })
    expect(eligible('grant', everybody)).toMatchObject({ skipsOwner: false, skipsSelf: false })
  })

  test('is for those alone for whom it changes something', () => {
    expect(names(eligible('suspend', everybody).users)).toEqual(['ben'])
    expect(names(eligible('resume', everybody).users)).toEqual(['sue'])
  })

  test('has a way back, but for a removal and for permissions chosen one by one', () => {
    const of = { accountId, membershipId: 'ben' }
    expect(stateChange('suspend', of).inverse?.name).toBe('memberships.resume')
    expect(stateChange('remove', of).inverse).toBeNull()
    expect(grantChange('revoke', of, 'payroll').inverse?.name).toBe('grants.add')
    const admin = { id: 'admin', role: 'admin', permissions: [], name: null } as const
    expect(roleChange(accountId, ben, admin).inverse?.args).toMatchObject({ role: 'viewer', baseVersion: 4 })
    expect(roleChange(accountId, user('x', { role: 'custom' }), admin).inverse).toBeNull()
    expect(endChange(accountId, ben, '2027-01-01T00:00:00.000Z').inverse?.args).toMatchObject({
      endsAt: null,
    })
  })

  test('a template gives its permissions by name, a role none', () => {
    const template = {
      id: 'helpdesk' as TemplateId,
      role: 'custom',
      permissions: ['account.view'],
      name: 'Helpdesk',
    } as const
    expect(roleChange(accountId, ben, template).intent.args).toMatchObject({
      role: 'custom',
      permissions: ['account.view'],
      baseVersion: 3,
    })
  })
})
