import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type Electron from 'electron'
import { schemeHandlers, schemeOf } from '../network.ts'
import { origins } from '../origins.ts'
import { type PartOf, strict } from '../strict.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

async function fetchFile(url: string): Promise<Response> {
  const path = fileURLToPath(url)
  const body = await readFile(path).catch(() => {
    throw new Error('net::ERR_FILE_NOT_FOUND')
  })
  return new Response(body, {
    headers: { 'content-type': contentTypes[extname(path)] ?? 'application/octet-stream' },
  })
}

/** Files and the app's own schemes as in Electron; the rest is Node's fetch, without Chromium's proxy and certificates. */
export const fetchAsElectron: Electron.Net['fetch'] = async (input, init) => {
  const url = typeof input === 'string' ? input : input.url
  const handler = schemeHandlers.get(schemeOf(url))
  if (handler && !init?.bypassCustomProtocolHandlers) return handler(new Request(input, init))
  return schemeOf(url) === 'file' ? fetchFile(url) : fetch(input, init)
}

class HostNet extends EventEmitter implements PartOf<Electron.Net> {
  readonly fetch = fetchAsElectron
  get online(): boolean {
    return this.isOnline()
  }
  isOnline(): boolean {
    return true
  }
}
export const net = strict<Electron.Net>('net', new HostNet())

const protocolModule: Partial<Electron.Protocol> = {
  registerSchemesAsPrivileged(schemes) {
    for (const { scheme } of schemes) origins.schemes.add(scheme.toLowerCase())
  },
  handle(scheme, handler) {
    if (schemeHandlers.has(scheme)) throw new Error(`The scheme ${scheme} has already been registered`)
    schemeHandlers.set(scheme, handler)
  },
  unhandle(scheme) {
    schemeHandlers.delete(scheme)
  },
  isProtocolHandled: (scheme) => schemeHandlers.has(scheme),
}
export const protocol = strict<Electron.Protocol>('protocol', protocolModule)
