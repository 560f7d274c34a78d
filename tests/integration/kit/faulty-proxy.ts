import { once } from 'node:events'
import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** What goes wrong with a request. */
export type Fault =
  /** The connection breaks before the server has seen anything. */
  | { do: 'cut before' }
  /** The server has answered in full, and nothing of it comes back. */
  | { do: 'cut after' }
  /** The server gets it twice, as from a network that repeats; the second answer comes back. */
  | { do: 'send twice' }
  /** The server gets it now, and once more when the test says `repeat`: after whatever came in between. */
  | { do: 'send again later' }
  /** The server has it at once; its answer takes so long that others overtake it. */
  | { do: 'late'; milliseconds: number }
  /** Somebody else answers in the server's place. */
  | { do: 'answer'; status: number; headers?: OutgoingHttpHeaders; body?: string }
  /** The head and so many bytes of the body come back, then the connection breaks. */
  | { do: 'half'; bytes: number }
  /** The answer comes back a byte at a time. */
  | { do: 'trickle' }
  /** Nothing comes back until this settles. */
  | { do: 'hold'; until: Promise<void> }

/** A request as it came in, and the status that went back, once it did. */
export interface Seen {
  method: string
  path: string
  /** The Idempotency-Key of a write. */
  key: string | null
  status: number | null
}

export interface FaultyProxy {
  url: string
  /** Requests so far, in order. */
  seen: Seen[]
  /** From now on matching requests have this fault, so many times at most. Answers what takes it away again. */
  fault(matches: (request: Seen) => boolean, fault: Fault, times?: number): () => void
  /** Takes all faults away. */
  heal(): void
  /** Sends what was to be sent again later, in the order it first came. */
  repeat(): Promise<void>
  /** Told of each request as it comes in. Answers what ends that. */
  watch(look: (request: Seen) => void): () => void
  /** Hands on to another server from now on, as a balancer does when one has died. */
  turnTo(target: string): void
  /** Nobody listens any more, and open connections break. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

export const isWrite = ({ key }: Seen): boolean => key !== null
export const anything = (): boolean => true

interface Rule {
  matches(request: Seen): boolean
  fault: Fault
  left: number
}

/** Stands between a client and a server on this machine and hands everything on, but for the faults a test asks for. */
export async function startFaultyProxy(first: string): Promise<FaultyProxy> {
  let target = first
  const agent = new Agent({ keepAlive: true })
  const sockets = new Set<Socket>()
  const seen: Seen[] = []
  let rules: Rule[] = []
  const watchers = new Set<(request: Seen) => void>()
  const again: (() => Promise<unknown>)[] = []
  let server: Server | null = null
  let port = 0

  function faultOf(request: Seen): Fault | null {
    const rule = rules.find(({ matches, left }) => left > 0 && matches(request))
    if (!rule) return null
    rule.left -= 1
    return rule.fault
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const entry: Seen = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      key: (incoming.headers['idempotency-key'] as string | undefined) ?? null,
      status: null,
    }
    seen.push(entry)
    for (const look of watchers) look(entry)
    const fault = faultOf(entry)
    const body = await readAll(incoming)
    if (fault?.do === 'cut before') return cut(response)
    if (fault?.do === 'answer') {
      entry.status = fault.status
      response.writeHead(fault.status, fault.headers).end(fault.body ?? '')
      return
    }
    if (fault?.do === 'send twice') await readAll(await forward(incoming, body))
    if (fault?.do === 'send again later') again.push(async () => readAll(await forward(incoming, body)))
    const answer = await forward(incoming, body)
    if (fault?.do === 'late') await setTimeout(fault.milliseconds)
    response.once('close', () => answer.destroy())
    if (fault?.do === 'cut after') {
      await readAll(answer)
      return cut(response)
    }
    if (fault?.do === 'hold') await fault.until
    entry.status = answer.statusCode ?? 502
    response.writeHead(entry.status, answer.headers)
    if (fault?.do === 'half') {
      const whole = await readAll(answer)
      response.write(whole.subarray(0, fault.bytes), () => cut(response))
    } else if (fault?.do === 'trickle') {
      await trickle(await readAll(answer), response)
    } else {
      response.flushHeaders()
      answer.on('error', () => cut(response))
      answer.pipe(response)
    }
  }

  function forward(incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    const { host: _host, connection: _connection, ...headers } = incoming.headers
    const url = new URL(incoming.url ?? '/', target)
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method: incoming.method ?? 'GET', headers, agent })
      outgoing.once('response', resolve)
      outgoing.once('error', reject)
      outgoing.end(body)
    })
  }

  async function up(): Promise<void> {
    if (server) return
    const starting = createServer((incoming, response) => {
      // A server that isn't there, or a client that went away: either way the connection just ends.
      handle(incoming, response).catch(() => cut(response))
    })
    starting.on('connection', (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
    starting.listen(port, '127.0.0.1')
    await once(starting, 'listening')
    port = (starting.address() as AddressInfo).port
    server = starting
  }

  async function down(): Promise<void> {
    const stopping = server
    if (!stopping) return
    server = null
    stopping.close()
    for (const socket of sockets) socket.destroy()
    await once(stopping, 'close')
  }

  await up()
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    fault(matches, fault, times = Number.POSITIVE_INFINITY) {
      const rule: Rule = { matches, fault, left: times }
      rules.push(rule)
      return () => {
        rules = rules.filter((other) => other !== rule)
      }
    },
    heal() {
      rules = []
    },
    watch(look) {
      watchers.add(look)
      return () => watchers.delete(look)
    },
    turnTo(next) {
      target = next
    },
    async repeat() {
      for (const send of again.splice(0)) await send()
    },
    down,
    up,
    async close() {
      await down()
      agent.destroy()
    },
  }
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function cut(response: ServerResponse): void {
  response.socket?.destroy()
}

async function trickle(body: Buffer, response: ServerResponse): Promise<void> {
  for (const byte of body) {
    await new Promise((resolve) => response.write(Buffer.of(byte), resolve))
    await new Promise(setImmediate)
  }
  response.end()
}
