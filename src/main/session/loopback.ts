import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type PageKind, page, pageHeaders } from './loopback-page.ts'

/** The browser is kept waiting for this answer until it is known whether the sign-in worked. */
export interface Arrival {
  /** The address as it came back, with the code or the error. */
  url: URL
  answer(kind: PageKind): void
}

export interface Loopback {
  /** `http://127.0.0.1:<port>/callback`, RFC 8252, 7.3: any free port, the address and not a name. */
  redirectUri: string
  /** Resolves with the first request that carries the expected state. Never when closed before. */
  arrival: Promise<Arrival>
  close(): void
}

/**
 * Listens on this machine for the browser to come back. Requests with another state, path or method are told so and
 * change nothing: any web page can make the browser send those.
 */
export async function listenForReturn(state: string): Promise<Loopback> {
  const arrival = Promise.withResolvers<Arrival>()
  let arrived = false
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', redirectUri)
    const isOurs =
      request.method === 'GET' && url.pathname === '/callback' && url.searchParams.get('state') === state
    if (!isOurs || arrived) return send(response, url.pathname === '/callback' ? 400 : 404, 'unknown')
    arrived = true
    arrival.resolve({ url, answer: (kind) => send(response, 200, kind) })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`
  return {
    redirectUri,
    arrival: arrival.promise,
    close: () => {
      server.close()
      server.closeIdleConnections()
    },
  }
}

function send(response: ServerResponse, status: number, kind: PageKind): void {
  response.writeHead(status, pageHeaders).end(page(kind))
}
