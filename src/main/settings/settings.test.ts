import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountIdSchema } from '@gatehouse/contract'
import Conf from 'conf'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLogger } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { openSettings } from './settings.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = () =>
  openSettings({
    folder,
    // What electron-store is made of, without the window to find its folder by.
    openStore: (name) => new Conf({ configName: name, cwd: folder }),
    clock: fakeTime().clock,
    log: silentLogger,
  })

const account = accountIdSchema.parse('0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f')

test('preferences begin with their defaults and survive a restart', () => {
  expect(open().preferences()).toMatchObject({ theme: 'system', pins: [] })
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
  settings.setPreferences({ theme: 'dark', pins: [account], recents: [account], lastAccountId: account })
  settings.forgetPerson()
  expect(settings.preferences()).toMatchObject({ theme: 'dark', pins: [], recents: [], lastAccountId: null })
  expect(
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join(),
  ).not.toContain(account)
})
