import { fail, invitationTokenSchema, ok, problem, type Result } from '@gatehouse/contract'
import { isSafeOrigin } from '../session/address.ts'

/** An invitation as its link names it. `server` is an origin; null when the link doesn't say where it belongs. */
export interface ParsedLink {
  token: string
  server: string | null
}

const longest = 2000
const token = '([A-Za-z0-9_-]{43})'
const deepLink = new RegExp(`^gatehouse://invite/${token}/?(?:\\?server=([^&#]{1,500}))?$`, 'i')
const webLink = new RegExp(`^(https?://[^/?#\\\\]{1,300})/invite/${token}/?$`, 'i')
const bareCode = new RegExp(`^${token}$`)

const refusal = problem('validation', {
  detail:
    'This is not an invitation. Paste the whole link from the e-mail, or the code at its end: 43 letters, digits, - and _.',
})

/**
 * The one reader of links, whoever hands them in: the system, the command line, the clipboard. It takes
 * `gatehouse://invite/<code>`, with or without `?server=<origin>`, `https://<host>/invite/<code>` and the bare code,
 * and nothing else: no other path, parameter, user name or fragment. A server is HTTPS, or this very machine.
 */
export function parseLink(text: string): Result<ParsedLink> {
  if (text.length > longest) return fail(refusal)
  const trimmed = text.trim()
  const code = bareCode.exec(trimmed)?.[1]
  if (code) return made(code, null)
  const deep = deepLink.exec(trimmed)
  if (deep?.[1]) {
    if (deep[2] === undefined) return made(deep[1], null)
    const decoded = decode(deep[2])
    return decoded === null ? fail(refusal) : made(deep[1], decoded)
  }
  const web = webLink.exec(trimmed)
  return web?.[1] && web[2] ? made(web[2], web[1]) : fail(refusal)
}

function made(code: string, server: string | null): Result<ParsedLink> {
  if (!invitationTokenSchema.safeParse(code).success) return fail(refusal)
  if (server === null) return ok({ token: code, server: null })
  const origin = originOf(server)
  return origin === null ? fail(refusal) : ok({ token: code, server: origin })
}

/** Null unless it is an origin and nothing more. */
function originOf(text: string): string | null {
  if (!URL.canParse(text) || !/^[\x21-\x7e]+$/.test(text) || text.includes('\\')) return null
  const url = new URL(text)
  const isBare =
    url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  return isBare && !text.includes('@') && isSafeOrigin(url) ? url.origin : null
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
