import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { bus, createEvent } from '../bus.ts'
import { type PartOf, strict } from '../strict.ts'
import { HostWebContents } from './web-contents.ts'

const windows = new Map<number, HostBrowserWindow>()
let lastId = 0
type WindowState = 'normal' | 'minimized' | 'maximized' | 'fullscreen'

class HostBrowserWindow extends EventEmitter implements PartOf<Electron.BrowserWindow> {
  readonly id = ++lastId
  readonly facade: Electron.BrowserWindow
  readonly webContents: Electron.WebContents
  readonly #contents: HostWebContents
  #bounds: Electron.Rectangle
  #minimum: [number, number]
  #title: string
  #state: WindowState = 'normal'
  #shown: boolean
  #loaded = false
  #destroyed = false
  /** That the window closes has been said, or need not be. */
  #announced = false

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    const { width = 800, height = 600, x, y, title = '', show = true, webPreferences = {} } = options
    this.#bounds = { x: x ?? 0, y: y ?? 0, width, height }
    this.#minimum = [options.minWidth ?? 0, options.minHeight ?? 0]
    this.#title = title
    this.#shown = show
    this.facade = strict<Electron.BrowserWindow>('BrowserWindow', this)
    this.#contents = new HostWebContents({
      bounds: { width, height, x, y },
      webPreferences,
      onLoaded: () => this.#onLoaded(),
      onClosed: () => this.#onClosed(),
      openChild: (childOptions, details) => this.#openChild(childOptions, details),
    })
    this.webContents = this.#contents.facade
    windows.set(this.id, this)
    queueMicrotask(() => bus.emit('window', this.facade))
  }

  static getAllWindows(): Electron.BrowserWindow[] {
    return [...windows.values()].map((window) => window.facade)
  }
  static fromId(id: number): Electron.BrowserWindow | null {
    return windows.get(id)?.facade ?? null
  }
  static fromWebContents(contents: Electron.WebContents | null | undefined): Electron.BrowserWindow | null {
    return [...windows.values()].find((window) => window.webContents === contents)?.facade ?? null
  }
  static getFocusedWindow(): Electron.BrowserWindow | null {
    return [...windows.values()].at(-1)?.facade ?? null
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url)
  }
  loadFile(path: string): Promise<void> {
    return this.#contents.loadFile(path)
  }
  reload(): void {
    this.#contents.reload()
  }
  capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    return this.#contents.capturePage(rect)
  }
  /** 'close' can be prevented here alone; when the person at the screen closes a window it is gone already. */
  close(): void {
    if (this.#destroyed) return
    const event = createEvent({})
    this.emit('close', event)
    if (event.defaultPrevented) return
    this.#announced = true
    this.#contents.close()
  }
  destroy(): void {
    this.#announced = true // Electron says no 'close' here
    this.#contents.close()
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  show(): void {
    this.#shown = true
    this.emit('show', createEvent({}))
  }
  showInactive(): void {
    this.show()
  }
  hide(): void {
    this.#shown = false
    this.emit('hide', createEvent({}))
  }
  isVisible(): boolean {
    return this.#shown && this.#state !== 'minimized'
  }
  focus(): void {
    this.#contents.focus()
    this.emit('focus', createEvent({}))
    bus.emit('window-focus', this.facade)
  }
  blur(): void {
    this.emit('blur', createEvent({}))
  }
  isFocused(): boolean {
    return HostBrowserWindow.getFocusedWindow() === this.facade
  }
  moveTop(): void {
    this.#contents.focus()
  }
  minimize(): void {
    this.#setState('minimized', 'minimize')
  }
  maximize(): void {
    this.#setState('maximized', 'maximize')
  }
  unmaximize(): void {
    this.#setState('normal', 'unmaximize')
  }
  restore(): void {
    this.#setState('normal', 'restore')
  }
  setFullScreen(on: boolean): void {
    this.#setState(on ? 'fullscreen' : 'normal', on ? 'enter-full-screen' : 'leave-full-screen')
  }
  isMinimized(): boolean {
    return this.#state === 'minimized'
  }
  isMaximized(): boolean {
    return this.#state === 'maximized'
  }
  isFullScreen(): boolean {
    return this.#state === 'fullscreen'
  }
  isNormal(): boolean {
    return this.#state === 'normal'
  }
  get fullScreen(): boolean {
    return this.isFullScreen()
  }
  set fullScreen(on: boolean) {
    this.setFullScreen(on)
  }
  getBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }
  getNormalBounds(): Electron.Rectangle {
    return this.getBounds()
  }
  getContentBounds(): Electron.Rectangle {
    return this.getBounds()
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.#bounds
    this.#bounds = { ...before, ...bounds }
    this.#contents.setBounds(this.#bounds)
    if (before.x !== this.#bounds.x || before.y !== this.#bounds.y) this.emit('move', createEvent({}))
    if (before.width !== this.#bounds.width || before.height !== this.#bounds.height) {
      this.emit('resize', createEvent({}))
    }
  }
  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height]
  }
  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }
  getContentSize(): number[] {
    return this.getSize()
  }
  setContentSize(width: number, height: number): void {
    this.setSize(width, height)
  }
  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y]
  }
  setPosition(x: number, y: number): void {
    this.setBounds({ x, y })
  }
  getMinimumSize(): number[] {
    return [...this.#minimum]
  }
  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height]
  }
  get title(): string {
    return this.#title
  }
  set title(title: string) {
    this.#title = title
  }
  getTitle(): string {
    return this.#title
  }
  setTitle(title: string): void {
    this.#title = title
  }
  // Chromium's own frame is used as it is: these change nothing a test or a demonstration could see.
  center(): void {}
  flashFrame(): void {}
  removeMenu(): void {}
  setAlwaysOnTop(): void {}
  setAutoHideMenuBar(): void {}
  setBackgroundColor(): void {}
  setContentProtection(): void {}
  setIcon(): void {}
  setMenu(): void {}
  setMenuBarVisibility(): void {}
  setOverlayIcon(): void {}
  setProgressBar(): void {}
  setTitleBarOverlay(): void {}

  #setState(state: WindowState, name: string): void {
    this.#state = state
    this.#contents.setState(state)
    this.emit(name, createEvent({}))
  }
  #onLoaded(): void {
    if (this.#loaded) return
    this.#loaded = true
    this.emit('ready-to-show', createEvent({}))
  }
  #onClosed(): void {
    if (!this.#announced) this.emit('close', createEvent({}))
    this.#destroyed = true
    windows.delete(this.id)
    this.emit('closed', createEvent({}))
    if (windows.size === 0) bus.emit('all-windows-closed')
  }
  #openChild(options: Electron.BrowserWindowConstructorOptions, details: Electron.HandlerDetails): void {
    const child = new HostBrowserWindow(options) // has no window.opener
    this.#contents.emit('did-create-window', child.facade, details)
    child.loadURL(details.url).catch((error: Error) => console.error(`desktop-host: ${error.message}`))
  }
}

export const BrowserWindow = strict<typeof Electron.BrowserWindow>('BrowserWindow', HostBrowserWindow)
