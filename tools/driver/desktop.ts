import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { _electron, type ElectronApplication, type Page } from 'playwright'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '../..')

export interface DesktopOptions {
  /** Where this installation keeps its data; a folder of its own under the system's temporary one when left out. */
  userData?: string
  /** The address that a first start is given. */
  server?: string
  env?: Record<string, string>
  /** The folder of a program to start in place of the one that was built here. */
  program?: string
  /** Let the system browser really open; otherwise the driver plays the person at it. */
  openLinks?: boolean
}

/** One installation of the built app, which can be started, killed and started again on the same data. */
export class Desktop {
  app!: ElectronApplication
  page!: Page
  readonly userData: string
  /** Console errors and broken content policies since the first start; a test that ends with any has failed. */
  readonly complaints: string[] = []
  private readonly options: DesktopOptions
  private readonly temporary: boolean

  private constructor(userData: string, temporary: boolean, options: DesktopOptions) {
    this.userData = userData
    this.temporary = temporary
    this.options = options
  }

  static async create(options: DesktopOptions = {}): Promise<Desktop> {
    const userData = options.userData ?? (await mkdtemp(join(tmpdir(), 'gatehouse-app-')))
    return new Desktop(userData, options.userData === undefined, options)
  }

  private environment(): Record<string, string> {
    const inherited = Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    )
    return {
      ...Object.fromEntries(inherited),
      GATEHOUSE_USER_DATA: this.userData,
      ...(this.options.server ? { GATEHOUSE_SERVER: this.options.server } : {}),
      ...this.options.env,
    }
  }

  async launch(...args: string[]): Promise<Page> {
    this.app = await _electron.launch({
      args: [this.options.program ?? root, ...args],
      cwd: root,
      env: this.environment(),
      timeout: 60_000,
    })
    if (!this.options.openLinks) await this.recordOpened()
    this.page = await this.app.firstWindow()
    this.listen(this.page)
    await this.page.waitForLoadState('domcontentloaded')
    return this.page
  }

  private async recordOpened(): Promise<void> {
    // What the system browser is asked to open is kept in a list instead.
    await this.app.evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { gatehouseOpened: opened })
      shell.openExternal = async (url) => {
        opened.push(url)
      }
    })
  }

  private listen(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(`page error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`console: ${message.text()}`)
    })
  }

  /** Drops complaints that a test provoked on purpose. */
  forgive(provoked: RegExp): void {
    const others = this.complaints.filter((complaint) => !provoked.test(complaint))
    this.complaints.splice(0, this.complaints.length, ...others)
  }

  /** The addresses handed to the system browser so far. */
  opened(): Promise<string[]> {
    return this.app.evaluate(() => (globalThis as unknown as { gatehouseOpened: string[] }).gatehouseOpened)
  }

  /** Ends the program as a power cut would: nothing gets to say goodbye. */
  async kill(): Promise<void> {
    const { pid } = this.app.process()
    const gone = new Promise<void>((resolve) => this.app.process().once('exit', () => resolve()))
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    await gone
  }

  async quit(): Promise<void> {
    await this.app.close()
  }

  /** Starts the program a second time, as the system does with a link of ours. Answers once that start has ended. */
  async startAgain(...args: string[]): Promise<void> {
    const executable: unknown = require('electron')
    if (typeof executable !== 'string') throw new Error('the electron package did not name its executable')
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    await promisify(execFile)(executable, [root, ...sandbox, ...args], { cwd: root, env: this.environment() })
  }

  async dispose(): Promise<void> {
    await this.app?.close().catch(() => {})
    if (this.temporary) await rm(this.userData, { recursive: true, force: true, maxRetries: 5 })
  }
}
