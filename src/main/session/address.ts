import { fail, ok, problem, type Result } from '@gatehouse/contract'
import { addressWords as words } from '../../strings/native.ts'

/** Own machine by name or address: the one place where plain HTTP is no risk. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
}

/** HTTPS anywhere, HTTP to this machine alone. */
export function isSafeOrigin(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

function malformed(message: string): { ok: false; error: ReturnType<typeof problem> } {
  return fail(problem('validation', { detail: message, fields: [{ path: 'address', message }] }))
}

/**
 * A server's address as a person types it - `host`, `host:port` or a whole URL - made into an origin. HTTPS unless
 * it is this machine.
 */
export function parseAddress(text: string): Result<URL> {
  const typed = text.trim()
  if (typed === '') return malformed(words.empty)
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase()
  if (scheme && scheme !== 'https' && scheme !== 'http') {
    return malformed(words.otherScheme(scheme))
  }
  const url = urlOf(scheme ? typed : `https://${typed}`)
  if (!url || /\s/.test(typed)) return malformed(words.notAddress)
  if (url.username !== '' || url.password !== '') {
    return malformed(words.withPassword)
  }
  if (!scheme && isLoopback(url.hostname)) return ok(new URL(`http://${url.host}`))
  if (!isSafeOrigin(url)) {
    return malformed(words.unsafe(url.host))
  }
  return ok(new URL(url.origin))
}

function urlOf(text: string): URL | null {
  try {
    const url = new URL(text)
    return url.hostname === '' ? null : url
  } catch {
    return null
  }
}
