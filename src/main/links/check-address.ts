import type { AddressCheck } from '../../ipc/views.ts'
import { reasonOf } from '../api-client/answers.ts'
import type { Clock, Fetch } from '../ports.ts'

/** A page that takes longer keeps people waiting too. */
const timeoutMs = 10_000

/** Servers that know no HEAD say so by one of these. */
const headUnknown = new Set([400, 403, 404, 405, 500, 501])

type Why = Extract<AddressCheck, { outcome: 'silent' }>['why']

const reasons: [RegExp, Why][] = [
  [/TIMED_OUT|TIMEOUT|no answer in time/i, 'timeout'],
  [/ENOTFOUND|EAI_AGAIN|NAME_NOT_RESOLVED|NAME_RESOLUTION/, 'unknown-host'],
  [/REFUSED|RESET|ADDRESS_UNREACHABLE|EHOSTUNREACH|CLOSED/, 'refused'],
  [/CERT|TLS|SSL|EPROTO|UNABLE_TO_|SELF_SIGNED|ALTNAME/, 'certificate'],
  [/DISCONNECTED|NETWORK_CHANGED|ENETUNREACH|PROXY/, 'no-network'],
]

/**
 * Asks for a page as a stranger would: only by http and https, without cookies, a login or a referrer, and reads
 * nothing of what comes.
 */
export async function checkAddress(
  { fetch, clock }: { fetch: Fetch; clock: Clock },
  address: string,
): Promise<AddressCheck> {
  const url = URL.canParse(address) ? new URL(address) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    return { outcome: 'silent', why: 'not-web', code: url?.protocol ?? '' }
  }
  const ask = async (method: 'HEAD' | 'GET') => {
    const response = await fetch(url.href, {
      method,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'follow',
      signal: AbortSignal.timeout(timeoutMs),
    })
    void response.body?.cancel().catch(() => {})
    return response
  }
  const from = clock.now().getTime()
  try {
    const head = await ask('HEAD')
    const answer = headUnknown.has(head.status) ? await ask('GET') : head
    return {
      outcome: 'answered',
      status: answer.status,
      endedAt: otherHost(url, answer.url),
      milliseconds: Math.max(0, Math.round(clock.now().getTime() - from)),
    }
  } catch (error) {
    const code = reasonOf(error)
    return { outcome: 'silent', why: reasons.find(([pattern]) => pattern.test(code))?.[1] ?? 'other', code }
  }
}

function otherHost(asked: URL, ended: string): string | null {
  if (!URL.canParse(ended)) return null
  const { host, origin } = new URL(ended)
  return host === asked.host ? null : origin
}
