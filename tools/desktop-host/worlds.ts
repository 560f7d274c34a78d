// Code that runs inside the page: `bridge` in the page's own JavaScript world, `preloadRuntime` in the preload's
// isolated one. It reaches Chromium as source text, so each function must be self-contained.
import { createCodec } from './codec.ts'
import { createPeer } from './peer.ts'

type CreatePeer = typeof createPeer

export interface WorldSettings {
  /** Unguessable name of the events the two worlds speak through. */
  readonly nonce: string
  /** Function Chromium adds to the preload's world: text to the host. */
  readonly binding: string
  /** Function the preload's world offers the host: text from it. */
  readonly receive: string
  /** `process` as a sandboxed preload sees it. */
  readonly process: object
  /** webPreferences.nodeIntegrationInSubFrames: the preload runs in frames inside the page, too. */
  readonly subframes: boolean
}

/** The page's world, before any script of the page: takes the preload's node and defines what it exposes. */
function bridge(settings: WorldSettings, connect: CreatePeer): void {
  if (window.top !== window && !settings.subframes) return
  const deepFreeze = (value: unknown): unknown => {
    if (value && (typeof value === 'object' || typeof value === 'function') && !Object.isFrozen(value)) {
      Object.freeze(value)
      Object.values(value).forEach(deepFreeze)
    }
    return value
  }
  const introduced = (event: Event): void => {
    event.stopImmediatePropagation()
    const node = (event as MouseEvent).relatedTarget
    if (!node) return
    const { nonce } = settings
    connect(node, `${nonce}>`, `${nonce}<`, nonce).onExpose((key, value) => {
      Object.defineProperty(window, key, { value: deepFreeze(value), enumerable: true })
    })
  }
  document.addEventListener(settings.nonce, introduced, { once: true, capture: true })
}

/** The preload's world: `require('electron')` and the few Node names a sandboxed preload has, then the preload. */
function preloadRuntime(
  settings: WorldSettings,
  connect: CreatePeer,
  codecOf: typeof createCodec,
  preload: (...names: unknown[]) => void,
): void {
  if (window.top !== window && !settings.subframes) return
  if (!/^https?:$/.test(location.protocol)) return
  type Listener = (...args: unknown[]) => void
  const world = globalThis as unknown as Record<string, (text: string) => void>
  const wire = world[settings.binding]!
  const codec = codecOf(
    (bytes) => (bytes as Uint8Array & { toBase64(): string }).toBase64(),
    (text) => (Uint8Array as unknown as { fromBase64(t: string): Uint8Array<ArrayBuffer> }).fromBase64(text),
  )

  class Emitter {
    #listeners = new Map<string, { listener: Listener; once: boolean }[]>()
    #add(name: string, listener: Listener, once: boolean): this {
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), { listener, once }])
      return this
    }
    on(name: string, listener: Listener): this {
      return this.#add(name, listener, false)
    }
    once(name: string, listener: Listener): this {
      return this.#add(name, listener, true)
    }
    off(name: string, listener: Listener): this {
      const list = this.#listeners.get(name) ?? []
      this.#listeners.set(
        name,
        list.filter((entry) => entry.listener !== listener),
      )
      return this
    }
    addListener(name: string, listener: Listener): this {
      return this.on(name, listener)
    }
    removeListener(name: string, listener: Listener): this {
      return this.off(name, listener)
    }
    removeAllListeners(name?: string): this {
      if (name === undefined) this.#listeners.clear()
      else this.#listeners.delete(name)
      return this
    }
    listenerCount(name: string): number {
      return this.#listeners.get(name)?.length ?? 0
    }
    emit(name: string, ...args: unknown[]): boolean {
      const list = this.#listeners.get(name) ?? []
      for (const { listener, once } of list) {
        if (once) this.off(name, listener)
        Reflect.apply(listener, this, args)
      }
      return list.length > 0
    }
  }

  const calls = new Map<number, PromiseWithResolvers<unknown>>()
  let lastCall = 0
  const unsupported = (name: string) => (): never => {
    throw new Error(`desktop-host: ipcRenderer.${name} is not implemented`)
  }
  const ipcRenderer = Object.assign(new Emitter(), {
    send: (channel: string, ...args: unknown[]) => wire(codec.encode(['send', 0, channel, args])),
    invoke: async (channel: string, ...args: unknown[]) => {
      const deferred = Promise.withResolvers<unknown>()
      const id = ++lastCall
      wire(codec.encode(['invoke', id, channel, args]))
      calls.set(id, deferred)
      return deferred.promise
    },
    sendSync: unsupported('sendSync'),
    postMessage: unsupported('postMessage'),
    sendToHost: unsupported('sendToHost'),
  })
  // The host calls this by name; the page's world does not see it.
  world[settings.receive] = (text) => {
    const [kind, id, first, args] = codec.decode(text) as [string, number, unknown, unknown[]]
    if (kind === 'event') {
      ipcRenderer.emit(first as string, { sender: ipcRenderer, senderId: 0, ports: [] }, ...args)
      return
    }
    const deferred = calls.get(id)
    calls.delete(id)
    if (kind === 'result') deferred?.resolve(first)
    else deferred?.reject(new Error(first as string))
  }

  const node = document.createElement('template')
  document.dispatchEvent(new MouseEvent(settings.nonce, { relatedTarget: node }))
  const peer = connect(node, `${settings.nonce}<`, `${settings.nonce}>`, settings.nonce)
  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (key: string, api: unknown) => peer.expose(key, api) },
    webFrame: { setZoomFactor() {}, getZoomFactor: () => 1, setVisualZoomLevelLimits() {} },
    webUtils: { getPathForFile: () => '' },
    crashReporter: { addExtraParameter() {} },
  }
  const modules: Record<string, unknown> = {
    electron,
    events: Object.assign(Emitter, { EventEmitter: Emitter }),
    timers: { setTimeout, setInterval, clearTimeout, clearInterval },
    url: { URL, URLSearchParams },
  }
  const require = (name: string): unknown => {
    const plain = name.replace(/^node:/, '').replace(/^electron\/.*/, 'electron')
    if (!Object.hasOwn(modules, plain)) throw new Error(`module not found: ${name}`)
    return modules[plain]
  }
  const process = Object.freeze({ ...settings.process, on() {}, once() {} })
  const module = { exports: {} }
  const setImmediate = (callback: Listener, ...args: unknown[]) => setTimeout(callback, 0, ...args)
  preload(require, module, module.exports, process, globalThis, setImmediate)
}

export const bridgeSource = (settings: WorldSettings): string =>
  `(${bridge})(${JSON.stringify({ nonce: settings.nonce, subframes: settings.subframes })}, ${createPeer})`

export const preloadSource = (settings: WorldSettings, preload: string): string =>
  `(${preloadRuntime})(${JSON.stringify(settings)}, ${createPeer}, ${createCodec}, ` +
  `function (require, module, exports, process, global, setImmediate) {\n${preload}\n})`
