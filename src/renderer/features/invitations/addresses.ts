import { emailSchema, normalizeAddress } from '@gatehouse/contract'

/** One address as typed, before anything is known about it. `line` counts from 1. */
export interface TypedAddress {
  line: number
  text: string
  email: string
}

export type AddressVerdict = 'ok' | 'member' | 'invited' | 'invalid' | 'duplicate'

export interface JudgedAddress extends TypedAddress {
  verdict: AddressVerdict
}

/** Who is in the account already, and who has a pending invitation: addresses as stored. */
export interface KnownAddresses {
  members: Iterable<string>
  pending: Iterable<string>
}

/**
 * Takes apart what people paste: one address a line, or several with commas or semicolons, each bare or as a mail
 * program copies it, `"Ruiz, Ana" <ana@example.com>`. Nothing is dropped: what is no address comes back as typed.
 */
export function readAddresses(text: string): TypedAddress[] {
  return text
    .split(/\r\n|\r|\n/)
    .flatMap((line, index) => splitLine(line).map((part) => ({ line: index + 1, ...readOne(part) })))
}

/** Judges each address in the order typed; of several alike, the first one counts and the others are duplicates. */
export function judgeAddresses(typed: readonly TypedAddress[], known: KnownAddresses): JudgedAddress[] {
  const members = new Set([...known.members].map(normalizeAddress))
  const pending = new Set([...known.pending].map(normalizeAddress))
  const seen = new Set<string>()
  return typed.map((address) => {
    const key = normalizeAddress(address.email)
    if (!emailSchema.safeParse(address.email).success) return { ...address, verdict: 'invalid' }
    if (seen.has(key)) return { ...address, verdict: 'duplicate' }
    seen.add(key)
    if (members.has(key)) return { ...address, verdict: 'member' }
    if (pending.has(key)) return { ...address, verdict: 'invited' }
    return { ...address, verdict: 'ok' }
  })
}

/** Commas and semicolons part addresses, save inside quotes or angle brackets. */
function splitLine(line: string): string[] {
  const parts: string[] = []
  let part = ''
  let quoted = false
  let bracketed = false
  for (const character of line) {
    if (character === '"') quoted = !quoted
    if (character === '<' && !quoted) bracketed = true
    if (character === '>' && !quoted) bracketed = false
    if ((character === ',' || character === ';') && !quoted && !bracketed) {
      parts.push(part)
      part = ''
    } else {
      part += character
    }
  }
  parts.push(part)
  return parts.map((each) => each.trim()).filter((each) => each !== '')
}

function readOne(text: string): { text: string; email: string } {
  const inBrackets = /<([^<>]*)>\s*$/.exec(text)?.[1]
  const email = (inBrackets ?? text).trim().replace(/^mailto:/i, '')
  return { text, email }
}
