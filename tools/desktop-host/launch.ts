// Starts the fixture app the way specs of an app do: Playwright's `_electron.launch()`, which finds the host through
// the `electron` package.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { onTestFinished } from 'vitest'

export const executable = join(import.meta.dirname, 'electron')
export const fixtureApp = join(import.meta.dirname, 'fixture-app')

// Before `electron` is first required: it answers the same path from then on.
process.env.ELECTRON_OVERRIDE_DIST_PATH = import.meta.dirname

export interface Fixture {
  readonly app: ElectronApplication
  readonly page: Page
  readonly home: string
  readonly env: Record<string, string>
  /** Everything the app printed on stderr so far. */
  stderr(): string
}
export interface LaunchOptions {
  readonly args?: readonly string[]
  readonly env?: Record<string, string>
  /** A home left by an earlier launch. */
  readonly home?: string
}

export const createHome = (): Promise<string> => mkdtemp(join(tmpdir(), 'desktop-host-'))
export const removeHome = (home: string): Promise<void> =>
  rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })

export function environment(home: string, extra: Record<string, string> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return { ...Object.fromEntries(inherited), DESKTOP_HOST_HEADLESS: '1', XDG_CONFIG_HOME: home, ...extra }
}

/** Launches the fixture and waits for its page. The caller closes it. */
export async function launch(options: LaunchOptions = {}): Promise<Fixture> {
  const home = options.home ?? (await createHome())
  const env = environment(home, options.env)
  const app = await _electron.launch({ args: [fixtureApp, ...(options.args ?? [])], env })
  let text = ''
  app.process().stderr?.on('data', (data: Buffer) => {
    text += data.toString()
  })
  const page = await app.firstWindow()
  await page.getByRole('heading', { name: 'Ready' }).waitFor()
  return { app, page, home, env, stderr: () => text }
}

/** As `launch`, closed and cleaned up when the running test ends. */
export async function launchForTest(options: LaunchOptions = {}): Promise<Fixture> {
  const fixture = await launch(options)
  onTestFinished(async () => {
    await fixture.app.close().catch(() => {}) // may be gone already
    if (options.home === undefined) await removeHome(fixture.home)
  })
  return fixture
}
