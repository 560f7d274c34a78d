import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import type Electron from 'electron'
import { startBrowser, stopBrowser } from '../browser.ts'
import { bus, createEvent } from '../bus.ts'
import { switches } from '../command-line.ts'
import { type PartOf, strict } from '../strict.ts'
import { BrowserWindow } from './browser-window.ts'
import { appName, pathOf, running, setPath } from './paths.ts'
import { SingleInstance } from './single-instance.ts'

const commandLine: Partial<Electron.CommandLine> = {
  appendSwitch: (name, value = '') => void switches.set(name, value),
  appendArgument: () => {},
  hasSwitch: (name) => switches.has(name),
  getSwitchValue: (name) => switches.get(name) ?? '',
  removeSwitch: (name) => void switches.delete(name),
}

class HostApp extends EventEmitter implements PartOf<Electron.App> {
  readonly isPackaged = false
  readonly dock = undefined // macOS only; apps ask for it
  readonly commandLine = strict<Electron.CommandLine>('app.commandLine', commandLine)
  readonly runningUnderARM64Translation = false
  accessibilitySupportEnabled = false
  badgeCount = 0
  userAgentFallback = ''
  readonly #ready = Promise.withResolvers<void>()
  readonly #protocolClients = new Set<string>()
  #isReady = false
  #isQuitting = false
  #instance: SingleInstance | undefined

  get name(): string {
    return appName()
  }
  set name(name: string) {
    running.name = name
  }
  getName(): string {
    return this.name
  }
  setName(name: string): void {
    this.name = name
  }
  getVersion(): string {
    return running.package.version ?? '0.0.0'
  }
  getAppPath(): string {
    return running.folder
  }
  getPath(name: string): string {
    return pathOf(name)
  }
  setPath(name: string, path: string): void {
    setPath(name, path)
  }
  setAppLogsPath(path?: string): void {
    if (path !== undefined) setPath('logs', path)
  }
  getLocale(): string {
    return 'en-US'
  }
  getLocaleCountryCode(): string {
    return 'US'
  }
  getSystemLocale(): string {
    return 'en-US'
  }
  /** As on Linux: `LANGUAGE` names them in order. */
  getPreferredSystemLanguages(): string[] {
    const wished = (process.env.LANGUAGE ?? '').split(':').filter((each) => each !== '')
    return wished.length > 0 ? wished.map((each) => each.replace('_', '-')) : ['en-US']
  }
  isReady(): boolean {
    return this.#isReady
  }
  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  /** Starts Chromium and tells the app; called once, after the app's entry has run. */
  async start(): Promise<void> {
    const folder = pathOf('sessionData')
    mkdirSync(folder, { recursive: true })
    this.emit('will-finish-launching')
    await startBrowser(folder, () => this.exit(1))
    this.#isReady = true
    this.emit('ready', createEvent({}), {})
    this.#ready.resolve()
  }
  quit(): void {
    if (this.#isQuitting) return
    const event = createEvent({})
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this.#setQuitting(true)
    const open = BrowserWindow.getAllWindows()
    let stays = false
    for (const window of open) {
      window.once('close', (closing) => {
        // Runs after the app's own listeners, which were there first.
        stays ||= closing.defaultPrevented
      })
      window.close()
    }
    if (stays) this.#setQuitting(false)
    else if (open.length === 0) this.allWindowsClosed()
  }
  allWindowsClosed(): void {
    if (!this.#isQuitting) {
      if (this.listenerCount('window-all-closed') > 0) {
        this.emit('window-all-closed')
        return
      }
      this.#setQuitting(true)
    }
    const event = createEvent({})
    this.emit('will-quit', event)
    if (event.defaultPrevented) {
      this.#setQuitting(false)
      return
    }
    this.emit('quit', createEvent({}), 0)
    void stopBrowser().then(() => this.exit(0))
  }
  exit(exitCode = 0): void {
    this.releaseSingleInstanceLock()
    process.exit(exitCode)
  }
  #setQuitting(quitting: boolean): void {
    this.#isQuitting = quitting
    this.#instance?.markQuitting(quitting)
  }
  relaunch(options: Electron.RelaunchOptions = {}): void {
    const { args = process.argv.slice(1), execPath = process.argv[0] ?? '' } = options
    process.on('exit', () => spawn(execPath, args, { detached: true, stdio: 'ignore' }).unref())
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    this.#instance ??= new SingleInstance(pathOf('userData'))
    const arrival = { argv: process.argv, cwd: process.cwd(), additionalData: additionalData ?? null }
    return this.#instance.take(arrival, ({ argv, cwd, additionalData: data }) => {
      void this.#ready.promise.then(() => this.emit('second-instance', createEvent({}), argv, cwd, data))
    })
  }
  hasSingleInstanceLock(): boolean {
    return this.#instance?.held ?? false
  }
  releaseSingleInstanceLock(): void {
    this.#instance?.release()
  }

  setBadgeCount(count = 0): boolean {
    this.badgeCount = count
    return true
  }
  getBadgeCount(): number {
    return this.badgeCount
  }
  // Registering with the system is not done; what was asked for can be read back.
  setAsDefaultProtocolClient(protocol: string): boolean {
    this.#protocolClients.add(protocol)
    return true
  }
  removeAsDefaultProtocolClient(protocol: string): boolean {
    return this.#protocolClients.delete(protocol)
  }
  isDefaultProtocolClient(protocol: string): boolean {
    return this.#protocolClients.has(protocol)
  }
  isAccessibilitySupportEnabled(): boolean {
    return this.accessibilitySupportEnabled
  }
  setAccessibilitySupportEnabled(enabled: boolean): void {
    this.accessibilitySupportEnabled = enabled
  }
  isHardwareAccelerationEnabled(): boolean {
    return false
  }
  focus(): void {
    BrowserWindow.getFocusedWindow()?.focus()
  }
  show(): void {}
  hide(): void {}
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  disableDomainBlockingFor3DAPIs(): void {}
  setAboutPanelOptions(): void {}
  setAppUserModelId(): void {}
  setDesktopName(): void {}
  setLoginItemSettings(): void {}
  addRecentDocument(): void {}
  clearRecentDocuments(): void {}
}

const implementation = new HostApp()
export const app = strict<Electron.App>('app', implementation)
export const startApp = (): Promise<void> => implementation.start()

bus.on('contents', (contents) => app.emit('web-contents-created', createEvent({}), contents))
bus.on('window', (window) => app.emit('browser-window-created', createEvent({}), window))
bus.on('window-focus', (window) => app.emit('browser-window-focus', createEvent({}), window))
bus.on('renderer-gone', (contents, details) =>
  app.emit('render-process-gone', createEvent({}), contents, details),
)
bus.on('all-windows-closed', () => implementation.allWindowsClosed())
