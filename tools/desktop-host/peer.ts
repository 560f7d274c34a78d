// The contextBridge's two ends. `createPeer` runs inside the page, in both of its JavaScript worlds; it reaches
// Chromium as source text, so it must not refer to anything outside itself.

export interface Peer {
  expose(key: string, value: unknown): void
  onExpose(listener: (key: string, value: unknown) => void): void
}

/**
 * One end of the contextBridge. Two worlds share a detached DOM node and nothing else; event details are
 * structured-cloned between worlds by Chromium, functions and promises travel as numbers.
 */
export function createPeer(node: EventTarget, outgoing: string, incoming: string, mark: string): Peer {
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
  /** Messages the other world could not take yet, oldest first. */
  const undelivered: Message[] = []

  /** Whether the other world has taken it. A page on hold, as while a window it opened is being closed, takes none. */
  const deliver = (detail: Message): boolean =>
    !Reflect.apply(dispatch, node, [new CustomEvent(outgoing, { detail, cancelable: true })])
  const flush = (): void => {
    while (undelivered[0] && deliver(undelivered[0])) undelivered.shift()
  }
  const flushLater = (): void => {
    setTimeout(() => {
      flush()
      if (undelivered.length > 0) flushLater()
    })
  }
  /** Answers whether it was delivered at once; if not it will be, in order, when the page goes on. */
  const post = (message: Message): boolean => {
    flush()
    if (undelivered.length === 0 && deliver(message)) return true
    if (undelivered.push(message) === 1) flushLater()
    return false
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
    const message: Message = { type: 'call', id, args: pack(args) }
    if (!post(message)) return undefined
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
    event.preventDefault() // tells the other world that this one has it
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
    expose: (key, value) => {
      post({ type: 'expose', key, value: pack(value) })
    },
    onExpose: (listener) => {
      exposed = listener
    },
  }
}
