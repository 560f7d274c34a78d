import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { Fetch, Timers } from '../ports.ts'
import { asked, networkFailure } from './read-limited.ts'
import { failureOf, UpdateRefused } from './refusal.ts'

/** So many tries in a row may bring nothing at all. */
const fruitlessTries = 3
const patienceMs = 60_000
const restMs = 2000

export interface Download {
  url: URL
  destination: string
  /** As signed. */
  size: number
  sha512: string
  onBytes(bytes: number): void
  signal: AbortSignal
}

interface Progress {
  file: FileHandle
  bytes: number
  hash: ReturnType<typeof createHash>
}

/**
 * Loads a file of a release. What was cut goes on where it ended, or begins again where the server can't do that. Not a
 * byte more than was signed is taken, and what doesn't have the signed hash is `damaged`. Throws `UpdateRefused`.
 */
export async function downloadFile(
  download: Download,
  deps: { fetch: Fetch; timers: Timers },
): Promise<void> {
  const progress: Progress = {
    file: await open(download.destination, 'w', 0o600),
    bytes: 0,
    hash: createHash('sha512'),
  }
  try {
    let fruitless = 0
    while (progress.bytes < download.size) {
      const before = progress.bytes
      const failure = await loadOn(download, progress, deps)
      if (progress.bytes >= download.size) break
      fruitless = progress.bytes > before ? 0 : fruitless + 1
      if (fruitless >= fruitlessTries) throw new UpdateRefused(failure)
      await rest(deps.timers, download.signal)
    }
    if (progress.hash.digest('base64') !== download.sha512) throw new UpdateRefused('damaged')
  } finally {
    await progress.file.close()
  }
}

/** Takes what comes until it ends, well or not; answers what ended it. */
async function loadOn(
  { url, size, onBytes, signal }: Download,
  progress: Progress,
  { fetch, timers }: { fetch: Fetch; timers: Timers },
): Promise<'redirected' | 'unreachable'> {
  const stop = new AbortController()
  const abort = () => stop.abort()
  signal.addEventListener('abort', abort, { once: true })
  let callOff = timers.after(patienceMs, abort)
  try {
    const range = progress.bytes > 0 ? { range: `bytes=${progress.bytes}-` } : {}
    const headers = { ...asked.headers, ...range } as Record<string, string>
    const response = await fetch(url.href, { ...asked, headers, signal: stop.signal })
    await beginAt(response, progress)
    for await (const piece of response.body ?? []) {
      callOff()
      callOff = timers.after(patienceMs, abort)
      if (progress.bytes + piece.byteLength > size) throw new UpdateRefused('damaged')
      await progress.file.write(piece, 0, piece.byteLength, progress.bytes)
      progress.hash.update(piece)
      progress.bytes += piece.byteLength
      onBytes(progress.bytes)
    }
    return 'unreachable'
  } catch (error) {
    if (signal.aborted) throw new UpdateRefused('cancelled')
    // The disk, or a refusal: it would be the same again.
    if (failureOf(error) !== 'unexpected') throw error
    const failure = networkFailure(error)
    if (failure === 'redirected') throw new UpdateRefused(failure)
    return failure
  } finally {
    callOff()
    signal.removeEventListener('abort', abort)
    stop.abort()
  }
}

async function beginAt(response: Response, progress: Progress): Promise<void> {
  if (response.status === 206) {
    const isNext = response.headers.get('content-range')?.startsWith(`bytes ${progress.bytes}-`)
    if (isNext) return
    throw new UpdateRefused('server')
  }
  if (response.status !== 200) throw new UpdateRefused('server')
  await progress.file.truncate(0)
  progress.bytes = 0
  progress.hash = createHash('sha512')
}

function rest(timers: Timers, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const callOff = timers.after(restMs, resolve)
    const onAbort = () => {
      callOff()
      resolve()
    }
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
