import { Buffer } from 'node:buffer'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountIdSchema } from '@gatehouse/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diagnosticsParts } from '../../ipc/views.ts'
import { openLog } from '../log.ts'
import { silentLogger } from '../ports.ts'
import { openJsonStore } from '../settings/json-store.ts'
import { openSettings } from '../settings/settings.ts'
import { fakeTime } from '../testing/fake-time.ts'
import { createCrashReports } from './crash-reports.ts'
import { createDiagnostics, detailedMs } from './diagnostics.ts'
import { mostInAMinute } from './page-errors.ts'
import { createRedactor } from './redact.ts'
import type { Fact } from './report.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-diagnostics-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

interface Planted {
  names?: string[]
  sync?: Record<string, Fact>
  replica?: Record<string, Fact>
}

function setUp({ names = [], sync = {}, replica = {} }: Planted = {}, time = fakeTime()) {
  const { clock, timers } = time
  const redactor = createRedactor({ folders: { [folder]: '<data>' } })
  const log = openLog({ folder, clock, redactor, verbose: false })
  const settings = openSettings({
    folder,
    openStore: (name) => openJsonStore(folder, name),
    clock,
    log: silentLogger,
  })
  let made = 0
  const newId = () => `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`
  const crashes = createCrashReports({
    folder: join(folder, 'crash-reports'),
    dumps: join(folder, 'crash-dumps'),
    version: '1.2.3',
    clock,
    log,
    redactor,
    newReference: newId,
    isWanted: () => settings.diagnostics().keepsCrashReports,
  })
  const diagnostics = createDiagnostics({
    log,
    crashes,
    redactor,
    settings,
    sources: {
      program: async () => ({ version: '1.2.3', safeMode: false }),
      replica: async () => replica,
      sync: async () => sync,
      names: async () => names,
    },
    safeMode: false,
    clock,
    timers,
    newId,
  })
  return { diagnostics, log, crashes, settings, time }
}

const everything = [...diagnosticsParts]

test('what is saved is what was read, part by part, without what the user left out', async () => {
  const { diagnostics, log } = setUp({ replica: { rows: 12, integrity: 'whole' } })
  log.info('started', { version: '1.2.3' })
  const { previewId, parts } = await diagnostics.preview()
  expect(parts.map(({ part }) => part)).toEqual(everything)
  log.info('something that came later')
  const saved = diagnostics.file(previewId, ['program', 'replica', 'log'])
  if (!saved.ok) throw new Error(saved.error.title)
  expect(saved.value.name).toBe('gatehouse-diagnostics-2026-03-02.txt')
  for (const { part, text } of parts) {
    if (['program', 'replica', 'log'].includes(part)) expect(saved.value.text).toContain(text)
  }
  expect(saved.value.text).toContain('Left out by the user: Settings, Sync and outbox, and Crash reports.')
  expect(saved.value.text).not.toContain('== Settings ==')
  expect(saved.value.text).not.toContain('came later')
})

test('an older preview is not saved in the place of what was read last', async () => {
  const { diagnostics } = setUp()
  const first = await diagnostics.preview()
  await diagnostics.preview()
  expect(diagnostics.file(first.previewId, everything)).toMatchObject({
    ok: false,
    error: { code: 'not_found' },
  })
})

test('no planted secret is in it, wherever it was planted', async () => {
  const secrets = {
    token: Buffer.from('canary-token-canary-token-canary').toString('base64url'),
    key: 'c0ffee'.repeat(11).slice(0, 64),
    jwt: 'eyJhbGciOiJub25lIn0.eyJuYW1lIjoiY2FuYXJ5In0.c2ln',
    address: 'canary.person@canary.example',
    person: 'Canary Personson',
    customer: 'Canary & Sons Ltd',
    password: 'canary-password',
    link: 'gatehouse://invite/canary-link',
    home: join(homedir(), 'canary-home'),
  }
  const planted = Object.values(secrets)
  const { diagnostics, log, crashes, settings } = setUp({
    names: [secrets.person, secrets.customer],
    sync: { outbox: planted, bearer: `Bearer ${secrets.token}`, password: secrets.password },
    replica: { file: secrets.home, key: secrets.key },
  })
  settings.logins.setCurrent('a'.repeat(32))
  settings.rememberServer(null)
  const account = accountIdSchema.parse('0199f3a2-7b1c-7c3d-8e4f-5a6b7c8d9e0f')
  settings.setPreferences({ lastAccountId: account, pins: [account] })
  for (const [name, secret] of Object.entries(secrets)) {
    log.warn(`planted password=${secrets.password}`, {
      [name]: name === 'password' ? `password: ${secret}` : secret,
    })
    const error = new Error(secret)
    error.stack = `Error: ${secret}\n    at canary (${name === 'password' ? 'x' : secret}:1:2)`
    crashes.write({ kind: 'main', error })
    diagnostics.noteError({ kind: 'crash', name: secret, frames: [secret, `at x (${secrets.home}/a.js)`] })
  }
  const { previewId, parts } = await diagnostics.preview()
  const saved = diagnostics.file(previewId, everything)
  if (!saved.ok) throw new Error(saved.error.title)
  const all = JSON.stringify(parts) + saved.value.text
  // A list of bare words has no word "password" beside it; nothing of ours ever hands over one.
  const { password, home, ...others } = secrets
  for (const [name, secret] of Object.entries(others)) expect(all, name).not.toContain(secret)
  expect(all).not.toContain(`password: ${password}`)
  expect(all).not.toContain(home)
  expect(all).not.toContain(account)
  expect(readFileSync(log.file, 'utf8')).not.toMatch(/password[=:] ?canary/)
})

test('a detailed log is an ordinary one again after a day, over restarts and whatever the clock does', async () => {
  const { diagnostics, time, log, settings } = setUp()
  diagnostics.begin()
  diagnostics.setLevel('detailed')
  expect(diagnostics.state().log).toMatchObject({
    level: 'detailed',
    detailedUntil: '2026-03-03T09:00:00.000Z',
  })
  log.detail('is written')
  await time.advance(detailedMs / 2)
  const later = setUp({}, time)
  later.diagnostics.begin()
  later.log.detail('is written after a restart')
  await time.advance(detailedMs / 2)
  later.log.detail('is not written any more')
  expect(later.diagnostics.state().log).toMatchObject({ level: 'normal', detailedUntil: null })
  const text = later.log.recent(20).join('\n')
  expect(text).toContain('is written after a restart')
  expect(text).not.toContain('any more')
  settings.setDiagnostics({ detailedUntil: '2099-01-01T00:00:00.000Z' })
  later.diagnostics.begin()
  expect(later.diagnostics.state().log.level).toBe('normal')
})

test('a crash of the run before is told once; of this run too, and not those that a screen told itself', async () => {
  const before = setUp()
  before.crashes.write({ kind: 'main', error: new Error('x') })
  await before.time.advance(1000)
  const { diagnostics, crashes, time } = setUp({}, before.time)
  expect(diagnostics.tellCrash()).toMatchObject({ kind: 'main', sinceStart: false })
  expect(diagnostics.tellCrash()).toBeNull()
  await time.advance(1000)
  crashes.write({ kind: 'page', reason: 'TypeError' })
  crashes.write({ kind: 'rejection', reason: 'TypeError' })
  expect(diagnostics.tellCrash()).toBeNull()
  diagnostics.keepCrashReports(false)
  crashes.write({ kind: 'window', reason: 'crashed' })
  expect(diagnostics.tellCrash()).toMatchObject({ kind: 'window', sinceStart: true })
  expect(diagnostics.tellCrash()).toBeNull()
})

test('errors of the page have a reference in the log, and there are never too many of them', async () => {
  const { diagnostics, log, time } = setUp()
  const error = {
    kind: 'error' as const,
    name: 'TypeError',
    frames: ['at x (app://gatehouse/a.js:1:2)', 'not a frame'],
  }
  const references = Array.from({ length: mostInAMinute + 5 }, () => diagnostics.noteError(error))
  expect(references.filter((each) => each !== null)).toHaveLength(mostInAMinute)
  expect(log.recent(1)[0]).toContain(
    `an error in the page kind=error name=TypeError reference=${references[mostInAMinute - 1]} at=at x (app://gatehouse/a.js:1:2)`,
  )
  await time.advance(60_000)
  expect(diagnostics.noteError({ ...error, name: 'Ana Lopez was here' })).not.toBeNull()
  expect(log.recent(2)[0]).toContain('errors of the page were left out count=5')
  expect(log.recent(1)[0]).toContain('name=unknown')
})

test('a screen that stopped is a crash report under the reference that it shows', () => {
  const { diagnostics } = setUp()
  const reference = diagnostics.noteError({ kind: 'crash', name: 'TypeError', frames: ['at x'] })
  expect(diagnostics.state().crashReports).toMatchObject([{ reference, kind: 'page', reason: 'TypeError' }])
  diagnostics.deleteCrashReports()
  expect(diagnostics.state().crashReports).toEqual([])
})
