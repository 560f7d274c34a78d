// Code that runs inside the page: `bridge` in the page's own JavaScript world, `preloadRuntime` in the preload's
// isolated one, `createPeer` in both. It reaches Chromium as source text, so each function must be self-contained.
import { createCodec } from './codec.ts'

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

interface Peer {
  expose(key: string, value: unknown): void
  onExpose(listener: (key: string, value: unknown) => void): void
}
type CreatePeer = typeof createPeer

/**
 * One end of the contextBridge. Two worlds share a detached DOM node and nothing else; event details are
 * structured-cloned between worlds by Chromium, functions and promises travel as numbers.
 */
function createPeer(node: EventTarget, outgoing: string, incoming: string, mark: string): Peer {
  type Message =
    | { type: 'reply'; ok: boolean; value: unknown }
    | { type: 'settle'; id: number; ok: boolean; value: unknown }
    | { type: 'expose'; key: string; value: unknown }
    | { type: 'call'; id: number; args: unknown }
  type AnyFunction = (...args: unknown[]) => unknown

  const dispatch = EventTarget.prototype.dispatchEvent
  const functions = new Map<number, AnyFunction>()
  const numbers = new WeakMap<AnyFunction, number>()
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let exposed: (key: string, value: unknown) => void = () => {}
  let lastNumber = 0
  let reply: { ok: boolean; value: unknown } = { ok: false, value: undefined }

  const post = (detail: Message): void => {
    Reflect.apply(dispatch, node, [new CustomEvent(outgoing, { detail })])
  }
  const isPlain = (value: object): boolean => {
    const prototype: unknown = Object.getPrototypeOf(value)
    return prototype === null || prototype === Object.prototype
  }

  function checkCloneable(value: object): void {
    try {
      structuredClone(value)
    } catch {
      throw new Error('An object could not be cloned.') // here, for the caller; across worlds it would arrive as null
    }
  }
  function packFunction(value: AnyFunction): object {
    const known = numbers.get(value)
    const id = known ?? ++lastNumber
    numbers.set(value, id)
    functions.set(id, value)
    return { [mark]: 'function', id }
  }
  function packPromise(value: Promise<unknown>): object {
    const id = ++lastNumber
    const settle = (ok: boolean, result: unknown): void => {
      try {
        post({ type: 'settle', id, ok, value: pack(result) })
      } catch (error) {
        post({ type: 'settle', id, ok: false, value: error })
      }
    }
    value.then(
      (result) => settle(true, result),
      (error: unknown) => settle(false, error),
    )
    return { [mark]: 'promise', id }
  }
  function pack(value: unknown, seen = new Map<object, unknown>()): unknown {
    if (typeof value === 'function') return packFunction(value as AnyFunction)
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.')
    if (value === null || typeof value !== 'object') return value
    if (value instanceof Promise) return packPromise(value)
    if (seen.has(value)) return seen.get(value)
    if (!Array.isArray(value) && !isPlain(value)) {
      checkCloneable(value)
      return value
    }
    const packed: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {}
    seen.set(value, packed)
    for (const [key, member] of Object.entries(value)) {
      Object.defineProperty(packed, key, {
        value: pack(member, seen),
        writable: true,
        enumerable: true,
        configurable: true,
      })
    }
    if (Array.isArray(packed)) packed.length = (value as unknown[]).length
    return packed
  }
  function unpack(value: unknown, seen = new Set<object>()): unknown {
    if (value === null || typeof value !== 'object' || seen.has(value)) return value
    const { [mark]: kind, id } = value as { [mark: string]: unknown; id?: unknown }
    if (kind === 'function') return (...args: unknown[]) => call(id as number, args)
    if (kind === 'promise') {
      const deferred = Promise.withResolvers<unknown>()
      waiting.set(id as number, deferred)
      return deferred.promise
    }
    if (!Array.isArray(value) && !isPlain(value)) return value
    seen.add(value)
    const members = value as Record<string, unknown>
    for (const key of Object.keys(members)) {
      if (key !== '__proto__') members[key] = unpack(members[key], seen)
    }
    return value
  }
  function call(id: number, args: unknown[]): unknown {
    post({ type: 'call', id, args: pack(args) })
    const { ok, value } = reply // dispatching is synchronous, so the other world has answered by now
    const result = unpack(value)
    if (!ok) throw result
    return result
  }
  function answer(id: number, args: unknown): Message {
    try {
      const result = functions.get(id)?.(...(unpack(args) as unknown[]))
      return { type: 'reply', ok: true, value: pack(result) }
    } catch (error) {
      return { type: 'reply', ok: false, value: pack(error) }
    }
  }

  node.addEventListener(incoming, (event) => {
    const message = (event as CustomEvent<Message>).detail
    if (message.type === 'reply') reply = message
    else if (message.type === 'expose') exposed(message.key, unpack(message.value))
    else if (message.type === 'call') post(answer(message.id, message.args))
    else {
      const deferred = waiting.get(message.id)
      waiting.delete(message.id)
      const value = unpack(message.value)
      if (message.ok) deferred?.resolve(value)
      else deferred?.reject(value)
    }
  })
  return {
    expose: (key, value) => post({ type: 'expose', key, value: pack(value) }),
    onExpose: (listener) => {
      exposed = listener
    },
  }
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
