import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { demoPerson } from '../../server/src/demo/people.ts'
import { startDemo } from '../../server/src/demo/start.ts'
import { bootstrapFile } from '../fleet/files.ts'
import { worldNow } from '../fleet/ids.ts'
import type { FleetSize } from '../fleet/sizes.ts'
import { bootstrapCursor } from '../fleet/text.ts'
import { createFleet } from '../fleet/world.ts'

export interface FleetServer {
  url: string
  person: { email: string; password: string }
  close(): Promise<void>
}

/**
 * A real Gatehouse server for the sign-in, and in place of its data a generated world: what the app asks of the feed is
 * answered from that world's text, as if the person who signs in were the one it was made for.
 */
export async function startFleetServer(size: FleetSize): Promise<FleetServer> {
  const bootstrap = await bootstrapFile(size)
  const started = await startDemo({ logLevel: 'error' })
  if (!started.ok) throw new Error('the demo server did not start')
  const demo = started.value
  const person = demoPerson('consultant')
  const fleetPrincipal = createFleet(size).principal
  const own = await principalId()

  async function principalId(): Promise<string> {
    const db = demo.server()?.db
    if (!db) throw new Error('the demo server is not running')
    const row = db.selectFrom('app_user').where('email', '=', person.email).select('id')
    return (await row.executeTakeFirstOrThrow()).id
  }

  async function* linesOfWorld() {
    const lines = createInterface({ input: createReadStream(bootstrap, 'utf8') })
    for await (const line of lines) yield `${line.replaceAll(fleetPrincipal.userId, own)}\n`
  }

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const json = (response: ServerResponse, body: unknown) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url())
    if (pathname === '/.well-known/gatehouse') {
      const found = await (await fetch(`${demo.url}${pathname}`)).json()
      json(response, { ...(found as object), api: url() })
    } else if (pathname === '/v1/sync/bootstrap') {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      await pipeline(Readable.from(linesOfWorld()), response)
    } else if (pathname === '/v1/sync/changes') {
      const cursor = searchParams.get('cursor') ?? bootstrapCursor
      json(response, { changes: [], cursor, coversBelow: '1000', more: false, at: worldNow.toISOString() })
    } else if (pathname === '/v1/sync/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n')
    } else if (pathname === '/v1/me/invitations') json(response, { items: [] })
    else {
      // Who it is that has signed in.
      const { authorization = '' } = request.headers
      const real = await fetch(`${demo.url}${request.url}`, { headers: { authorization } })
      response.writeHead(real.status, { 'content-type': 'application/json' }).end(await real.text())
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: url(),
    person: { email: person.email, password: demo.password },
    async close() {
      server.closeAllConnections()
      server.close()
      await demo.close()
    },
  }
}
