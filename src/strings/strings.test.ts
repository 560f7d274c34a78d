import type { Intent, Problem } from '@gatehouse/contract'
import { permissionCatalogue, problemCodes } from '@gatehouse/contract'
import { describe, expect, it } from 'vitest'
import type { SyncStatus } from '../ipc/views.ts'
import { rights, roleIn, syncText } from './common.ts'
import { dashboardWords } from './dashboard.ts'
import { list, plural, relativeTime } from './format.ts'
import { intentInWords } from './intents.ts'
import { permissionNames } from './permissions.ts'
import { explain } from './problems.ts'

const status = (change: Partial<SyncStatus>): SyncStatus => ({
  state: 'synced',
  waiting: 0,
  attention: 0,
  syncedAt: null,
  ...change,
})

describe('the pill', () => {
  it('rule 17: says each of its five states in text', () => {
    const syncedAt = new Date(2026, 10, 21, 9, 41).toISOString()
    expect(syncText(status({ syncedAt }))).toBe('Synced 09:41')
    expect(syncText(status({ state: 'syncing', waiting: 3 }))).toBe('Syncing 3...')
    expect(syncText(status({ state: 'offline', waiting: 3 }))).toBe('Offline - 3 changes waiting')
    expect(syncText(status({ state: 'attention', attention: 1 }))).toBe('1 change needs you')
    expect(syncText(status({ state: 'sign-in' }))).toBe('Sign in again to sync')
  })

  it('counts one and many', () => {
    expect(syncText(status({ state: 'offline', waiting: 1 }))).toBe('Offline - 1 change waiting')
    expect(syncText(status({ state: 'attention', attention: 2 }))).toBe('2 changes need you')
  })
})

describe('words', () => {
  it('name the role, and the environment administrator who has none', () => {
    expect(roleIn({ via: 'membership', role: 'admin', isOwner: false })).toBe('Admin')
    expect(roleIn({ via: 'membership', role: 'owner', isOwner: true })).toBe('Owner')
    expect(roleIn({ via: 'environment', role: null, isOwner: false })).toBe('Environment administrator')
  })

  it('count, list and tell the time', () => {
    expect(plural(1, 'user', 'users')).toBe('1 user')
    expect(plural(2580, 'user', 'users')).toMatch(/^2.580 users$/)
    expect(list(['A', 'B', 'C', 'D', 'E'], 2)).toMatch(/^A, B,? and 3 more$/)
    const now = Date.UTC(2026, 10, 21)
    expect(relativeTime(new Date(now - 11 * 86_400_000), now)).toBe('11 days ago')
    expect(relativeTime(new Date(now - 20_000), now)).toBe('now')
  })

  it('say a waiting change with names in place of ids', () => {
    const ids = { accountId: 'a', applicationId: 'p', membershipId: 'm' }
    const grant = { name: 'grants.add', args: ids } as unknown as Intent
    expect(intentInWords(grant, { p: 'Payroll', m: 'Ana' }, 'Silverford Travel')).toBe(
      'Give Ana Payroll in Silverford Travel',
    )
    expect(intentInWords(null, {}, 'Silverford Travel')).toContain('Silverford Travel')
  })

  it('explain every problem code, and prefer what the problem itself tells', () => {
    for (const code of Object.keys(problemCodes) as Problem['code'][]) {
      const said = explain({ type: '', title: '', status: 0, code })
      expect(said.title, code).not.toBe('')
      expect(said.advice, code).not.toBe('')
    }
    const told = explain({ type: '', title: '', status: 0, code: 'forbidden', detail: 'Ask Olga.' })
    expect(told.advice).toBe('Ask Olga.')
  })
})

it('names a lacking permission as the permission list does, not by its key', () => {
  expect(rights.lacking('applications.assign')).toBe(
    'Your role here does not include "Assign applications". Ask the owner or an admin.',
  )
})

it('counts one user to look at', () => {
  expect(dashboardWords.usersToReview(0)).toBe('everyone was here')
  expect(dashboardWords.usersToReview(1)).toBe('user to look at')
  expect(dashboardWords.usersToReview(2)).toBe('users to look at')
})

it('names every permission as the catalogue does', () => {
  expect(permissionNames).toEqual(
    Object.fromEntries(permissionCatalogue.map(({ key, label }) => [key, label])),
  )
})
