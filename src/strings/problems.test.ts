import { problem } from '@gatehouse/contract'
import { expect, test } from 'vitest'
import { explain } from './problems.ts'

test('a permission that is lacking is called as people know it, and never by its key', () => {
  const detail =
    'This needs the permission "users.remove". Ask an owner or administrator of the account for it.'
  const { advice } = explain(problem('forbidden', { required: 'users.remove', detail }))
  expect(advice).toContain('Remove users')
  expect(advice).not.toContain('users.remove')
  expect(explain(problem('forbidden', { detail: 'No longer.' })).advice).toBe('No longer.')
})
