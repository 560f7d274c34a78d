import type { Fetch, Timers } from '../ports.ts'
import { UpdateRefused } from './refusal.ts'

const patienceMs = 30_000

/**
 * A small file of the update server. Redirects are refused, to whichever host: the server is the one that is built in,
 * and a network that wants a sign-in first answers by a redirect. Throws `UpdateRefused`.
 */
export async function readLimited(
  url: URL,
  maxBytes: number,
  { fetch, timers }: { fetch: Fetch; timers: Timers },
): Promise<Buffer> {
  const stop = new AbortController()
  const callOff = timers.after(patienceMs, () => stop.abort())
  try {
    const response = await fetch(url.href, { ...asked, signal: stop.signal })
    if (response.status !== 200) throw new UpdateRefused('server')
    return await bodyOf(response, maxBytes)
  } catch (error) {
    throw error instanceof UpdateRefused ? error : new UpdateRefused(networkFailure(error))
  } finally {
    callOff()
    stop.abort()
  }
}

/** Nothing of this computer goes along: no cookies, no name, no id. */
export const asked: RequestInit = {
  redirect: 'error',
  credentials: 'omit',
  cache: 'no-store',
  headers: { accept: '*/*', 'accept-encoding': 'identity' },
}

export function networkFailure(error: unknown): 'redirected' | 'unreachable' {
  const cause = error instanceof Error ? error.cause : undefined
  return [error, cause].some((each) => each instanceof Error && /redirect/i.test(each.message))
    ? 'redirected'
    : 'unreachable'
}

async function bodyOf(response: Response, maxBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength
    if (bytes > maxBytes) throw new UpdateRefused('too-large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
