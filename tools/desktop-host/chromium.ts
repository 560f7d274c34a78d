// The Chromium process: starting it, keeping what it says, noticing when it dies.
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { switches } from './command-line.ts'
import { findChromium } from './find-chromium.ts'

const linesKept = 40
// Given by Playwright or by users of the executable, but wrong or answered elsewhere when passed on as they are.
const ownSwitches = new Set([
  'inspect',
  'inspect-brk',
  'remote-debugging-port',
  'no-sandbox',
  'user-data-dir',
  'disable-features',
  'enable-features',
  'headless',
])
const disabledFeatures = [
  'AutofillServerCommunication',
  'DialMediaRouteProvider',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
  'Translate',
]

/** No window on a screen: DESKTOP_HOST_HEADLESS=1|0 decides, else whether there is a display. */
export const isHeadless = (): boolean => {
  const wanted = process.env.DESKTOP_HOST_HEADLESS
  if (wanted) return wanted !== '0'
  return !(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Chromium refuses its sandbox to root; containers without user namespaces need the variable. */
export const sandboxArgs = (): string[] =>
  process.getuid?.() === 0 || process.env.DESKTOP_HOST_NO_SANDBOX === '1' ? ['--no-sandbox'] : []

/** Flags shared by every Chromium the host starts. */
export const quietArgs = [
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-quic',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--hide-crash-restore-bubble',
  '--lang=en-US',
  '--no-default-browser-check',
  '--no-first-run',
  '--password-store=basic',
  '--use-mock-keychain',
]

/**
 * The page has no network of its own: custom schemes are answered by interception and the main process does the
 * talking. A proxy that nobody listens on makes that certain, also for popups on their way to being closed. The
 * development server (ELECTRON_RENDERER_URL) is let through, its websocket with it.
 */
function networkArgs(): string[] {
  if (process.env.DESKTOP_HOST_RENDERER_NETWORK === '1') return []
  const server = process.env.ELECTRON_RENDERER_URL
  const bypass = ['<-loopback>', ...(server ? [new URL(server).host] : [])]
  return ['--proxy-server=http://127.0.0.1:9', `--proxy-bypass-list=${bypass.join(';')}`]
}

function features(): string[] {
  const disabled = new Set([...disabledFeatures, ...(switches.get('disable-features') ?? '').split(',')])
  const enabled = switches.get('enable-features')
  return [
    `--disable-features=${[...disabled].filter(Boolean).join(',')}`,
    ...(enabled ? [`--enable-features=${enabled}`] : []),
  ]
}

function passedOn(): string[] {
  const kept = [...switches].filter(([name]) => !ownSwitches.has(name))
  return kept.map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`))
}

/** Arguments that make any Chromium process belong to this profile and behave as the app's. */
export function profileArgs(profile: string): string[] {
  return [
    ...new Set([
      ...(isHeadless() ? ['--headless=new'] : ['--test-type']), // test-type: no bar about the sandbox
      ...sandboxArgs(),
      ...quietArgs,
      '--allow-pre-commit-input',
      '--disable-backgrounding-occluded-windows',
      '--disable-popup-blocking',
      '--disable-renderer-backgrounding',
      ...networkArgs(),
      ...features(),
      ...passedOn(),
      `--user-data-dir=${profile}`,
    ]),
  ]
}

/** How a process ended, for people: `exit code 1`, `signal SIGKILL`. */
export const describeEnd = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal ? `signal ${signal}` : `exit code ${code}`

export interface ChromiumProcess {
  readonly child: ChildProcess
  /** To and from the DevTools pipe. */
  readonly input: Writable
  readonly output: Readable
  /** Announces that the coming end is wanted. */
  expectEnd(): void
}

/**
 * Starts the app's Chromium. Its stderr goes to `chromium.log` in `folder`; `DevTools listening on` lines also to our
 * own stderr, where Playwright reads them. An end nobody asked for is reported with its last lines, then `onDeath`.
 */
export function startChromium(folder: string, profile: string, onDeath: () => void): ChromiumProcess {
  const binary = findChromium()
  const port = switches.get('remote-debugging-port')
  const args = [...profileArgs(profile), '--no-startup-window', '--remote-debugging-pipe']
  if (port !== undefined) args.push(`--remote-debugging-port=${port}`)
  mkdirSync(profile, { recursive: true })
  const logFile = join(folder, 'chromium.log')
  const log = createWriteStream(logFile)
  // A process group of its own: Ctrl-C in a terminal is for the app to answer, Chromium follows when asked.
  const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], detached: true })
  const lines = keepLines(child.stderr as Readable, log)
  let expected = false
  process.on('exit', () => child.kill('SIGKILL'))
  child.on('error', (error) => {
    console.error(`desktop-host: cannot start ${binary}: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    // What it said last may still be in the pipe, and the news that its last window was closed, after which it is
    // free to go. Helper processes can hold the pipe open, so its end is not waited for.
    setTimeout(() => {
      if (expected) return
      console.error(
        `desktop-host: Chromium ended unexpectedly (${describeEnd(code, signal)}). Log: ${logFile}`,
      )
      for (const line of lines) console.error(`  chromium: ${line}`)
      onDeath()
    }, 100)
  })
  return {
    child,
    input: child.stdio[3] as Writable,
    output: child.stdio[4] as Readable,
    expectEnd: () => {
      expected = true
    },
  }
}

function keepLines(stderr: Readable, log: WriteStream): readonly string[] {
  const echo = process.env.DESKTOP_HOST_DEBUG === '1'
  const lines: string[] = []
  createInterface({ input: stderr }).on('line', (line) => {
    lines.push(line)
    if (lines.length > linesKept) lines.shift()
    log.write(`${line}\n`)
    if (echo || line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`)
  })
  return lines
}
