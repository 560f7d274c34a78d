import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type Electron from 'electron'
import { isHeadless, quietArgs, sandboxArgs } from '../chromium.ts'
import { findChromium, findOnPath } from '../find-chromium.ts'
import { strict } from '../strict.ts'
import { pathOf } from './paths.ts'

/** Everything the app wanted opened, oldest first; `shell.openedUrls` for tests. */
const openedUrls: string[] = []
let browser: ChildProcess | undefined

/** A Chromium with a profile of its own plays the system's browser. It ends with the host, however that ends. */
function openInChromium(url: string): void {
  const profile = join(pathOf('userData'), 'system-browser')
  mkdirSync(profile, { recursive: true })
  const args = [...sandboxArgs(), ...quietArgs, '--test-type', `--user-data-dir=${profile}`]
  const running = browser !== undefined && browser.exitCode === null && browser.signalCode === null
  // The pipe is there to break: a Chromium whose debugging pipe closes goes away.
  const child = spawn(findChromium(), [...args, ...(running ? [] : ['--remote-debugging-pipe']), url], {
    stdio: running ? 'ignore' : ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  })
  child.on('error', (error) =>
    console.error(`desktop-host: cannot open ${new URL(url).origin}: ${error.message}`),
  )
  if (running) return
  browser = child
  process.on('exit', () => child.kill('SIGKILL'))
}

function openInSystemBrowser(url: string): void {
  // Root's default browser is most likely a Chromium, which refuses to run as root without being told to.
  const command = process.getuid?.() === 0 ? undefined : findOnPath('xdg-open')
  if (!command) {
    openInChromium(url)
    return
  }
  const child = spawn(command, [url], { stdio: 'ignore', detached: true })
  child.on('error', () => openInChromium(url))
  child.on('exit', (code) => {
    if (code) openInChromium(url)
  })
}

const module: Partial<Electron.Shell> & { openedUrls: string[] } = {
  openedUrls,
  openExternal: async (url) => {
    const { href } = new URL(url)
    openedUrls.push(url)
    if (!isHeadless() && process.env.DESKTOP_HOST_NO_EXTERNAL !== '1') openInSystemBrowser(href)
  },
  openPath: async () => '',
  showItemInFolder: () => {},
  trashItem: (path) => rm(path, { recursive: true }),
  beep: () => {},
}
export const shell = strict<Electron.Shell>('shell', module)
