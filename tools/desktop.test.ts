import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { useDesktop } from './desktop.ts'

const host = join(import.meta.dirname, 'desktop-host')
afterEach(() => vi.unstubAllEnvs())

function withEnvironment(desktop: string | undefined): void {
  vi.stubEnv('DESKTOP', desktop)
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', undefined)
  vi.stubEnv('ELECTRON_EXEC_PATH', undefined)
}

test('the host is found through the variables that Electron’s package and electron-vite read', () => {
  withEnvironment('desktop-host')
  expect(useDesktop()).toEqual({ kind: 'desktop-host', why: 'DESKTOP=desktop-host asks for it' })
  expect(process.env.ELECTRON_OVERRIDE_DIST_PATH).toBe(host)
  expect(process.env.ELECTRON_EXEC_PATH).toBe(join(host, 'electron'))
})

test('the real one needs no variables', () => {
  withEnvironment('electron')
  expect(useDesktop().kind).toBe('electron')
  expect(process.env.ELECTRON_OVERRIDE_DIST_PATH).toBeUndefined()
  expect(process.env.ELECTRON_EXEC_PATH).toBeUndefined()
})

test('unasked, the reason speaks of the binary in one line', () => {
  withEnvironment(undefined)
  const { why } = useDesktop()
  expect(why).toMatch(/binary is (not )?installed/)
  expect(why).not.toContain('\n')
})

test('a misspelt choice is refused', () => {
  withEnvironment('elektron')
  expect(() => useDesktop()).toThrow('expected "electron" or "desktop-host"')
})
