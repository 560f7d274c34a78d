import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountIdSchema } from '@gatehouse/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Preferences } from '../../ipc/views.ts'
import { silentLogger } from '../ports.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { openJsonStore } from './json-store.ts'
import { argumentsOf, inSafeMode, passedOver } from './safe-mode.ts'
import { openSettings, type Settings } from './settings.ts'

let folder: string
let stored: Settings
const account = accountIdSchema.parse('0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f')
const window = { width: 900, height: 700, x: 10, y: 20, maximized: true }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-safe-'))
  stored = openSettings({
    folder,
    openStore: (name) => openJsonStore(folder, name),
    clock: fakeTime().clock,
    log: silentLogger,
  })
  stored.logins.setCurrent('a'.repeat(32))
  stored.setPreferences({
    theme: 'dark',
    language: 'ar',
    density: 'compact',
    shortcuts: { invite: 'Mod+I' },
    background: true,
    lastAccountId: account,
    lastTab: 'users',
    pins: [account],
    recents: [account],
    lockAfterMinutes: 5,
    lockOnScreenLock: true,
    unlockBy: 'sign-in',
  })
  stored.rememberWindow(window)
})
afterEach(() => rmSync(folder, { recursive: true }))

const onDisk = () => readFileSync(join(folder, 'settings.json'), 'utf8')

const fresh: { [Name in (typeof passedOver)[number]]: Preferences[Name] } = {
  theme: 'system',
  language: 'system',
  density: 'comfortable',
  shortcuts: {},
  background: false,
  lastAccountId: null,
  lastTab: 'dashboard',
}

test.each(passedOver)('%s is as at a first start, and stays on the disk', (name) => {
  const safe = inSafeMode(stored)
  expect(stored.preferences()[name]).not.toEqual(fresh[name])
  expect(safe.preferences()[name]).toEqual(fresh[name])
  const before = onDisk()
  expect(safe.setPreferences({ [name]: fresh[name] })[name]).toEqual(fresh[name])
  expect(onDisk()).toBe(before)
})

test('the place and the size of the window are passed over and not written', () => {
  const safe = inSafeMode(stored)
  expect(safe.windowState()).toBeNull()
  safe.rememberWindow({ width: 500, height: 400, maximized: false })
  expect(stored.windowState()).toEqual(window)
})

test('what the user chooses meanwhile holds for the run', () => {
  const safe = inSafeMode(stored)
  expect(safe.setPreferences({ theme: 'light' })).toMatchObject({ theme: 'light', density: 'comfortable' })
  expect(safe.preferences().theme).toBe('light')
  expect(stored.preferences().theme).toBe('dark')
  expect(inSafeMode(stored).preferences().theme).toBe('system')
})

test('pins and recents are there, and what is changed of them is kept', () => {
  const safe = inSafeMode(stored)
  expect(safe.preferences()).toMatchObject({ pins: [account], recents: [account] })
  safe.setPreferences({ pins: [], lastTab: 'users' })
  expect(stored.preferences()).toMatchObject({ pins: [], theme: 'dark', lastAccountId: account })
})

test('it is no way round the lock', () => {
  stored.logins.setLocked(true)
  const safe = inSafeMode(stored)
  expect(safe.logins.isLocked()).toBe(true)
  expect(safe.preferences()).toMatchObject({
    lockAfterMinutes: 5,
    lockOnScreenLock: true,
    unlockBy: 'sign-in',
  })
})

test('it counts as no start', () => {
  stored.setUnfinishedStarts(2)
  const safe = inSafeMode(stored)
  expect(safe.unfinishedStarts()).toBe(0)
  safe.setUnfinishedStarts(0)
  expect(stored.unfinishedStarts()).toBe(2)
})

test('the next start has the arguments of this one, the switch as wanted, and no link', () => {
  const argv = ['/opt/gatehouse', '.', '--no-sandbox', 'GATEHOUSE://invite/x', '--safe-mode']
  expect(argumentsOf(argv, false)).toEqual(['.', '--no-sandbox'])
  expect(argumentsOf(argv, true)).toEqual(['.', '--no-sandbox', '--safe-mode'])
})
