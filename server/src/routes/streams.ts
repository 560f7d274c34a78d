import { PassThrough, Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** One JSON value a line, made no faster than the caller takes them. */
export function sendLines(reply: FastifyReply, values: AsyncIterable<unknown>): FastifyReply {
  return reply
    .type('application/x-ndjson; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no')
    .send(Readable.from(lines(values)))
}

async function* lines(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`
}

/**
 * Server-sent events. A comment every 20 seconds keeps proxies from ending an idle connection; at each of them the
 * caller is looked at again, and the stream ends when they may no longer be there.
 */
export function sendEvents(
  reply: FastifyReply,
  events: AsyncIterable<unknown>,
  isStillWelcome: () => Promise<boolean>,
  heartbeatMs = 20_000,
): FastifyReply {
  const stream = new PassThrough()
  stream.write(': connected\n\n')
  const heartbeat = setInterval(() => {
    stream.write(':\n\n')
    isStillWelcome().then(
      (isWelcome) => isWelcome || stream.end(),
      // Whether they are welcome can't be told now; the next heartbeat asks again.
      () => {},
    )
  }, heartbeatMs)
  heartbeat.unref()
  const forward = async () => {
    for await (const event of events) {
      if (!stream.writable) return
      stream.write(`data: ${JSON.stringify(event)}\n\n`)
    }
  }
  forward()
    .catch((error: unknown) => stream.destroy(error as Error))
    .finally(() => stream.end())
  stream.once('close', () => clearInterval(heartbeat))
  return (
    reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      // Kept alive after its last event, the connection would keep a closing server waiting.
      .header('connection', 'close')
      .header('x-accel-buffering', 'no')
      .send(stream)
  )
}
