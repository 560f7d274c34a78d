import { expect, test, vi } from 'vitest'
import type { AccountItem } from '../../ipc/views.ts'
import { defaultPreferences } from '../data/use-session.ts'
import { stepsFor } from './steps.ts'

const account = (id: string, change: Partial<AccountItem> = {}) =>
  ({
    id,
    name: `Account ${id}`,
    status: 'active',
    role: 'admin',
    via: 'membership',
    membershipStatus: 'active',
    ...change,
  }) as AccountItem

const ways = () => ({
  store: { go: vi.fn(), openPanel: vi.fn() },
  pin: vi.fn(),
  keys: (id: string) => `<${id}>`,
})
const idsFor = (accounts: AccountItem[], waiting = 0, done: [] | ['accept'] = []) =>
  stepsFor(
    { accounts, waiting, preferences: { ...defaultPreferences, checklist: { done, dismissed: false } } },
    ways(),
  ).map(({ id }) => id)

test('rule 29: everybody gets the steps that make sense for them', () => {
  expect(idsFor([account('1'), account('2')], 2)).toEqual([
    'accept',
    'pin',
    'palette',
    'invite',
    'assign',
    'two-factor',
  ])
  expect(idsFor([account('1', { role: 'viewer' })])).toEqual(['palette', 'two-factor'])
  expect(idsFor([account('1', { status: 'closed' }), account('2', { role: 'billing' })])).toEqual([
    'pin',
    'palette',
    'two-factor',
  ])
  expect(idsFor([account('1', { role: null, via: 'environment' } as Partial<AccountItem>)])).toContain(
    'invite',
  )
})

test('an invitation that was answered stays in view as done', () => {
  expect(idsFor([account('1')], 0, ['accept'])).toContain('accept')
  expect(idsFor([account('1')], 0)).not.toContain('accept')
})

test('a step names the account that it acts on: where somebody worked last, of those they may manage', () => {
  const accounts = [account('1'), account('2'), account('3', { role: 'viewer' })]
  const preferences = {
    ...defaultPreferences,
    lastAccountId: '3',
    recents: ['2', '1'],
  } as typeof defaultPreferences
  const { store, pin, keys } = ways()
  const steps = stepsFor({ accounts, preferences, waiting: 0 }, { store, pin, keys })
  const step = (id: string) => steps.find((each) => each.id === id)
  expect(step('invite')?.action).toBe('Invite to Account 2')
  step('invite')?.act()
  expect(store.openPanel).toHaveBeenCalledWith({ kind: 'invite', accountId: '2' })
  step('pin')?.act()
  expect(pin).toHaveBeenCalledWith(['3'])
  expect(step('palette')?.action).toBe('Try <palette>')
})
