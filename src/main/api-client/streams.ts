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

/** So much is collected while the taker is busy; with more it is waited for, which slows the sender down. */
const pieceLength = 256 * 1024

/**
 * Reads NDJSON without looking into it. `take` gets whole lines as they come: what arrived while it was at work comes
 * as one piece afterwards, so a slow taker gets few large pieces and a fast one gets each at once. What it refuses ends
 * the reading. Lines may be cut anywhere by the network, within a character too; a half one at a cut is dropped, the
 * whole ones before it are still handed on.
 * Problems: `offline` when cut, `not_gatehouse` for a line that doesn't end, and those of `take`.
 */
export async function readLines(
  response: Response,
  take: (text: string) => Promise<Result<void>>,
  { idleMs, signal }: { idleMs: number; signal: AbortSignal },
): Promise<Result<void>> {
  const enough = new AbortController()
  const pieces = handOver(take, () => enough.abort())
  let rest = ''
  for await (const text of guarded(chunks(response, idleMs, AbortSignal.any([signal, enough.signal])))) {
    if (!text.ok) {
      const taken = await pieces.end()
      return taken.ok ? text : taken
    }
    const end = text.value.lastIndexOf('\n') + 1
    if (end === 0) rest += text.value
    else {
      pieces.add(rest + text.value.slice(0, end))
      rest = text.value.slice(end)
    }
    if (rest.length > maxLineLength) return fail(notGatehouse(response.status))
    const taken = await pieces.next()
    if (!taken.ok) return taken
  }
  pieces.add(rest)
  return pieces.end()
}

/** Hands text on piece by piece, the next while the one before is being taken. `refused`: no more is wanted. */
function handOver(take: (text: string) => Promise<Result<void>>, refused: () => void) {
  let collected = ''
  let underWay: Promise<void> | null = null
  let outcome: Result<void> = ok(undefined)
  let bug: { error: unknown } | null = null

  async function takeOne(text: string): Promise<void> {
    try {
      outcome = await take(text)
    } catch (error) {
      bug = { error }
    }
    underWay = null
    if (bug || !outcome.ok) refused()
    else hand()
  }

  function hand(): void {
    if (collected === '' || underWay || bug || !outcome.ok) return
    const text = collected
    collected = ''
    underWay = takeOne(text)
  }

  function sofar(): Result<void> {
    if (bug) throw bug.error
    return outcome
  }

  return {
    add(text: string): void {
      collected += text
      hand()
    },
    /** Waits where too much has been collected. */
    async next(): Promise<Result<void>> {
      if (underWay && collected.length >= pieceLength) await underWay
      return sofar()
    },
    /** Everything has been taken, or refused. */
    async end(): Promise<Result<void>> {
      while (underWay) await underWay
      return sofar()
    },
  }
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
