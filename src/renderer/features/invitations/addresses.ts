import { emailSchema, normalizeAddress } from '@gatehouse/contract'
import { toAsciiDomain } from './domains.ts'

/** One address as typed, before anything is known about it. `line` counts from 1. */
export interface TypedAddress {
  line: number
  /** Where it stands in the text, so that it can be mended or taken out there. */
  start: number
  end: number
  text: string
  /** As it would be invited. */
  email: string
  /** What stood beside it, when somebody copied a name along. */
  name: string
}

/** Why something can't be invited. */
export type AddressFault =
  | 'missing'
  | 'no-at'
  | 'two-ats'
  | 'no-name'
  | 'no-domain'
  | 'no-ending'
  | 'space'
  | 'dots'
  | 'letters'
  | 'long'
  | 'other'

/**
 * Takes apart what people paste: one address a line, or several with commas, semicolons or spaces, each bare or as a
 * mail program or a spreadsheet copies it: `"Ruiz, Ana" <ana@example.com>`, or a name and an address in two cells.
 * Nothing is dropped: what is no address comes back as typed.
 */
export function readAddresses(text: string): TypedAddress[] {
  const found: TypedAddress[] = []
  let start = 0
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    for (const part of partsOf(line)) {
      const read = readOne(part.text)
      found.push({
        line: index + 1,
        start: start + part.start,
        end: start + part.start + part.text.length,
        text: part.text,
        ...read,
      })
    }
    start += line.length
    // The break itself is one or two characters long.
    start += text.startsWith('\r\n', start) ? 2 : 1
  }
  return found
}

/** What is invited for an address as somebody wrote it: without what nobody sees, its domain as the network spells it. */
export function cleanAddress(written: string): string {
  const seen = withoutUnseen(written).trim()
  const bare = (/^mailto:([^?]*)/i.exec(seen)?.[1] ?? seen).trim()
  const at = bare.lastIndexOf('@')
  return at < 0 ? bare : `${bare.slice(0, at)}@${toAsciiDomain(bare.slice(at + 1))}`
}

/** What is wrong with an address, or null where it can be invited. */
export function faultOf(email: string): AddressFault | null {
  if (email === '') return 'missing'
  if (emailSchema.safeParse(email).success) return null
  if (email.length > 254) return 'long'
  if (/\s/u.test(email)) return 'space'
  const parts = email.split('@')
  if (parts.length < 2) return 'no-at'
  if (parts.length > 2) return 'two-ats'
  const [name = '', domain = ''] = parts
  if (name === '') return 'no-name'
  if (domain === '') return 'no-domain'
  if (/\.\.|^\.|\.$/.test(name) || /\.\.|^\.|\.$/.test(domain)) return 'dots'
  if (/[^\x21-\x7e]/.test(email)) return 'letters'
  return /^[a-z0-9-]+$/i.test(domain) ? 'no-ending' : 'other'
}

/** Addresses are the same person's when they differ by case alone. */
export const sameKey = normalizeAddress

interface Part {
  start: number
  text: string
}

/** Tabs, commas and semicolons part addresses, save inside quotes or angle brackets. */
function partsOf(line: string): Part[] {
  const cells = split(line, '\t')
  // Cells of a spreadsheet: of a row with an address, the other cells are about the same person.
  const withAddress = cells.filter(({ text }) => text.includes('@'))
  if (cells.length > 1 && withAddress.length === 1) return trimmed([{ start: 0, text: line }])
  return cells.flatMap((cell) =>
    split(cell.text, ',;').flatMap((part) => spaced({ start: cell.start + part.start, text: part.text })),
  )
}

function split(text: string, separators: string): Part[] {
  if (![...separators].some((separator) => text.includes(separator))) return trimmed([{ start: 0, text }])
  const found: Part[] = []
  let start = 0
  let quoted = false
  let bracketed = false
  const isClosed = (text.split('"').length - 1) % 2 === 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"' && isClosed) quoted = !quoted
    if (character === '<' && !quoted) bracketed = true
    if (character === '>' && !quoted) bracketed = false
    if (!quoted && !bracketed && separators.includes(character)) {
      found.push({ start, text: text.slice(start, at) })
      start = at + 1
    }
  }
  found.push({ start, text: text.slice(start) })
  return trimmed(found)
}

/** `a@x.test b@x.test` is two; `Ana Ruiz ana@x.test` is one with a name. */
function spaced(part: Part): Part[] {
  if (/[<>"]/.test(part.text)) return [part]
  const words = part.text.matchAll(/\S+/gu)
  const found = [...words].map((word) => ({ start: part.start + word.index, text: word[0] }))
  return found.length > 1 && found.every(({ text }) => text.includes('@')) ? found : [part]
}

function trimmed(parts: readonly Part[]): Part[] {
  return parts.flatMap(({ start, text }) => {
    const bare = text.trim()
    return withoutUnseen(bare).trim() === '' ? [] : [{ start: start + text.indexOf(bare), text: bare }]
  })
}

function readOne(text: string): { email: string; name: string } {
  const seen = withoutUnseen(text).replaceAll('\t', ' ')
  const inBrackets = /^(?<name>[^<>]*)<(?<email>[^<>]*)>\s*$/u.exec(seen)?.groups
  if (inBrackets)
    return { email: cleanAddress(inBrackets.email ?? ''), name: cleanName(inBrackets.name ?? '') }
  const words = seen.split(/\s+/u).filter((word) => word !== '')
  const addresses = words.filter((word) => word.includes('@'))
  if (words.length > 1 && addresses.length === 1 && addresses[0]) {
    const email = addresses[0].replace(/^[("']+|[)"']+$/g, '')
    return {
      email: cleanAddress(email),
      name: cleanName(words.filter((word) => word !== addresses[0]).join(' ')),
    }
  }
  return { email: cleanAddress(seen), name: '' }
}

function cleanName(name: string): string {
  return name
    .trim()
    .replace(/^"(.*)"$/u, '$1')
    .trim()
}

/** Marks of direction, joiners and the like, which come along from tables and web pages, and no-break spaces. */
function withoutUnseen(text: string): string {
  // Nearly all of what is pasted, ten thousand lines of it too, has nothing of the kind.
  if (!/[^\x20-\x7e]/.test(text)) return text
  return text
    .replace(/\p{Cf}|\u034f|[\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gu, '')
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
}
