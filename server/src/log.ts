import { type DestinationStream, type Logger, pino } from 'pino'
import type { ServerConfig } from './config.ts'

/** A log of static messages and ids: names, addresses, tokens and whole URLs have no place in it. */
export function createLog(level: ServerConfig['logLevel'], destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: describeError } }
  return destination ? pino(options, destination) : pino(options)
}

// What may quote a value that somebody sent, such as a database's or a parser's message, stays out.
const quotesNothing = new Set(['Error', 'TypeError', 'RangeError', 'ReferenceError'])

/** Enough of an error to find its cause: its kind, code and where it was thrown. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown }
  const isOurs = quotesNothing.has(error.name) && code === undefined
  return {
    name: error.name,
    ...(isOurs ? { message: error.message } : {}),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    // What stands before the frames is the message, and a message of several lines may look like frames.
    frames: (error.stack ?? '')
      .replace(error.message, '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
