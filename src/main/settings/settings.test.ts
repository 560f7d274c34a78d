import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountIdSchema } from '@gatehouse/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { openJsonStore } from './json-store.ts'
import { openSettings } from './settings.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = () =>
  openSettings({
    folder,
    openStore: (name) => openJsonStore(folder, name),
    clock: fakeTime().clock,
    log: silentLogger,
  })

const login = 'a'.repeat(32)
const account = accountIdSchema.parse('0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f')

test('preferences begin with their defaults and survive a restart', () => {
  expect(open().preferences()).toMatchObject({ theme: 'system', pins: [], lockAfterMinutes: 15 })
  open().logins.setCurrent(login)
  open().setPreferences({ theme: 'dark', pins: [account] })
  expect(open().preferences()).toMatchObject({ theme: 'dark', pins: [account], density: 'comfortable' })
})

test('a damaged file is set aside, said, and replaced', () => {
  writeFileSync(join(folder, 'settings.json'), '{"preferences": {"theme": "da')
  const settings = open()
  expect(settings.preferences().theme).toBe('system')
  expect(settings.problem?.detail).toContain('settings.damaged-20260302090000.json')
  expect(readFileSync(join(folder, 'settings.damaged-20260302090000.json'), 'utf8')).toContain('"da')
  settings.setPreferences({ theme: 'light' })
  expect(open().problem).toBeNull()
  expect(open().preferences().theme).toBe('light')
})

test('a value that makes no sense counts as not there, and the others stay', () => {
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({
      preferences: { theme: 'plaid' },
      server: { address: 7 },
      window: { width: 900, height: 700, maximized: false },
    }),
  )
  const settings = open()
  expect(settings.preferences().theme).toBe('system')
  expect(settings.lastServer()).toBeNull()
  expect(settings.windowState()).toEqual({ width: 900, height: 700, maximized: false })
})

test('signing out forgets the accounts and keeps the looks', () => {
  const settings = open()
  settings.logins.setCurrent(login)
  settings.setPreferences({ theme: 'dark', pins: [account], recents: [account], lastAccountId: account })
  settings.logins.remove(login)
  expect(settings.preferences()).toMatchObject({ theme: 'dark', pins: [], recents: [], lastAccountId: null })
  expect(
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join(),
  ).not.toContain(account)
})

test('each login has its own pins, recents and place; the looks are for all', () => {
  const other = 'b'.repeat(32)
  const settings = open()
  settings.logins.setCurrent(login)
  const checklist = { done: ['palette' as const], dismissed: true }
  settings.setPreferences({
    checklist,
    pins: [account],
    lastAccountId: account,
    lastTab: 'users',
    theme: 'dark',
  })
  settings.logins.setCurrent(other)
  expect(settings.preferences()).toMatchObject({
    checklist: { done: [], dismissed: false },
    pins: [],
    lastAccountId: null,
    theme: 'dark',
  })
  settings.setPreferences({ density: 'compact' })
  settings.logins.setCurrent(login)
  expect(open().preferences()).toMatchObject({
    checklist,
    pins: [account],
    lastTab: 'users',
    density: 'compact',
  })
})

test('what an earlier release remembered of accounts is taken over by the first login alone', () => {
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({
      preferences: { theme: 'dark', pins: [account], recents: [account], lastAccountId: account },
    }),
  )
  const settings = open()
  settings.logins.setCurrent(login)
  expect(settings.preferences()).toMatchObject({ pins: [account], lastAccountId: account, theme: 'dark' })
  settings.logins.setCurrent('b'.repeat(32))
  expect(settings.preferences()).toMatchObject({ pins: [], recents: [], lastAccountId: null, theme: 'dark' })
})

test('while it is locked nothing that speaks of accounts is told or changed', () => {
  const settings = open()
  settings.logins.setCurrent(login)
  settings.setPreferences({ pins: [account] })
  settings.logins.setLocked(true)
  expect(settings.preferences().pins).toEqual([])
  settings.setPreferences({ theme: 'light', pins: [] })
  settings.logins.setLocked(false)
  expect(settings.preferences()).toMatchObject({ pins: [account], theme: 'light' })
})
