import { expect, test } from 'vitest'
import { sideInWords } from './side-in-words.ts'

const permissions = { field: 'permissions', base: ['account.view', 'users.view'] }

test('rule 19: permissions on each side are told by what they differ in', () => {
  const said = (value: string[]) => sideInWords(permissions, value, {})
  expect(sideInWords(permissions, permissions.base, {})).toBe('2 permissions')
  expect(said(['account.view', 'users.invite'])).toBe('adds Invite users; leaves out View users')
  expect(said(['users.view', 'account.view'])).toBe('as it was')
})

test('rule 19: roles, days and states are told in words', () => {
  const said = (field: string, value: unknown) => sideInWords({ field, base: null }, value, {})
  expect(said('role', 'technician')).toBe('Technician')
  expect(said('status', 'suspended')).toBe('Suspended')
  expect(said('endsAt', null)).toBe('None')
  expect(said('endsAt', '2026-11-04T12:00:00.000Z')).toMatch(/2026/)
})
