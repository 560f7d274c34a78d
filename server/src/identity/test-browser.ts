import type { FastifyInstance } from 'fastify'

export interface PageAnswer {
  status: number
  /** Where the browser stands now, with its query. */
  path: string
  body: string
  headers: Record<string, unknown>
  /** An address outside of the server that it was sent to, which ends the following. */
  leftTo: URL | null
}

export interface Browser {
  get(path: string): Promise<PageAnswer>
  submit(path: string, form?: Record<string, string>, headers?: Record<string, string>): Promise<PageAnswer>
  /** Values of all cookies that it holds. */
  cookieValues(): string[]
  /** The cookies that it would send there. */
  cookiesFor(path: string): string
}

export interface RawAnswer {
  status: number
  headers: Record<string, unknown>
  cookies: string[]
  body: string
}

/** One request, no redirect followed. */
export type Transport = (request: {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  payload: string | null
}) => Promise<RawAnswer>

/** Without a network. `own` headers go with each request; `address` is where they seem to come from. */
export function injectInto(app: FastifyInstance, own: Record<string, string>, address?: string): Transport {
  return async ({ method, path, headers, payload }) => {
    const response = await app.inject({
      method,
      url: path,
      headers: { ...own, ...headers, cookie: [own.cookie, headers.cookie].filter(Boolean).join('; ') },
      ...(address === undefined ? {} : { remoteAddress: address }),
      ...(payload === null ? {} : { payload }),
    })
    return {
      status: response.statusCode,
      headers: { ...response.headers },
      cookies: [response.headers['set-cookie'] ?? []].flat(),
      body: response.body,
    }
  }
}

/** The same over a real network. */
export function fetchFrom(origin: string): Transport {
  return async ({ method, path, headers, payload }) => {
    const response = await fetch(`${origin}${path}`, { method, headers, body: payload, redirect: 'manual' })
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      cookies: response.headers.getSetCookie(),
      body: await response.text(),
    }
  }
}

/** Keeps cookies by path and follows redirects, as browsers do. */
export function createBrowser(origin: string, transport: Transport): Browser {
  const jar = new Map<string, { value: string; path: string }>()

  async function go(
    method: 'GET' | 'POST',
    path: string,
    form?: Record<string, string>,
    extra: Record<string, string> = {},
  ): Promise<PageAnswer> {
    const { pathname } = new URL(path, origin)
    const cookie = cookiesFor(pathname)
    const sent = form && {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    }
    const headers = { cookie, ...sent, ...extra }
    const payload = form ? new URLSearchParams(form).toString() : null
    const answer = await transport({ method, path, headers, payload })
    for (const line of answer.cookies) keep(line, pathname)
    const { location } = answer.headers
    const isRedirect = answer.status >= 300 && answer.status < 400 && typeof location === 'string'
    const next = isRedirect ? new URL(location, origin) : null
    if (next?.origin === origin) return go('GET', `${next.pathname}${next.search}`)
    return { status: answer.status, path, body: answer.body, headers: answer.headers, leftTo: next }
  }

  function cookiesFor(pathname: string): string {
    return [...jar]
      .filter(([, { path: at }]) => pathname.startsWith(at))
      .map(([name, { value }]) => `${name.split(' ')[0]}=${value}`)
      .join('; ')
  }

  function keep(line: string, pathname: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
    const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? pathname
    const expires = attributes.find((part) => /^expires=/i.test(part))?.slice(8)
    const key = `${name} ${path}`
    if (expires && Date.parse(expires) < Date.now()) jar.delete(key)
    else jar.set(key, { value, path })
  }

  return {
    get: (path) => go('GET', path),
    submit: (path, form = {}, headers = {}) => go('POST', path, form, headers),
    cookiesFor,
    cookieValues: () => [...jar.values()].map(({ value }) => value),
  }
}
