import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silentLogger } from '../ports.ts'
import { askAfterBadStarts, askAfterCrash, askToWait, startCrashReporter, watchCrashes } from './crashes.ts'

const electron = vi.hoisted(() => ({
  app: { setPath: vi.fn(), on: vi.fn(), exit: vi.fn() },
  crashReporter: { start: vi.fn() },
  dialog: { showErrorBox: vi.fn(), showMessageBox: vi.fn() },
}))
vi.mock('electron', () => electron)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-dumps-'))
  vi.clearAllMocks()
})
afterEach(() => rmSync(folder, { recursive: true }))

test('pictures of memory stay here: nothing is uploaded, and where they are not wanted none is made', () => {
  const dumps = join(folder, 'crash-dumps')
  startCrashReporter(dumps, true)
  expect(existsSync(dumps)).toBe(true)
  expect(electron.app.setPath).toHaveBeenCalledWith('crashDumps', dumps)
  expect(electron.crashReporter.start.mock.calls).toEqual([[{ uploadToServer: false }]])
  startCrashReporter(dumps, false)
  expect(electron.crashReporter.start).toHaveBeenCalledTimes(1)
})

test('what nobody caught is written down; an exception ends the program with its reference, a rejection does not', () => {
  const listeners = new Map<string, (given: unknown) => void>()
  const on = vi.spyOn(process, 'on').mockImplementation((name, listener) => {
    listeners.set(String(name), listener as (given: unknown) => void)
    return process
  })
  const written: unknown[] = []
  const write = (crash: unknown) => {
    written.push(crash)
    return 'the-reference'
  }
  watchCrashes({ write }, silentLogger)
  on.mockRestore()
  const error = new TypeError('ana@example.com')
  listeners.get('unhandledRejection')?.(error)
  expect(electron.app.exit).not.toHaveBeenCalled()
  listeners.get('uncaughtException')?.(error)
  expect(electron.app.exit).toHaveBeenCalledWith(1)
  const [, text = ''] = electron.dialog.showErrorBox.mock.calls[0] as string[]
  expect(text).toContain('Reference the-reference')
  expect(text).not.toContain('ana@')
  const [name, gone] = electron.app.on.mock.calls[0] as [string, (event: object, details: object) => void]
  expect(name).toBe('child-process-gone')
  gone({}, { type: 'GPU', reason: 'crashed', exitCode: 5 })
  gone({}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 })
  expect(written).toEqual([
    { kind: 'rejection', error },
    { kind: 'main', error },
    { kind: 'process', reason: 'GPU crashed 5' },
  ])
})

test('a question that is closed unanswered changes nothing', async () => {
  electron.dialog.showMessageBox.mockImplementation(async ({ cancelId }: { cancelId: number }) => ({
    response: cancelId,
  }))
  expect(await askAfterCrash('r')).toBe('reload')
  expect(await askToWait()).toBe('wait')
  expect(await askAfterBadStarts()).toBe(false)
  electron.dialog.showMessageBox.mockResolvedValue({ response: 0 })
  expect(await askAfterCrash('r')).toBe('safe-mode')
  expect(await askAfterBadStarts()).toBe(true)
})
