import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { Protocol } from 'electron'

export const appScheme = 'app'
export const appOrigin = `${appScheme}://gatehouse`

/** What a page of ours may do: its own files and nothing else. Scripts can't be made out of text. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "script-src-attr 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  // The policy's own ways out, named though the first line covers them: nothing is asked for by a script.
  "connect-src 'none'",
  "worker-src 'none'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

/** The file that an address stands for, or null: another host, another kind of file, or a way out of the folder. */
export function fileOf(root: string, address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, host, pathname } = new URL(address)
  if (`${protocol}//${host}` !== appOrigin) return null
  const path = decoded(pathname)
  if (path === null || path.includes('\0') || path.includes('\\')) return null
  const file = normalize(join(root, path === '/' ? 'index.html' : path))
  const inside = file.startsWith(root.endsWith(sep) ? root : root + sep)
  return inside && extname(file) in types ? file : null
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Answers a request for one of our own files. */
export async function respond(root: string, address: string, method: string): Promise<Response> {
  const file = method === 'GET' || method === 'HEAD' ? fileOf(root, address) : null
  const content = file === null ? null : await readFile(file).catch(() => null)
  if (file === null || content === null) return new Response('not found', { status: 404, headers: common })
  return new Response(new Uint8Array(content), {
    headers: { ...common, 'content-type': types[extname(file)] ?? 'application/octet-stream' },
  })
}

const common = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Names that stand in a page are not looked up before they are asked for.
  'x-dns-prefetch-control': 'off',
}

/** `others`: hosts under our scheme that aren't files, and what answers for them. */
export function serveApp(
  protocol: Pick<Protocol, 'handle'>,
  root: string,
  others: Readonly<Record<string, (address: string) => Response>> = {},
): void {
  protocol.handle(appScheme, (request) => {
    const answer = others[new URL(request.url).host]
    return answer ? answer(request.url) : respond(root, request.url, request.method)
  })
}
