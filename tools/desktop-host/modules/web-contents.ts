import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import type Electron from 'electron'
import { type Bounds, setWindowBounds, setWindowState } from '../browser.ts'
import { bus, createEvent } from '../bus.ts'
import { encodeEvent, receive } from '../ipc.ts'
import type { DocumentRequest } from '../network.ts'
import { origins } from '../origins.ts'
import { type ConsoleLine, Page, type PageEvents } from '../page.ts'
import { type PartOf, strict } from '../strict.ts'
import { createImage } from './native-image.ts'
import { currentColorScheme } from './native-theme.ts'
import { type LoadError, Loading, loadError, windowOpenDetails } from './navigation.ts'
import { printToPdf } from './print.ts'
import { applyPermissions, defaultSession } from './session.ts'

const consoleLevels: readonly ConsoleLine['level'][] = ['debug', 'info', 'warning', 'error']

interface Owner {
  readonly bounds: Bounds
  readonly webPreferences: Electron.WebPreferences
  /** The first document is there. */
  onLoaded(): void
  onClosed(): void
  openChild(options: Electron.BrowserWindowConstructorOptions, details: Electron.HandlerDetails): void
}

export const allContents = new Map<number, HostWebContents>()
let lastId = 0

export class HostWebContents extends EventEmitter implements PartOf<Electron.WebContents> {
  readonly id = ++lastId
  readonly session = defaultSession
  readonly facade: Electron.WebContents
  /** Resolves once the Chromium page is there. */
  readonly opened: Promise<Page>
  readonly #owner: Owner
  #page: Page | undefined
  #title = ''
  #destroyed = false
  #crashed = false
  readonly #loading = new Loading()
  #openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined
  #failedUrl = ''
  #zoomFactor = 1

  constructor(owner: Owner) {
    super()
    this.#owner = owner
    this.facade = strict<Electron.WebContents>('webContents', this)
    allContents.set(this.id, this)
    const { preload, nodeIntegrationInSubFrames: subframes = false } = owner.webPreferences
    this.opened = Page.open(owner.bounds, { preload, subframes }, this.#events())
    this.#withPage((page) => {
      this.#page = page
      this.applyColorScheme()
    })
    queueMicrotask(() => bus.emit('contents', this.facade))
  }

  get mainFrame(): Electron.WebFrameMain {
    if (!this.#page) throw new Error('desktop-host: webContents.mainFrame before its window has opened')
    return this.#page.frames.main
  }
  get targetId(): string | undefined {
    return this.#page?.targetId
  }
  get zoomFactor(): number {
    return this.#zoomFactor
  }
  set zoomFactor(factor: number) {
    this.#zoomFactor = factor
    this.#applyZoom()
  }

  /** Rejects as Electron does, with `code` and `url`, when nothing could be loaded. */
  async loadURL(url: string): Promise<void> {
    const page = await this.opened
    const internal = new URL(origins.toInternal(url)).href // spelled as Chromium will
    await applyPermissions(this.facade, internal)
    this.emit('did-start-loading')
    this.#failedUrl = ''
    const loaded = this.#loading.begin(internal)
    const { errorText, loaderId } = await page.session.send('Page.navigate', { url: internal })
    if (errorText) throw this.#failed(errorText.replace('net::', ''), url)
    if (loaderId === undefined) {
      // Another place in the same document; it may have been announced already.
      this.#loading.expectMove()
      if (this.getURL() === origins.toExternal(internal)) this.#loading.moved()
    }
    return loaded
  }
  loadFile(path: string): Promise<void> {
    return this.loadURL(pathToFileURL(path).href)
  }
  reload(): void {
    this.#withPage((page) => page.session.post('Page.reload'))
  }
  reloadIgnoringCache(): void {
    this.#withPage((page) => page.session.post('Page.reload', { ignoreCache: true }))
  }
  stop(): void {
    this.#withPage((page) => page.session.post('Page.stopLoading'))
  }
  getURL(): string {
    return this.#page?.frames.mainUrl ?? ''
  }
  getTitle(): string {
    return this.#title
  }
  getType(): 'window' {
    return 'window'
  }
  send(channel: string, ...args: unknown[]): void {
    this.#page?.deliver(encodeEvent(channel, args))
  }
  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.#openHandler = handler
  }
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return (await this.opened).evaluate(code, userGesture)
  }
  async insertCSS(css: string): Promise<string> {
    const text = JSON.stringify(css)
    await this.executeJavaScript(
      `{ const sheet = new CSSStyleSheet(); sheet.replaceSync(${text}); document.adoptedStyleSheets.push(sheet) }`,
    )
    return css
  }
  async capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    const page = await this.opened
    const clip = rect ? { clip: { ...rect, scale: 1 } } : {}
    const { data } = await page.session.send('Page.captureScreenshot', { format: 'png', ...clip })
    return createImage(Buffer.from(data, 'base64'))
  }
  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    return printToPdf((await this.opened).session, options)
  }
  forcefullyCrashRenderer(): void {
    this.#withPage((page) => page.session.post('Page.crash'))
  }
  isCrashed(): boolean {
    return this.#crashed
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  isLoading(): boolean {
    return this.#loading.active
  }
  isLoadingMainFrame(): boolean {
    return this.isLoading()
  }
  isFocused(): boolean {
    return [...allContents.values()].at(-1) === this
  }
  focus(): void {
    this.#page?.session.post('Page.bringToFront')
  }
  close(options?: Electron.CloseOpts): void {
    this.#withPage((page) => page.close(options?.waitForBeforeUnload === true))
  }
  /** Chromium keeps the history here; nothing in the window leads back through it. */
  get navigationHistory(): Electron.NavigationHistory {
    return strict<Electron.NavigationHistory>('webContents.navigationHistory', { clear: () => {} })
  }
  getZoomFactor(): number {
    return this.#zoomFactor
  }
  setZoomFactor(factor: number): void {
    this.zoomFactor = factor
  }
  getZoomLevel(): number {
    return Math.log(this.#zoomFactor) / Math.log(1.2)
  }
  setZoomLevel(level: number): void {
    this.zoomFactor = 1.2 ** level
  }
  async setVisualZoomLevelLimits(): Promise<void> {}
  getUserAgent(): string {
    return `Chrome/${process.versions.chrome ?? ''} Electron/${process.versions.electron ?? ''}`
  }
  setUserAgent(userAgent: string): void {
    this.#withPage((page) => page.session.post('Emulation.setUserAgentOverride', { userAgent }))
  }
  setBackgroundThrottling(): void {}
  setIgnoreMenuShortcuts(): void {}
  setWebRTCIPHandlingPolicy(): void {}
  openDevTools(): void {}
  closeDevTools(): void {}
  toggleDevTools(): void {}
  isDevToolsOpened(): boolean {
    return false
  }

  // For the window this page is in.
  setBounds(bounds: Bounds): void {
    this.#withPage((page) => setWindowBounds(page.targetId, bounds))
  }
  setState(state: 'normal' | 'minimized' | 'maximized' | 'fullscreen'): void {
    this.#withPage((page) => setWindowState(page.targetId, state))
  }
  applyColorScheme(): void {
    const value = currentColorScheme()
    const features = value ? [{ name: 'prefers-color-scheme', value }] : []
    this.#withPage((page) => page.session.send('Emulation.setEmulatedMedia', { features }))
  }
  #applyZoom(): void {
    const code = `document.documentElement.style.zoom = ${this.#zoomFactor}`
    this.#withPage((page) => page.evaluate(code, false))
  }
  /** For requests that have no answer: a window that closes meanwhile is no mistake. */
  #withPage(use: (page: Page) => unknown): void {
    this.opened.then(use).catch((error: Error) => {
      if (!this.#destroyed && !/is closed$/.test(error.message))
        console.error(`desktop-host: ${error.message}`)
    })
  }

  #events(): PageEvents {
    return {
      navigated: (failedUrl) => this.#onNavigated(failedUrl),
      movedWithinDocument: (isMainFrame) => {
        this.emit('did-navigate-in-page', createEvent({}), this.getURL(), isMainFrame, 1, 1)
        if (isMainFrame) this.#loading.moved()
      },
      domReady: () => {
        if (this.#zoomFactor !== 1) this.#applyZoom()
        this.emit('dom-ready', createEvent({}))
      },
      loaded: () => void this.#onLoaded(),
      consoleLine: (line) => this.#onConsole(line),
      rendererGone: () => this.#onRendererGone(),
      closed: () => this.#onClosed(),
      windowOpen: (request) => this.#onWindowOpen(request),
      mayLoad: (request) => this.#mayLoad(request),
      message: (text, frameId, context) => {
        const page = this.#page
        if (!page) return
        const reply = (answer: string): void => page.deliver(answer, context)
        void receive(text, { contents: this.facade, frame: page.frames.view(frameId), reply })
      },
    }
  }
  #onNavigated(failedUrl: string | undefined): void {
    this.#crashed = false
    if (failedUrl !== undefined) {
      // The error page of a load that loadURL reports, or has reported, is no second failure.
      const url = origins.toExternal(failedUrl)
      if (!this.#loading.active && url !== this.#failedUrl) this.#failed('ERR_FAILED', url)
      return
    }
    this.emit('did-navigate', createEvent({}), this.getURL(), 200, 'OK')
  }
  async #onLoaded(): Promise<void> {
    this.#loading.done()
    this.emit('did-finish-load', createEvent({}))
    this.emit('did-stop-loading', createEvent({}))
    this.#owner.onLoaded()
    const title = await this.executeJavaScript('document.title').catch(() => this.#title)
    if (typeof title !== 'string' || title === this.#title) return
    this.#title = title
    this.emit('page-title-updated', createEvent({}), title, true)
  }
  #onConsole({ level, text, line, source }: ConsoleLine): void {
    const params = {
      message: text,
      level,
      lineNumber: line,
      sourceId: source,
      frame: this.#page?.frames.main,
    }
    this.emit('console-message', createEvent(params), consoleLevels.indexOf(level), text, line, source)
  }
  #onRendererGone(): void {
    this.#crashed = true
    this.#loading.fail(loadError('ERR_ABORTED', this.getURL()))
    const details = { reason: 'crashed', exitCode: 1 } as const
    this.emit('render-process-gone', createEvent({}), details)
    bus.emit('renderer-gone', this.facade, details)
  }
  #onClosed(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    allContents.delete(this.id)
    this.#loading.fail(loadError('ERR_ABORTED', this.getURL()))
    this.emit('destroyed')
    this.#owner.onClosed()
  }
  #failed(name: string, url: string): LoadError {
    const error = loadError(name, url)
    this.#loading.fail(error)
    this.#failedUrl = url
    if (name !== 'ERR_ABORTED') {
      this.emit('did-fail-load', createEvent({}), error.errno, name, url, true, 1, 1)
    }
    return error
  }
  /** What the page itself starts is announced and can be prevented; a reload of what is shown is not announced. */
  #mayLoad({ url, internalUrl, isMainFrame, isRedirect, frameId }: DocumentRequest): boolean {
    const frame = this.#page?.frames.view(frameId) ?? null
    const event = createEvent({ url, isMainFrame, isSameDocument: false, frame })
    if (isRedirect) {
      this.emit('will-redirect', event, url, false, isMainFrame, 1, frame?.routingId ?? 0)
      return !event.defaultPrevented
    }
    if (isMainFrame && (this.#loading.wasAskedFor(internalUrl) || url === this.getURL())) return true
    this.emit('will-frame-navigate', event)
    if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event, url, false, true, 1, 1)
    return !event.defaultPrevented
  }
  #onWindowOpen(request: Parameters<PageEvents['windowOpen']>[0]): void {
    const details = windowOpenDetails(request, this.getURL())
    const answer: Electron.WindowOpenHandlerResponse = this.#openHandler?.(details) ?? { action: 'allow' }
    if (answer.action === 'allow') this.#owner.openChild(answer.overrideBrowserWindowOptions ?? {}, details)
  }
}

bus.on('theme-changed', () => {
  for (const contents of allContents.values()) contents.applyColorScheme()
})
