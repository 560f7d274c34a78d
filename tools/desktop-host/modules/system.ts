// Small parts of the desktop that the host keeps in memory: tests read what the app did and play what the system would.
import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { createEvent } from '../bus.ts'
import { type PartOf, strict } from '../strict.ts'

class HostPowerMonitor extends EventEmitter implements PartOf<Electron.PowerMonitor> {
  onBatteryPower = false
  isOnBatteryPower(): boolean {
    return this.onBatteryPower
  }
  getSystemIdleState(): 'active' {
    return 'active'
  }
  getSystemIdleTime(): number {
    return 0
  }
  getCurrentThermalState(): 'unknown' {
    return 'unknown'
  }
}
export const powerMonitor = strict<Electron.PowerMonitor>('powerMonitor', new HostPowerMonitor())

const blockers = new Set<number>()
let lastBlocker = 0
const powerSaveBlockerModule: Partial<Electron.PowerSaveBlocker> = {
  start: () => {
    blockers.add(++lastBlocker)
    return lastBlocker
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id),
}
export const powerSaveBlocker = strict<Electron.PowerSaveBlocker>('powerSaveBlocker', powerSaveBlockerModule)

let clipboardText = ''
const clipboardModule: Partial<Electron.Clipboard> = {
  readText: async () => clipboardText,
  writeText: async (text) => {
    clipboardText = text
  },
  clear: () => {
    clipboardText = ''
  },
  has: async (type) => type === 'text/plain' && clipboardText !== '',
}
export const clipboard = strict<Electron.Clipboard>('clipboard', clipboardModule)

const area = { x: 0, y: 0, width: 1440, height: 900 }
const display = strict<Electron.Display>('Display', {
  id: 1,
  label: 'desktop-host',
  scaleFactor: 1,
  rotation: 0,
  internal: false,
  bounds: area,
  workArea: area,
  size: { width: area.width, height: area.height },
  workAreaSize: { width: area.width, height: area.height },
} satisfies Partial<Electron.Display>)

class HostScreen extends EventEmitter implements PartOf<Electron.Screen> {
  getPrimaryDisplay(): Electron.Display {
    return display
  }
  getAllDisplays(): Electron.Display[] {
    return [display]
  }
  getDisplayMatching(): Electron.Display {
    return display
  }
  getDisplayNearestPoint(): Electron.Display {
    return display
  }
  getCursorScreenPoint(): Electron.Point {
    return { x: 0, y: 0 }
  }
}
export const screen = strict<Electron.Screen>('screen', new HostScreen())

class HostTray extends EventEmitter implements PartOf<Electron.Tray> {
  #title = ''
  #destroyed = false
  contextMenu: Electron.Menu | null = null
  // biome-ignore lint/complexity/noUselessConstructor: the icon that it is given is none of the emitter's options
  constructor() {
    super()
  }
  setTitle(title: string): void {
    this.#title = title
  }
  getTitle(): string {
    return this.#title
  }
  setContextMenu(menu: Electron.Menu | null): void {
    this.contextMenu = menu
  }
  destroy(): void {
    this.#destroyed = true
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  setToolTip(): void {}
  setImage(): void {}
  setIgnoreDoubleClickEvents(): void {}
  popUpContextMenu(): void {}
}
export const Tray = strict<typeof Electron.Tray>('Tray', HostTray)

class HostNotification extends EventEmitter implements PartOf<Electron.Notification> {
  static readonly #shown: Electron.Notification[] = []
  title: string
  body: string
  silent: boolean

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super()
    this.title = options.title ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
  }
  static isSupported(): boolean {
    return true
  }
  static async getHistory(): Promise<Electron.Notification[]> {
    return [...HostNotification.#shown]
  }
  static removeAll(): void {
    HostNotification.#shown.length = 0
  }
  show(): void {
    HostNotification.#shown.push(strict<Electron.Notification>('Notification', this))
    queueMicrotask(() => this.emit('show', createEvent({})))
  }
  close(): void {
    this.emit('close', createEvent({}))
  }
}
export const Notification = strict<typeof Electron.Notification>('Notification', HostNotification)

// There is no crash handler: what it was started with can be read back, and no report is ever made.
let crashOptions: Electron.CrashReporterStartOptions | null = null
const crashParameters = new Map<string, string>()
const crashReporterModule: Partial<Electron.CrashReporter> = {
  start(options) {
    const { submitURL, uploadToServer = true, extra = {} } = options
    if (uploadToServer && !submitURL)
      throw new Error('submitURL must be specified when uploadToServer is true')
    crashOptions = { ...options, uploadToServer }
    for (const [key, value] of Object.entries(extra)) crashParameters.set(key, value)
  },
  addExtraParameter: (key, value) => void crashParameters.set(key, value),
  removeExtraParameter: (key) => void crashParameters.delete(key),
  getParameters: () => Object.fromEntries(crashParameters),
  getLastCrashReport: () => null,
  getUploadedReports: () => [],
  getUploadToServer: () => crashOptions?.uploadToServer ?? false,
  setUploadToServer(uploadToServer) {
    if (crashOptions) crashOptions = { ...crashOptions, uploadToServer }
  },
}
export const crashReporter = strict<Electron.CrashReporter>('crashReporter', crashReporterModule)
