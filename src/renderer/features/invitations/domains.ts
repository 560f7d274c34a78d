/** Domains that many people have their mail at, and that are easily mistyped. */
const common = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'protonmail.com',
  'fastmail.com',
  't-online.de',
  'comcast.net',
  'verizon.net',
]
/** One letter away from a common one, and real all the same. */
const real = new Set(['ymail.com', 'mail.com', 'email.com'])
const endings: Record<string, string> = {
  con: 'com',
  cmo: 'com',
  ocm: 'com',
  comm: 'com',
  coom: 'com',
  vom: 'com',
  nte: 'net',
  ogr: 'org',
  orgg: 'org',
}

/** `münchen.example` as the network spells it; whatever else it may be stays as it is. */
export function toAsciiDomain(domain: string): string {
  if (!/[^\x20-\x7e]/.test(domain) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return domain
  try {
    const { hostname } = new URL(`http://${domain}`)
    return /^[a-z0-9.-]+$/.test(hostname) ? hostname : domain
  } catch {
    return domain
  }
}

/**
 * The domain that was probably meant, or null. `known`: those of the people who are in the account already, and of the
 * other lines; one that stands there itself is never doubted.
 */
export function meantDomain(domain: string, known: ReadonlySet<string>): string | null {
  const typed = domain.toLowerCase()
  if (known.has(typed) || common.includes(typed) || real.has(typed)) return null
  const near = [...common, ...known].find((other) => other.length >= 6 && isOneSlip(typed, other))
  if (near) return near
  const ending = /\.([a-z]+)$/.exec(typed)?.[1] ?? ''
  const meant = Object.hasOwn(endings, ending) ? endings[ending] : undefined
  return meant === undefined ? null : `${typed.slice(0, -ending.length)}${meant}`
}

/** One letter more, less or other, or two that stand next to each other swapped. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const restOfA = a.slice(start, a.length - end)
  const restOfB = b.slice(start, b.length - end)
  if (restOfA.length <= 1 && restOfB.length <= 1) return true
  return restOfA.length === 2 && restOfA === [...restOfB].reverse().join('')
}
