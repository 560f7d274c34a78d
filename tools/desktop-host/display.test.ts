import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findOnPath } from './find-chromium.ts'
import { type Fixture, launch, removeHome } from './launch.ts'

// A machine without a virtual display still tests everything else.
describe.skipIf(!findOnPath('Xvfb'))('on a display', () => {
  let display: ChildProcess
  let fixture: Fixture

  beforeAll(async () => {
    display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    const [number] = (await once(display.stdio[3] as Readable, 'data')) as [Buffer]
    const env = { DISPLAY: `:${number.toString().trim()}`, DESKTOP_HOST_HEADLESS: '0' }
    fixture = await launch({ env })
  })
  afterAll(async () => {
    await fixture.app.close().catch(() => {}) // one of the tests kills it
    display.kill()
    await removeHome(fixture.home)
  })

  test('a window has the size the app asked for, and the page all of it', async () => {
    const size = await fixture.page.evaluate(() => [outerWidth, outerHeight, innerWidth, innerHeight])
    expect(size).toEqual([900, 640, 900, 640])
  })

  test('a window can be resized and moved', async () => {
    await fixture.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 30, width: 700, height: 500 }),
    )
    const place = (): Promise<number[]> =>
      fixture.page.evaluate(() => [screenX, screenY, innerWidth, innerHeight])
    await expect.poll(place).toEqual([40, 30, 700, 500])
  })

  test('a web address opens in a browser of its own, which ends with the app', async () => {
    const browsers = (): string[] =>
      readdirSync('/proc').flatMap((pid) => {
        try {
          const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
          return line.includes(join(fixture.home, 'Fixture/system-browser')) ? [line] : []
        } catch {
          return [] // not a process, or ended meanwhile
        }
      })
    await fixture.app.evaluate(({ shell }) => shell.openExternal('http://127.0.0.1:4999/sign-in'))
    await expect.poll(() => browsers().some((line) => line.includes('/sign-in'))).toBe(true)
    await expect.poll(() => browsers().length, { timeout: 20_000 }).toBeGreaterThan(2) // it has come up
    fixture.app.process().kill('SIGKILL')
    await expect.poll(browsers, { timeout: 20_000 }).toEqual([])
  })
})
