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
import { applyPermissions, defaultSession } from './session.ts'

/** net:: errors the host tells apart; anything else counts as ERR_FAILED. */
const errorCodes: Readonly<Record<string, number>> = {
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_PROXY_CONNECTION_FAILED: -130,
}
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
  #loading: PromiseWithResolvers<void> | undefined
  /** Addresses the host itself asked Chromium to load: no will-navigate for them. */
  readonly #ownLoads = new Set<string>()
  #openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined
  #zoomFactor = 1

  constructor(owner: Owner) {
    super()
    this.#owner = owner
    this.facade = strict<Electron.WebContents>('webContents', this)
    allContents.set(this.id, this)
    const { preload, nodeIntegrationInSubFrames: subframes = false } = owner.webPreferences
    this.opened = Page.open(owner.bounds, { preload, subframes }, this.#events())
    this.opened.then(
      (page) => {
        this.#page = page
        void this.applyColorScheme()
      },
      (error: unknown) => console.error(error),
    )
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
    void this.opened.then((page) =>
      page.session.post('Emulation.setPageScaleFactor', { pageScaleFactor: factor }),
    )
  }

  /** Rejects as Electron does, with `code` and `url`, when nothing could be loaded. */
  async loadURL(url: string): Promise<void> {
    const page = await this.opened
    const internal = new URL(origins.toInternal(url)).href // spelled as Chromium will
    await applyPermissions(this.facade, internal)
    this.#ownLoads.add(internal)
    this.emit('did-start-loading')
    this.#loading = Promise.withResolvers<void>()
    this.#loading.promise.catch(() => {})
    const { errorText } = await page.session.send('Page.navigate', { url: internal })
    if (errorText) throw this.#failed(errorText.replace('net::', ''), url)
    return this.#loading.promise
  }
  loadFile(path: string): Promise<void> {
    return this.loadURL(pathToFileURL(path).href)
  }
  reload(): void {
    void this.opened.then((page) => page.session.post('Page.reload'))
  }
  reloadIgnoringCache(): void {
    void this.opened.then((page) => page.session.post('Page.reload', { ignoreCache: true }))
  }
  stop(): void {
    void this.opened.then((page) => page.session.post('Page.stopLoading'))
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
  forcefullyCrashRenderer(): void {
    void this.opened.then((page) => page.session.post('Page.crash'))
  }
  isCrashed(): boolean {
    return this.#crashed
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
  isLoading(): boolean {
    return this.#loading !== undefined
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
    void this.opened.then((page) => page.close(options?.waitForBeforeUnload === true))
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
    void this.opened.then((page) => page.session.post('Emulation.setUserAgentOverride', { userAgent }))
  }
  getOSProcessId(): number {
    return 0
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
  async setBounds(bounds: Bounds): Promise<void> {
    await setWindowBounds((await this.opened).targetId, bounds)
  }
  async setState(state: 'normal' | 'minimized' | 'maximized' | 'fullscreen'): Promise<void> {
    await setWindowState((await this.opened).targetId, state)
  }
  async applyColorScheme(): Promise<void> {
    const value = currentColorScheme()
    const { session } = await this.opened
    const features = value ? [{ name: 'prefers-color-scheme', value }] : []
    session.post('Emulation.setEmulatedMedia', { features })
  }

  #events(): PageEvents {
    return {
      navigated: (failedUrl) => this.#onNavigated(failedUrl),
      movedWithinDocument: (isMainFrame) =>
        this.emit('did-navigate-in-page', createEvent({}), this.getURL(), isMainFrame, 1, 1),
      domReady: () => this.emit('dom-ready', createEvent({})),
      loaded: () => void this.#onLoaded(),
      titled: (title) => {
        this.#title = title
      },
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
      if (!this.#loading) this.#failed('ERR_FAILED', origins.toExternal(failedUrl))
      return
    }
    this.emit('did-navigate', createEvent({}), this.getURL(), 200, 'OK')
  }
  async #onLoaded(): Promise<void> {
    this.#loading?.resolve()
    this.#loading = undefined
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
    this.#loading?.reject(new Error('ERR_ABORTED (-3)'))
    this.#loading = undefined
    const details = { reason: 'crashed', exitCode: 1 } as const
    this.emit('render-process-gone', createEvent({}), details)
    bus.emit('renderer-gone', this.facade, details)
  }
  #onClosed(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    allContents.delete(this.id)
    this.#loading?.reject(new Error('ERR_ABORTED (-3)'))
    this.emit('destroyed')
    this.#owner.onClosed()
  }
  #failed(name: string, url: string): Error {
    const code = errorCodes[name] ?? -2
    this.#loading = undefined
    if (name !== 'ERR_ABORTED') {
      this.emit('did-fail-load', createEvent({}), code, name, url, true, 1, 1)
    }
    return Object.assign(new Error(`${name} (${code}) loading '${url}'`), { code: name, errno: code, url })
  }
  /** What the page itself starts is announced and can be prevented; a reload of what is shown is not announced. */
  #mayLoad({ url, internalUrl, isMainFrame, isRedirect, frameId }: DocumentRequest): boolean {
    const frame = this.#page?.frames.view(frameId) ?? null
    const event = createEvent({ url, isMainFrame, isSameDocument: false, frame })
    if (isRedirect) {
      this.emit('will-redirect', event, url, false, isMainFrame, 1, frame?.routingId ?? 0)
      return !event.defaultPrevented
    }
    if (isMainFrame && (this.#ownLoads.delete(internalUrl) || url === this.getURL())) return true
    this.emit('will-frame-navigate', event)
    if (isMainFrame && !event.defaultPrevented) this.emit('will-navigate', event, url, false, true, 1, 1)
    return !event.defaultPrevented
  }
  #onWindowOpen(request: Parameters<PageEvents['windowOpen']>[0]): void {
    const details: Electron.HandlerDetails = {
      url: origins.toExternal(request.url),
      frameName: request.windowName === '_blank' ? '' : request.windowName,
      features: request.windowFeatures.join(','),
      disposition: request.userGesture ? 'foreground-tab' : 'new-window',
      referrer: { url: this.getURL(), policy: 'strict-origin-when-cross-origin' },
    }
    const answer: Electron.WindowOpenHandlerResponse = this.#openHandler?.(details) ?? { action: 'allow' }
    if (answer.action === 'allow') this.#owner.openChild(answer.overrideBrowserWindowOptions ?? {}, details)
  }
}

/** The module `webContents`: Electron has these as statics of a class that apps cannot construct. */
class WebContentsModule {
  getAllWebContents(): Electron.WebContents[] {
    return [...allContents.values()].map((contents) => contents.facade)
  }
  fromId(id: number): Electron.WebContents | undefined {
    return allContents.get(id)?.facade
  }
  fromFrame(frame: Electron.WebFrameMain): Electron.WebContents | undefined {
    return this.#find((contents) => contents.targetId === frame.top?.frameToken)
  }
  fromDevToolsTargetId(targetId: string): Electron.WebContents | undefined {
    return this.#find((contents) => contents.targetId === targetId)
  }
  getFocusedWebContents(): Electron.WebContents | null {
    return [...allContents.values()].at(-1)?.facade ?? null
  }
  #find(matches: (contents: HostWebContents) => boolean): Electron.WebContents | undefined {
    return [...allContents.values()].find(matches)?.facade
  }
}
const module: Partial<typeof Electron.webContents> & WebContentsModule = new WebContentsModule()
export const webContents = strict<typeof Electron.webContents>('webContents', module)

bus.on('theme-changed', () => {
  for (const contents of allContents.values()) void contents.applyColorScheme()
})
