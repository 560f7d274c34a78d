import { expect, test } from 'vitest'
import { useAppStore } from './app-store.ts'
import { lastOpened } from './visited.ts'

test('an account counts as opened at once, before those that were written down, and each once', () => {
  const { openAccount, go, openPanel } = useAppStore.getState()
  expect(lastOpened(['five', 'four'])).toEqual(['five', 'four'])
  openAccount('one')
  openAccount('two', 'users')
  openAccount('two', 'dashboard')
  go({ screen: 'outbox' })
  expect(lastOpened(['five', 'one'])).toEqual(['two', 'one', 'five'])
  openPanel({ kind: 'user', accountId: 'three', membershipId: 'm' })
  openAccount('one')
  expect(lastOpened(['five'])).toEqual(['one', 'three', 'two', 'five'])
})
