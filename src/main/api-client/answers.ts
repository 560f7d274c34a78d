import { type Problem, type ProblemCode, problem, problemCodes, problemSchema } from '@gatehouse/contract'
import type { Clock } from '../ports.ts'

/**
 * A problem of a call. `notSent`: no connection was made, so the request surely had no effect. `unread`: it was agreed
 * to, going by the status, but what was answered isn't ours: a web page, or something else.
 */
export type CallProblem = Problem & { notSent?: boolean; unread?: 'page' | 'answer' }

/** Of TLS, as OpenSSL and Chromium name them: the server isn't who it says it is, or speaks no TLS that is safe. */
const notTrusted = /CERT|_TLS_|^ERR_SSL|SSL_|EPROTO|UNABLE_TO_(?:GET|VERIFY)|SELF_SIGNED|ALTNAME/

const neverConnected =
  /REFUSED|ENOTFOUND|EAI_AGAIN|NAME_NOT_RESOLVED|UNREACH|ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED|PROXY_CONNECTION_FAILED|CERT|UNABLE_TO_(?:GET|VERIFY)|ALTNAME/

/** How a request that got no answer ended, in words. */
export function unreachable(error: unknown): CallProblem {
  const reason = reasonOf(error)
  const detail = notTrusted.test(reason)
    ? `The connection to the server is not safe: its certificate can not be trusted (${reason}). Check the date and time of this computer; otherwise tell whoever runs the server or this network.`
    : `The server could not be reached (${reason}). Changes are kept here and sent later.`
  return {
    ...problem('offline', { detail, ...(notTrusted.test(reason) ? { state: 'certificate' } : {}) }),
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

/** As `notGatehouse`, where the status says that the request was agreed to. */
export function unread(response: Response): CallProblem {
  const isPage = response.headers.get('content-type')?.includes('html') ?? false
  return { ...notGatehouse(response.status), unread: isPage ? 'page' : 'answer' }
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
  const { headers } = response
  const wait = retryAfter(headers.get('retry-after'), headers.get('date'), clock)
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

/**
 * RFC 9110, 10.2.3: seconds, or a date, which is the server's and so is compared with the answer's own date: the clock
 * here may be wrong. Milliseconds from now, at most an hour; null when there is none.
 */
export function retryAfter(header: string | null, date: string | null, clock: Clock): number | null {
  if (header === null) return null
  const answeredAt = Date.parse(date ?? '')
  const now = Number.isFinite(answeredAt) ? answeredAt : clock.now().getTime()
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now
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
