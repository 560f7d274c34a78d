// A Chrome DevTools Protocol client over --remote-debugging-pipe, typed by the protocol's published description.
import type { Readable, Writable } from 'node:stream'
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }
export type Method = keyof Protocol.CommandParameters
export type EventName = keyof Protocol.Events
type Listener = (params: never) => void

interface Pending {
  readonly method: Method
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}
interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: EventName
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** One attached target, or the browser itself. */
export class Session {
  readonly #connection: Connection
  readonly #id: string | undefined
  readonly #listeners = new Map<EventName | 'detached', Listener[]>()

  constructor(connection: Connection, id: string | undefined) {
    this.#connection = connection
    this.#id = id
  }
  send<M extends Method>(
    method: M,
    params?: Protocol.CommandParameters[M],
  ): Promise<Protocol.CommandReturnValues[M]> {
    return this.#connection.request(method, params ?? {}, this.#id)
  }
  /** Fire and forget, for commands whose target may be gone by the time they arrive. */
  post<M extends Method>(method: M, params?: Protocol.CommandParameters[M]): void {
    this.send(method, params).catch(() => {})
  }
  on<E extends EventName>(name: E, listener: (params: Protocol.Events[E]) => void): void
  on(name: 'detached', listener: () => void): void
  on(name: EventName | 'detached', listener: Listener): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener])
  }
  /** Called by the connection with each event of this target. */
  dispatch(name: EventName | 'detached', params: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(params as never)
  }
}

export class Connection {
  readonly browser: Session
  readonly #output: Writable
  readonly #pending = new Map<number, Pending>()
  readonly #sessions = new Map<string, Session>()
  #nextId = 1
  #closed = false

  constructor(output: Writable, input: Readable) {
    this.browser = new Session(this, undefined)
    this.#output = output
    let parts: Buffer[] = []
    input.on('data', (data: Buffer) => {
      let rest = data
      for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
        parts.push(rest.subarray(0, end))
        this.#receive(JSON.parse(Buffer.concat(parts).toString('utf8')) as Message)
        parts = []
        rest = rest.subarray(end + 1)
      }
      if (rest.length > 0) parts.push(rest)
    })
    const close = (): void => this.#close()
    input.on('close', close).on('error', close)
    output.on('error', close)
  }

  request<M extends Method>(
    method: M,
    params: object,
    sessionId: string | undefined,
  ): Promise<Protocol.CommandReturnValues[M]> {
    if (this.#closed) return Promise.reject(new Error(`${method}: the browser is closed`))
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject })
      this.#output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }
  session(id: string): Session {
    const known = this.#sessions.get(id)
    if (known) return known
    const session = new Session(this, id)
    this.#sessions.set(id, session)
    return session
  }

  #receive(message: Message): void {
    if (message.id !== undefined) this.#settle(message.id, message)
    else if (message.method) this.#announce(message.method, message)
  }
  #announce(method: EventName, message: Message): void {
    if (method === 'Target.detachedFromTarget') {
      const { sessionId } = message.params as Protocol.Events['Target.detachedFromTarget']
      this.#sessions.get(sessionId)?.dispatch('detached', undefined)
      this.#sessions.delete(sessionId)
    }
    const target = message.sessionId ? this.session(message.sessionId) : this.browser
    target.dispatch(method, message.params)
  }
  #settle(id: number, message: Message): void {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (!pending) return
    if (message.error) pending.reject(new Error(`${pending.method}: ${message.error.message}`))
    else pending.resolve(message.result as never)
  }
  #close(): void {
    this.#closed = true
    for (const { method, reject } of this.#pending.values())
      reject(new Error(`${method}: the browser is closed`))
    this.#pending.clear()
  }
}
