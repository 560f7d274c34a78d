import { fail, invitationTokenSchema, ok, type Problem, problem, type Result } from '@gatehouse/contract'
import { linkRefusals as words } from '../../strings/native.ts'
import { isSafeOrigin } from '../session/address.ts'

/** An invitation as its link names it. `server` is an origin; null when the link doesn't say where it belongs. */
export interface ParsedLink {
  token: string
  server: string | null
}

const longest = 2000
const token = '([A-Za-z0-9_-]{43})'
const deepLink = new RegExp(`^gatehouse://invite/${token}/?(?:\\?server=([^&#?]{1,500}))?$`, 'i')
const webLink = new RegExp(`^(https?://[^/?#\\\\]{1,300})/invite/${token}/?$`, 'i')
const bareCode = new RegExp(`^${token}$`)

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?'
/** Names as a resolver knows them, in ASCII; another script shows as `xn--`, and never as what it looks like. */
const plainHost = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[0-9a-f:.]+\\])$`)

/**
 * The one reader of links, whoever hands them in by hand. It takes `gatehouse://invite/<code>`, with or without
 * `?server=<origin>`, `https://<host>/invite/<code>` and the bare code, and nothing else: no other path, no other or
 * second parameter, no user name, port or fragment, nothing behind it. A server is HTTPS, or this very machine.
 */
export function parseLink(text: string): Result<ParsedLink> {
  if (text.length > longest) return fail(refusal(words.tooLong))
  const trimmed = text.trim()
  const code = bareCode.exec(trimmed)?.[1]
  if (code) return made(code, null)
  const web = webLink.exec(trimmed)
  if (web?.[1] && web[2]) return made(web[2], web[1])
  return parseDeepLink(trimmed)
}

/** The part of it that is for the system: what another program hands in is our own scheme to the letter, or nothing. */
export function parseDeepLink(text: string): Result<ParsedLink> {
  if (text.length > longest) return fail(refusal(words.tooLong))
  const deep = deepLink.exec(text)
  if (!deep?.[1]) return fail(refusal(words.noInvitation))
  if (deep[2] === undefined) return made(deep[1], null)
  const decoded = decode(deep[2])
  return decoded === null ? fail(refusal(words.noInvitation)) : made(deep[1], decoded)
}

/** The one spelling of a link: whatever was taken is this one. */
export function formatLink({ token: code, server }: ParsedLink): string {
  const at = server === null ? '' : `?server=${encodeURIComponent(server)}`
  return `gatehouse://invite/${code}${at}`
}

function refusal(detail: string): Problem {
  return problem('validation', { detail })
}

function made(code: string, server: string | null): Result<ParsedLink> {
  if (!invitationTokenSchema.safeParse(code).success) return fail(refusal(words.noInvitation))
  if (server === null) return ok({ token: code, server: null })
  const origin = originOf(server)
  return origin === null ? fail(refusal(words.unsafeServer)) : ok({ token: code, server: origin })
}

/** Null unless it is an origin as browsers spell it and nothing more: no address in disguise gets through. */
function originOf(text: string): string | null {
  const bare = text.replace(/\/$/, '').toLowerCase()
  if (!/^[\x21-\x7e]+$/.test(bare) || !URL.canParse(bare)) return null
  const url = new URL(bare)
  const isPlain = url.origin === bare && plainHost.test(url.hostname) && url.hostname.length <= 253
  return isPlain && isSafeOrigin(url) ? url.origin : null
}

/** A colon, slashes and brackets may be escaped; nothing else of an address ever needs it. */
function decode(text: string): string | null {
  if (/%(?!3a|2f|5b|5d)/i.test(text)) return null
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
