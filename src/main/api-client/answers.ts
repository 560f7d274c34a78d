import { type Problem, type ProblemCode, problem, problemCodes, problemSchema } from '@gatehouse/contract'
import type { Clock } from '../ports.ts'

/** A problem of a call. `notSent`: no connection was made, so the request surely had no effect. */
export type CallProblem = Problem & { notSent?: boolean }

const neverConnected =
  /REFUSED|ENOTFOUND|EAI_AGAIN|NAME_NOT_RESOLVED|UNREACH|ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED|CERT|PROXY_CONNECTION_FAILED/

/** How a request that got no answer ended, in words. */
export function unreachable(error: unknown): CallProblem {
  const reason = reasonOf(error)
  return {
    ...problem('offline', {
      detail: `The server could not be reached (${reason}). Changes are kept here and sent later.`,
    }),
    ...(neverConnected.test(reason) ? { notSent: true } : {}),
  }
}

/** The innermost code that a failed fetch carries: of Node's sockets, of Chromium's network stack, or a name. */
export function reasonOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && !at.code.startsWith('UND_ERR_ABORTED')) return at.code
    const chromium = /net::(ERR_[A-Z_]+)/.exec(at.message)?.[1]
    if (chromium) return chromium
    if (at.name === 'TimeoutError') return 'no answer in time'
  }
  return 'no connection'
}

/** Something answers, and it isn't Gatehouse: a hotel's sign-in page, a proxy, another program on the port. */
export function notGatehouse(status: number): Problem {
  return problem('not_gatehouse', {
    detail: `Something else answered in its place (status ${status}). A network that wants a sign-in of its own does that; open a web page to see.`,
  })
}

const codeOfStatus: Partial<Record<number, ProblemCode>> = {
  400: 'validation',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'stale_version',
  410: 'cursor_gone',
  412: 'stale_version',
  413: 'too_large',
  415: 'unsupported_media_type',
  422: 'validation',
  429: 'rate_limited',
  500: 'internal',
}

/** The problem in a refusal. One without a readable body is judged by its status, as proxies answer so. */
export function problemOfAnswer(response: Response, body: string, clock: Clock): Problem {
  const wait = retryAfter(response.headers.get('retry-after'), clock)
  const extras = wait === null ? {} : { retryAfterMs: wait }
  const known = response.headers.get('content-type')?.includes('problem+json') ? parseJson(body) : undefined
  const parsed = problemSchema.safeParse(known)
  if (parsed.success) return { ...parsed.data, ...extras }
  const title = titleOf(known)
  if (title !== null) {
    // A code that only a newer server knows: its own words still say best what is wrong.
    const code = codeOfStatus[response.status] ?? (response.status >= 500 ? 'unavailable' : 'validation')
    return { ...problem(code, { detail: title, ...extras }), status: response.status }
  }
  if (response.status === 429) return problem('rate_limited', extras)
  if (response.status === 401) return problem('unauthenticated', extras)
  if (response.status >= 500 && response.status !== 511) {
    return { ...problem('unavailable', extras), status: response.status }
  }
  return notGatehouse(response.status)
}

function titleOf(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string'
    ? body.title
    : null
}

/** Undefined for what isn't JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** RFC 9110, 10.2.3: seconds or a date. Milliseconds from now, at most an hour; null when there is none. */
export function retryAfter(header: string | null, clock: Clock): number | null {
  if (header === null) return null
  const milliseconds = /^\d+$/.test(header)
    ? Number(header) * 1000
    : Date.parse(header) - clock.now().getTime()
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), 3_600_000) : null
}

/**
 * Says nothing about the request itself: it may be sent again, later and as it is. `status` 0 arose on this machine or
 * on the way.
 */
export function isPassing({ code, status }: Problem): boolean {
  return status >= 500 || code === 'rate_limited' || code === 'unauthenticated' || isOfNetwork({ code })
}

export function isOfNetwork({ code }: Pick<Problem, 'code'>): boolean {
  return problemCodes[code].status === 0
}
