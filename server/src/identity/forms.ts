import type { FastifyReply, FastifyRequest } from 'fastify'
import { pageHeaders } from './page-headers.ts'

/**
 * One field of a submitted form, as text; empty where it is missing or given twice. A zero byte, which PostgreSQL
 * can't keep, is the replacement character that HTML makes of it.
 */
export function formText(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name]
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : ''
}

/**
 * Whether a form may have come from one of our own pages. Browsers say where a request comes from in
 * `Sec-Fetch-Site`; older ones and plain http addresses leave `Origin`, which our pages' referrer policy makes "null".
 * The forms' cookies are SameSite=Lax besides, so another site's form arrives without them.
 */
export function isOwnForm(request: FastifyRequest, publicUrl: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.headers.origin
  return origin === undefined || origin === 'null' || origin === new URL(publicUrl).origin
}

export function sendPage(reply: FastifyReply, markup: string, status = 200): FastifyReply {
  return reply.code(status).headers(pageHeaders).type('text/html; charset=utf-8').send(markup)
}

export function readCookie(request: FastifyRequest, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return null
}

export function setCookie(
  reply: FastifyReply,
  cookie: {
    name: string
    value: string
    path: string
    maxAgeSeconds: number
    isSecure: boolean
    sameSite?: 'Lax' | 'Strict'
  },
): void {
  const secure = cookie.isSecure ? '; Secure' : ''
  reply.header(
    'set-cookie',
    `${cookie.name}=${cookie.value}; Path=${cookie.path}; Max-Age=${cookie.maxAgeSeconds}; HttpOnly; SameSite=${cookie.sameSite ?? 'Lax'}${secure}`,
  )
}
