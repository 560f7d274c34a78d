import { type Problem, problem } from '@gatehouse/contract'
import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import { unstorableText } from '../db/unstorable.ts'
import { IssuerUnavailable } from '../identity/ports.ts'

/** Answers a problem, with the request's id to quote when asking for help. */
export function sendProblem(reply: FastifyReply, refused: Problem): FastifyReply {
  if (refused.retryAfterMs !== undefined) {
    void reply.header('retry-after', String(Math.max(1, Math.ceil(refused.retryAfterMs / 1000))))
  }
  return reply
    .code(refused.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...refused, reference: reply.request.id }))
}

/** What zod found wrong, field by field. `part` says where the fields are, unless that is the body. */
export function validationProblem(error: z.ZodError, part: 'params' | 'query' | 'body'): Problem {
  const prefix = part === 'body' ? [] : [part]
  return problem('validation', {
    fields: error.issues.slice(0, 50).map((issue) => ({
      path: [...prefix, ...issue.path.map(String)].join('.'),
      message: issue.message,
    })),
  })
}

const databaseIsAway = /^(08|53|57P)/
const connectionErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'])
const connectionMessages = [
  'Connection terminated',
  'Client has encountered a connection error',
  'timeout exceeded when trying to connect',
  'Cannot use a pool after calling end on the pool',
]

/** Whether an error says only that the database can't be reached now, so that asking again later is right. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown }
  if (typeof code === 'string' && (databaseIsAway.test(code) || connectionErrors.has(code))) return true
  if (typeof message === 'string' && connectionMessages.some((text) => message.startsWith(text))) return true
  return cause !== undefined && cause !== null && isDatabaseAway(cause)
}

/** The problem that an error thrown by Fastify, a plugin or a bug is answered with. */
export function problemOfError(error: unknown): Problem {
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown }
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem('unsupported_media_type', { detail: 'Send the body as application/json.' })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem('too_large', {
        detail: 'A request may hold at most 256 KB, one of many changes at once 2 MB.',
      })
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return problem('validation', { detail: 'The body is not JSON.' })
    // It took too long, as one that waits for a change of the whole environment may: asking again later is right.
    case '57014':
      return problem('unavailable', { retryAfterMs: 5000 })
    default:
      break
  }
  const refused = unstorableText(error)
  if (refused) return refused
  if (isDatabaseAway(error)) return problem('unavailable', { retryAfterMs: 2000 })
  if (error instanceof IssuerUnavailable) return problem('unavailable', { retryAfterMs: 5000 })
  if (error instanceof RateLimited) return problem('rate_limited', { retryAfterMs: error.retryAfterMs })
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return problem(statusCode === 413 ? 'too_large' : 'validation', {
      detail: 'The server could not read the request.',
    })
  }
  return problem('internal')
}

/** Thrown by the rate limiter, which knows no other way to answer. */
export class RateLimited extends Error {
  readonly statusCode = 429
  readonly retryAfterMs: number
  constructor(retryAfterMs: number) {
    super('rate limited')
    this.retryAfterMs = retryAfterMs
  }
}
