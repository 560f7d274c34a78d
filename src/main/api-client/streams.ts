import { fail, ok, type Result } from '@gatehouse/contract'
import { createParser } from 'eventsource-parser'
import type { z } from 'zod'
import { notGatehouse, parseJson, unreachable } from './answers.ts'

/** No line of ours comes near it; a stream that never ends its line must not fill the memory. */
const maxLineLength = 32 * 1024 * 1024

/**
 * The texts of a body as they come. Ends when the body does; throws when it is cut, or when nothing came for
 * `idleMs`.
 */
async function* chunks(response: Response, idleMs: number, signal: AbortSignal): AsyncGenerator<string> {
  if (!response.body) return
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  const stop = () => void reader.cancel().catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  try {
    for (;;) {
      const { value, done } = await withinTime(reader.read(), idleMs)
      if (signal.aborted) throw new Error('aborted')
      if (done) break
      yield decoder.decode(value, { stream: true })
    }
    yield decoder.decode()
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

async function withinTime<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error('nothing came'), { name: 'TimeoutError' })),
      milliseconds,
    )
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Reads NDJSON. `onLines` gets the complete lines of each chunk, parsed, and is awaited before more is read, so a
 * slow consumer slows the sender down. Lines may be cut anywhere by the network, within a character too.
 * Problems: `offline` when cut, `not_gatehouse` for a line that isn't one of ours.
 */
export async function readLines<T>(
  response: Response,
  schema: z.ZodType<T>,
  onLines: (lines: T[]) => Promise<void>,
  { idleMs, signal }: { idleMs: number; signal: AbortSignal },
): Promise<Result<void>> {
  let rest = ''
  const take = (text: string): Result<T[]> => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    return parseLines(parts, schema, response.status)
  }
  for await (const text of guarded(chunks(response, idleMs, signal))) {
    if (!text.ok) return text
    const lines = take(text.value)
    if (!lines.ok) return lines
    if (rest.length > maxLineLength) return fail(notGatehouse(response.status))
    if (lines.value.length > 0) await onLines(lines.value)
  }
  const last = take('\n')
  if (!last.ok) return last
  if (last.value.length > 0) await onLines(last.value)
  return ok(undefined)
}

function parseLines<T>(lines: string[], schema: z.ZodType<T>, status: number): Result<T[]> {
  const parsed: T[] = []
  for (const line of lines) {
    if (line.trim() === '') continue
    const one = schema.safeParse(parseJson(line))
    if (!one.success) return fail(notGatehouse(status))
    parsed.push(one.data)
  }
  return ok(parsed)
}

/** Failures of reading as a last value; what the loop's own body throws is not touched. */
async function* guarded(source: AsyncGenerator<string>): AsyncGenerator<Result<string>> {
  for (;;) {
    let next: IteratorResult<string>
    try {
      next = await source.next()
    } catch (error) {
      yield fail(unreachable(error))
      return
    }
    if (next.done) return
    yield ok(next.value)
  }
}

/** Reads server-sent events until the stream ends. Events whose data isn't ours are passed over. */
export async function readEvents<T>(
  response: Response,
  schema: z.ZodType<T>,
  onEvent: (event: T) => void,
  { idleMs, signal }: { idleMs: number; signal: AbortSignal },
): Promise<Result<void>> {
  const parser = createParser({
    maxBufferSize: 1024 * 1024,
    onEvent: ({ data }) => {
      const event = schema.safeParse(parseJson(data))
      if (event.success) onEvent(event.data)
    },
  })
  for await (const text of guarded(chunks(response, idleMs, signal))) {
    if (!text.ok) return text
    parser.feed(text.value)
  }
  return ok(undefined)
}
