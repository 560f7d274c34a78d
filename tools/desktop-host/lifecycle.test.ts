import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHome, environment, executable, fixtureApp, launchForTest, removeHome } from './launch.ts'

const run = promisify(execFile)

/** Processes whose command line mentions `text`. */
function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text)
      } catch {
        return false // ended meanwhile
      }
    })
    .map(Number)
}
const browserOf = (home: string): number => {
  const own = processesWith(home).filter((pid) => {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return line.includes('--remote-debugging-pipe') && !line.includes('--type=')
  })
  expect(own).toHaveLength(1)
  return own[0]!
}
async function temporaryHome(): Promise<string> {
  const home = await createHome()
  onTestFinished(() => removeHome(home))
  return home
}
function collect(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.on('data', (data: Buffer) => {
    text += data.toString()
  })
  return () => text
}

describe('one running copy', () => {
  test('a second one hands its command line over and ends', async () => {
    const { page, env } = await launchForTest()
    await run(executable, [fixtureApp, 'gatehouse://invite/42'], { env, cwd: '/tmp' })
    const data = { from: 'fixture' }
    const arrival = ['second-instance', { link: 'gatehouse://invite/42', cwd: '/tmp', data }]
    await expect.poll(() => page.evaluate(() => window.events)).toEqual([arrival])
  })

  test('links that arrive together all get through', async () => {
    const { page, env } = await launchForTest()
    const links = ['a', 'b', 'c'].map((name) => `gatehouse://invite/${name}`)
    await Promise.all(links.map((link) => run(executable, [fixtureApp, link], { env })))
    const received = (): Promise<string[]> =>
      page.evaluate(() => window.events.map(([, payload]) => (payload as { link: string }).link).sort())
    await expect.poll(received).toEqual(links)
  })

  test('a lock left by a killed copy is taken over', async () => {
    const home = await temporaryHome()
    const first = await launchForTest({ home })
    const killed = once(first.app.process(), 'exit')
    first.app.process().kill('SIGKILL')
    await killed
    expect(existsSync(join(home, 'Fixture/single-instance.lock'))).toBe(true)
    const second = await launchForTest({ home })
    expect(await second.app.evaluate(({ app }) => app.hasSingleInstanceLock())).toBe(true)
    const leftovers = readdirSync(join(home, 'Fixture')).filter((name) => name.startsWith('single-instance'))
    expect(leftovers).toHaveLength(2) // its own lock and inbox
  })

  test('a copy that closes gives the lock back', async () => {
    const home = await temporaryHome()
    const { app } = await launchForTest({ home })
    const ended = once(app.process(), 'exit')
    await app.close()
    expect(await ended).toEqual([0, null])
    expect(readdirSync(join(home, 'Fixture')).filter((name) => name.startsWith('single-instance'))).toEqual(
      [],
    )
  })
})

describe('ends', () => {
  test('Chromium does not outlive a killed host', async () => {
    const { app, home } = await launchForTest()
    expect(processesWith(join(home, 'Fixture/chromium')).length).toBeGreaterThan(1)
    app.process().kill('SIGKILL')
    await expect.poll(() => processesWith(join(home, 'Fixture/chromium')), { timeout: 20_000 }).toEqual([])
  })

  test('a dead Chromium is reported with how it ended and what it said last', async () => {
    const { app, home, stderr } = await launchForTest()
    const ended = once(app.process(), 'exit')
    process.kill(browserOf(home), 'SIGKILL')
    const [code] = await ended
    expect(code).toBe(1)
    expect(stderr()).toContain('desktop-host: Chromium ended unexpectedly (signal SIGKILL)')
    expect(stderr()).toMatch(/^ {2}chromium: .*DevTools listening on/m)
    expect(readFileSync(join(home, 'Fixture/chromium.log'), 'utf8')).toContain('DevTools listening on')
  })

  test('a Chromium that does not start is reported with its exit code', async () => {
    const home = await temporaryHome()
    const env = environment(home, { DESKTOP_HOST_CHROMIUM: '/bin/false' })
    const child = spawn(executable, [fixtureApp], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    const stderr = collect(child)
    const [code] = await once(child, 'exit')
    expect(code).toBe(1)
    expect(stderr()).toContain('Chromium ended unexpectedly (exit code 1)')
  })

  test('without a Chromium the error says how to install one', async () => {
    const home = await temporaryHome()
    // The launcher itself needs two small programs; a folder of links to them has no Chromium in it.
    for (const name of ['dirname', 'readlink']) await symlink(`/usr/bin/${name}`, join(home, name))
    const env = environment(home, { PATH: home })
    const child = spawn('/bin/sh', [executable, fixtureApp], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    const stderr = collect(child)
    const [code] = await once(child, 'exit')
    expect(code).toBe(1)
    expect(stderr()).toContain('apt-get install chromium xvfb xauth fonts-noto-core')
  })

  test('a terminated app quits in good order', async () => {
    const { app, stderr } = await launchForTest()
    const ended = once(app.process(), 'exit')
    app.process().kill('SIGTERM')
    const [code] = await ended
    expect(code).toBe(0)
    expect(stderr()).not.toContain('unexpectedly')
  })

  test('a rejection nobody handled is a warning, as in Electron, and not the end', async () => {
    const { app, stderr } = await launchForTest()
    await app.evaluate(() => void Promise.reject(new Error('forgotten')))
    await expect.poll(stderr).toContain('Error: forgotten')
    const ended = once(app.process(), 'exit')
    await app.close()
    expect(await ended).toEqual([0, null])
  })

  test('an app can keep its window open', async () => {
    const { app } = await launchForTest()
    const kept = await app.evaluate(({ app: running, BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!
      window.once('close', (event) => event.preventDefault())
      running.quit()
      return !window.isDestroyed()
    })
    expect(kept).toBe(true)
  })
})

test('the profile folder is the one asked for, and page storage outlives a restart', async () => {
  const home = await temporaryHome()
  const args = [`--user-data-dir=${join(home, 'elsewhere')}`]
  const first = await launchForTest({ home, args })
  expect(await first.app.evaluate(({ app }) => app.getPath('userData'))).toBe(join(home, 'elsewhere'))
  await first.page.evaluate(() => localStorage.setItem('draft', 'kept'))
  await first.app.close()
  const second = await launchForTest({ home, args })
  const draft = (): Promise<string | null> => second.page.evaluate(() => localStorage.getItem('draft'))
  expect(await draft()).toBe('kept')
  await second.app.evaluate(({ session }) => session.defaultSession.clearStorageData())
  expect(await draft()).toBeNull()
})
