import type { AccountId } from '@gatehouse/contract'
import { describe, expect, it } from 'vitest'
import { isTouched, queryKey } from './keys.ts'

const here = '00000000-0000-4000-8000-000000000001' as AccountId
const there = '00000000-0000-4000-8000-000000000002' as AccountId

describe('what a change of rows makes stale', () => {
  it('is the answers of the changed account and not those of another', () => {
    const change = { tables: ['grant' as const], accountIds: [here], revision: 1 }
    expect(isTouched(queryKey('users.list', { accountId: here }), change)).toBe(true)
    expect(isTouched(queryKey('users.list', { accountId: there }), change)).toBe(false)
  })

  it('is only what reads the changed tables', () => {
    const change = { tables: ['service' as const], accountIds: [here], revision: 1 }
    expect(isTouched(queryKey('services.list', { accountId: here }), change)).toBe(true)
    expect(isTouched(queryKey('users.list', { accountId: here }), change)).toBe(false)
  })

  it('is every account where no account is named', () => {
    const change = { tables: ['application' as const], accountIds: [], revision: 1 }
    expect(isTouched(queryKey('applications.list', { accountId: there, type: 'agent' }), change)).toBe(true)
  })

  it('is the lists over all accounts whichever account changed', () => {
    const change = { tables: ['outbox' as const], accountIds: [there], revision: 1 }
    expect(isTouched(queryKey('accounts.list', {}), change)).toBe(true)
    expect(isTouched(queryKey('outbox.list', {}), change)).toBe(true)
    expect(isTouched(queryKey('preferences.get', {}), change)).toBe(false)
  })
})

it('asks for the outbox again when the activity says who made the other change of a conflict', () => {
  const change = { tables: ['activity' as const], accountIds: [], revision: 1 }
  expect(isTouched(queryKey('outbox.list', {}), change)).toBe(true)
})
