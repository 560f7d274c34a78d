// One Chromium page with the preload in its isolated world: everything webContents needs from the DevTools protocol.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { autoAttach, type Bounds, browserSession, childSession, openWindow } from './browser.ts'
import type { Protocol, Session } from './cdp.ts'
import { Frames } from './frames.ts'
import { answerPaused, type DocumentRequest } from './network.ts'
import { origins } from './origins.ts'
import { bridgeSource, preloadSource, type WorldSettings } from './worlds.ts'

const worldName = 'Electron Isolated Context'
const everything = { patterns: [{ urlPattern: '*' }] }

export interface ConsoleLine {
  readonly level: 'info' | 'warning' | 'error' | 'debug'
  readonly text: string
  readonly line: number
  readonly source: string
}
/** What a page tells its owner. */
export interface PageEvents {
  navigated(failedUrl: string | undefined): void
  movedWithinDocument(isMainFrame: boolean): void
  domReady(): void
  loaded(): void
  consoleLine(line: ConsoleLine): void
  rendererGone(): void
  closed(): void
  /** Text from the preload; `context` is where an answer goes. */
  message(text: string, frameId: string, context: number): void
  windowOpen(request: Protocol.Events['Page.windowOpen']): void
  /** Whether a document may load. */
  mayLoad(request: DocumentRequest): boolean
}
export interface PageOptions {
  readonly preload: string | undefined
  readonly subframes: boolean
}

export class Page {
  readonly targetId: string
  readonly frames: Frames
  readonly #session: Session
  readonly #events: PageEvents
  readonly #options: PageOptions
  /** Preload worlds by execution context, and the one of the document now shown. */
  readonly #worlds = new Map<number, string>()
  #mainWorld = 0
  #closed = false
  readonly #settings: WorldSettings

  static async open(bounds: Bounds, options: PageOptions, events: PageEvents): Promise<Page> {
    const { targetId, session } = await openWindow(bounds)
    const page = new Page(targetId, session, options, events)
    await page.#enable()
    return page
  }
  private constructor(targetId: string, session: Session, options: PageOptions, events: PageEvents) {
    this.targetId = targetId
    this.frames = new Frames(targetId)
    this.#session = session
    this.#events = events
    this.#options = options
    this.#settings = {
      nonce: randomBytes(16).toString('hex'),
      binding: '__desktopHostSend',
      receive: '__desktopHostReceive',
      subframes: options.subframes,
      process: {
        type: 'renderer',
        platform: process.platform,
        arch: process.arch,
        versions: { ...process.versions },
        env: {},
        sandboxed: true,
        contextIsolated: true,
        isMainFrame: true,
      },
    }
    this.#listen()
  }

  get session(): Session {
    return this.#session
  }
  /** Sends text to the preload of the main document, or to the world that asked. Dropped when that is gone. */
  deliver(text: string, context = this.#mainWorld): void {
    if (!context || this.#closed) return
    this.#session.post('Runtime.callFunctionOn', {
      executionContextId: context,
      functionDeclaration: `(text) => ${this.#settings.receive}(text)`,
      arguments: [{ value: text }],
      silent: true,
    })
  }
  async evaluate(expression: string, userGesture: boolean): Promise<unknown> {
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression,
      userGesture,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  close(askThePage: boolean): void {
    if (askThePage) this.#session.post('Page.close')
    else browserSession().post('Target.closeTarget', { targetId: this.targetId })
  }

  async #enable(): Promise<void> {
    const session = this.#session
    const ready = [
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Log.enable'),
      session.send('Inspector.enable'),
      session.send('Target.setAutoAttach', autoAttach),
      session.send('Fetch.enable', everything),
    ]
    if (this.#options.preload !== undefined) ready.push(...this.#addPreload(this.#options.preload))
    await Promise.all(ready)
  }
  #addPreload(file: string): Promise<Record<string, never>>[] {
    const settings = this.#settings
    const source = `${preloadSource(settings, readFileSync(file, 'utf8'))}\n//# sourceURL=${pathToFileURL(file)}`
    const adding = [
      this.#session.send('Runtime.addBinding', { name: settings.binding, executionContextName: worldName }),
      this.#session.send('Page.addScriptToEvaluateOnNewDocument', { source: bridgeSource(settings) }),
      this.#session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName }),
    ]
    return adding as Promise<Record<string, never>>[]
  }

  #listen(): void {
    const session = this.#session
    const events = this.#events
    session.on('detached', () => {
      this.#closed = true
      events.closed()
    })
    session.on('Inspector.targetCrashed', () => events.rendererGone())
    session.on('Fetch.requestPaused', (paused) => this.#answer(session, paused))
    session.on('Target.attachedToTarget', (child) => this.#onChild(child))
    session.on('Page.windowOpen', (request) => events.windowOpen(request))
    this.#listenToWorlds()
    this.#listenToDocuments()
    this.#listenToConsole()
  }
  #listenToWorlds(): void {
    const session = this.#session
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const frameId = (context.auxData as { frameId?: string } | undefined)?.frameId
      if (context.name !== worldName || frameId === undefined) return
      this.#worlds.set(context.id, frameId)
      if (this.frames.isMain(frameId)) this.#mainWorld = context.id
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#worlds.delete(executionContextId)
      if (executionContextId === this.#mainWorld) this.#mainWorld = 0
    })
    session.on('Runtime.executionContextsCleared', () => {
      this.#worlds.clear()
      this.#mainWorld = 0
    })
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      const frameId = this.#worlds.get(executionContextId)
      if (name !== this.#settings.binding || frameId === undefined) return
      this.#events.message(payload, frameId, executionContextId)
    })
  }
  #listenToDocuments(): void {
    const session = this.#session
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) =>
      this.frames.attached(frameId, parentFrameId),
    )
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') this.frames.detached(frameId)
    })
    session.on('Page.frameNavigated', ({ frame }) => {
      this.frames.navigated(frame)
      if (this.frames.isMain(frame.id) && this.frames.mainUrl) this.#events.navigated(frame.unreachableUrl)
    })
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      this.frames.movedWithinDocument(frameId, url)
      if (this.frames.mainUrl) this.#events.movedWithinDocument(this.frames.isMain(frameId))
    })
    session.on('Page.domContentEventFired', () => {
      if (this.frames.mainUrl) this.#events.domReady()
    })
    session.on('Page.loadEventFired', () => {
      if (this.frames.mainUrl) this.#events.loaded()
    })
  }
  #listenToConsole(): void {
    const session = this.#session
    const report = this.#events.consoleLine
    const levels: Record<string, ConsoleLine['level']> = {
      error: 'error',
      assert: 'error',
      warning: 'warning',
      debug: 'debug',
      verbose: 'debug',
    }
    const level = (name: string): ConsoleLine['level'] => levels[name] ?? 'info'
    session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
      const text = args
        .map((arg) => String(arg.value ?? arg.unserializableValue ?? arg.description ?? ''))
        .join(' ')
      const top = stackTrace?.callFrames[0]
      report({ level: level(type), text, line: (top?.lineNumber ?? 0) + 1, source: source(top?.url) })
    })
    session.on('Runtime.exceptionThrown', ({ exceptionDetails: thrown }) => {
      const text = `${thrown.text} ${thrown.exception?.description ?? ''}`.trim()
      report({ level: 'error', text, line: thrown.lineNumber + 1, source: source(thrown.url) })
    })
    session.on('Log.entryAdded', ({ entry }) => {
      report({
        level: level(entry.level),
        text: entry.text,
        line: entry.lineNumber ?? 0,
        source: source(entry.url),
      })
    })
  }

  /** A frame in a process of its own, or a worker: its requests are answered by the same rules. */
  #onChild({ sessionId, targetInfo }: Protocol.Events['Target.attachedToTarget']): void {
    const child = childSession(sessionId)
    child.on('Fetch.requestPaused', (paused) => this.#answer(child, paused))
    child.on('Target.attachedToTarget', (grandchild) => this.#onChild(grandchild))
    child.post('Fetch.enable', everything)
    if (targetInfo.type === 'iframe') child.post('Target.setAutoAttach', autoAttach)
    child.post('Runtime.runIfWaitingForDebugger')
  }
  #answer(session: Session, paused: Protocol.Events['Fetch.requestPaused']): void {
    const mayLoad = (request: DocumentRequest): boolean => this.#events.mayLoad(request)
    answerPaused(session, paused, this.frames.isMain(paused.frameId), mayLoad).catch((error: Error) => {
      // A page that goes away takes its paused requests along.
      if (this.#closed || /is closed|InterceptionId|session/i.test(error.message)) return
      console.error(`desktop-host: ${error.message}`)
    })
  }
}

const source = (url: string | undefined): string => origins.toExternal(url ?? '')
